/* Compiled into a verifier of spin's or of Rumur's: prints the time from the start of its process to its end, at which
 * what the search has found is known. */
#define _POSIX_C_SOURCE 199309L
#include <stdio.h>
#include <time.h>

static struct timespec begun;

__attribute__((constructor)) static void begin(void) { clock_gettime(CLOCK_MONOTONIC, &begun); }

__attribute__((destructor)) static void tell(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  printf("milliseconds: %.3f\n", (now.tv_sec - begun.tv_sec) * 1e3 + (now.tv_nsec - begun.tv_nsec) / 1e6);
}
