/* programs/back_off.py: -DN=3 -DROUNDS=2 */

#include "endings.pml"

#define SECOND ((_pid + 1) % N)

bool held[N];
byte moved;
byte finished;

active [N] proctype mover() {
  byte round;
  byte copy;
end:
  do
  :: d_step { round < ROUNDS && !held[_pid] -> held[_pid] = true };
     do
     :: d_step { !held[SECOND] -> held[SECOND] = true }; break
     :: held[SECOND] -> held[_pid] = false; d_step { !held[_pid] -> held[_pid] = true }
     od;
     copy = moved + 1;
     d_step { moved = copy; copy = 0 };
     held[SECOND] = false;
     d_step { held[_pid] = false; round++; finished = finished + (round == ROUNDS -> 1 : 0) }
  od
}

ENDINGS(now.moved, now.finished < N)
