/* N tasks update one balance M times each, and task k adds 10^k: the steps of src/model/program.h, for
 * spin. Each is atomic; the balance is not, as a read and its write are two steps.
 *
 *   -DN=4 -DM=2   tasks (1 to 4), updates of each (1 to 4)
 *   -DLOCK        acquire . read . write . release
 *   -DADD         read . add to the own copy . write: a step more, which no other task can see
 *
 * Tasks stay at their end, as ending would be steps, too. The last write of all notes the ending.
 */

#include "endings.pml"

short balance;
byte finished;

#ifdef LOCK
bool held;
#define ACQUIRE atomic { !held -> held = true };
#define RELEASE held = false;
#else
#define ACQUIRE
#define RELEASE
#endif

#define AMOUNT (_pid == 0 -> 1 : (_pid == 1 -> 10 : (_pid == 2 -> 100 : 1000)))

#ifdef ADD
#define READ copy = balance; copy = copy + AMOUNT;
#define WRITE balance = copy; copy = 0
#else
#define READ copy = balance;
#define WRITE balance = copy + AMOUNT; copy = 0
#endif

#define UPDATE ACQUIRE READ d_step { WRITE } RELEASE
#define LAST_UPDATE \
  ACQUIRE READ \
  d_step { \
    WRITE; \
    finished++; \
    if \
    :: finished == N -> c_code { note(now.balance, 0); } \
    :: else \
    fi \
  } \
  RELEASE

active [N] proctype task() {
  short copy;
#if M > 3
  UPDATE
#endif
#if M > 2
  UPDATE
#endif
#if M > 1
  UPDATE
#endif
  LAST_UPDATE
end:
  false
}
