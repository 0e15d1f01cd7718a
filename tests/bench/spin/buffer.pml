/* programs/buffer.py: -DCAPACITY=2 -DITEMS=2 */

#include "endings.pml"

byte buffer[CAPACITY];
byte length;
short order;
bool held;
byte sleeps[4]; /* 1: until it is notified; 2: it is, and waits for the lock */
byte finished;

#define WAKE(who) sleeps[who] = (sleeps[who] == 1 -> 2 : sleeps[who])

#define ACQUIRE d_step { round < ITEMS && !held -> held = true }
#define WAIT \
  d_step { held = false; sleeps[_pid] = 1 }; \
  d_step { sleeps[_pid] == 2 && !held -> held = true; sleeps[_pid] = 0 }
#define NOTIFY_ALL d_step { WAKE(0); WAKE(1); WAKE(2); WAKE(3) }
#define RELEASE d_step { held = false; round++; finished = finished + (round == ITEMS -> 1 : 0) }

active [2] proctype producer() {
  byte round;
end:
  do
  :: ACQUIRE;
  look:
     if
     :: length == CAPACITY -> WAIT; goto look
     :: length < CAPACITY
     fi;
     d_step { buffer[length] = _pid; length++ };
     NOTIFY_ALL;
     RELEASE
  od
}

active [2] proctype consumer() {
  byte round;
  short item;
  byte i;
end:
  do
  :: ACQUIRE;
  look:
     if
     :: length == 0 -> WAIT; goto look
     :: length > 0
     fi;
     d_step {
       item = buffer[0];
       i = 1;
       do
       :: i < length -> buffer[i - 1] = buffer[i]; i++
       :: else -> break
       od;
       length--;
       buffer[length] = 0;
       i = 0
     };
     item = 2 * order + item;
     d_step { order = item; item = 0 };
     NOTIFY_ALL;
     RELEASE
  od
}

ENDINGS(now.order, now.finished < 4)
