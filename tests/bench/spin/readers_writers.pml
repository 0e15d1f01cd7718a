/* programs/readers_writers.py: -DREADERS=2 -DWRITERS=2 -DROUNDS=2 */

#include "endings.pml"

bool turn;
byte room; /* who has it, and 1: who gives it back may be another */
byte readers;
byte data;
byte last;
byte finished;

#define ACQUIRE_TURN d_step { round < ROUNDS && !turn -> turn = true }
#define COUNT(change) copy = readers + change; d_step { readers = copy; copy = 0 }
#define NEXT_ROUND round++; finished = finished + (round == ROUNDS -> 1 : 0)

active [READERS] proctype reader() {
  byte round;
  byte copy;
end:
  do
  :: ACQUIRE_TURN;
     COUNT(1);
     if
     :: readers == 1 -> d_step { room == 0 -> room = _pid + 1 }
     :: readers != 1
     fi;
     turn = false;
     copy = data;
     d_step { last = copy; copy = 0 };
     ACQUIRE_TURN;
     COUNT(-1);
     if
     :: readers == 0 -> room = 0
     :: readers != 0
     fi;
     d_step { turn = false; NEXT_ROUND }
  od
}

active [WRITERS] proctype writer() {
  byte round;
  byte copy;
end:
  do
  :: d_step { round < ROUNDS && room == 0 -> room = _pid + 1 };
     copy = data + 1;
     d_step { data = copy; copy = 0 };
     d_step { room = 0; NEXT_ROUND }
  od
}

ENDINGS(100 * now.data + now.last, now.finished < READERS + WRITERS)
