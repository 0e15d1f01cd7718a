/* programs/philosophers.py: -DN=5 -DROUNDS=2 */

#include "endings.pml"

#define RIGHT ((_pid + 1) % N)

bool held[N];
byte finished;

active [N] proctype philosopher() {
  byte round;
end:
  do
  :: d_step { round < ROUNDS && !held[_pid] -> held[_pid] = true };
     d_step { !held[RIGHT] -> held[RIGHT] = true };
     held[RIGHT] = false;
     d_step { held[_pid] = false; round++; finished = finished + (round == ROUNDS -> 1 : 0) }
  od
}

ENDINGS(0, now.finished < N)
