/* What a search has found, printed once at its end. An ending is a number below 2^16, made of the final values.
 *
 * ENDINGS(value, isDeadlock) notes it in each state in which no process can step: that of a deadlock is printed with a
 * `d` in front of it. Both are C, of `now`. Processes of a model stay at their end, as ending would be steps, too; this
 * one stays where it is, so that it adds no states. It comes last, as processes are numbered in the order of the text.
 */

c_decl {
  \#include <stdio.h>

  static unsigned char seen[2][1 << 16];

  static void note(int ending, int deadlock) { seen[deadlock][(unsigned short)ending] = 1; }

  __attribute__((destructor)) static void tell(void) {
    printf("endings:");
    for (int deadlock = 0; deadlock < 2; ++deadlock)
      for (int ending = 0; ending < 1 << 16; ++ending)
        if (seen[deadlock][ending]) printf(deadlock ? " d%d" : " %d", ending);
    printf("\n");
  }
}

#define ENDINGS(value, isDeadlock) \
  active proctype endings() { \
  end: \
    do \
    :: d_step { timeout -> c_code { note(value, isDeadlock); } } \
    od \
  }
