/* programs/peterson.py: -DROUNDS=20 */

#include "endings.pml"

#define OTHER (1 - _pid)

bool wants[2];
bool turn;
short counter;
byte finished;

active [2] proctype enterer() {
  byte round;
  short copy;
end:
  do
  :: d_step { round < ROUNDS -> wants[_pid] = true };
     turn = OTHER;
     do
     :: !wants[OTHER] -> break
     :: wants[OTHER] ->
        if
        :: turn != OTHER -> break
        :: turn == OTHER
        fi
     od;
     copy = counter + 1;
     d_step { counter = copy; copy = 0 };
     d_step { wants[_pid] = false; round++; finished = finished + (round == ROUNDS -> 1 : 0) }
  od
}

ENDINGS(now.counter, now.finished < 2)
