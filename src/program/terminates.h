// Whether the code of a program proves that every execution ends: that no sequence of steps leads from a state back to it, and that none
// can go on for ever without reaching a bound of the language (limits.h).
//
// A thread gets back to where it was only by a jump back in its code, as calls and the places in them are part of its state. A `for` cannot
// do that: its iterator has moved on, and containers are bounded. A `while`, and a `wait_for`, are proved if each turn
// - adds a constant to a variable of its own function that nothing else in the loop binds, or
// - uses up what nothing brings back that is done in loops which are not proved by then, or in what they call: takes from a queue
//   (`get()`, without arguments), where these put nothing into one; sleeps until it is notified (`wait()` of a Condition), where these
//   notify none.
// Of executions that came back to a state, take the loops in which their threads go round, and of these the one that was proved first:
// what it uses up would not be brought back. So there are none. (Ranking functions: R. W. Floyd, "Assigning Meanings to Programs", 1967.)
//
// Conservative: where it is not known what is called, everything may be.
#pragma once

#include "program/code.h"

namespace interleave::program {

// Pure; for any thread.
bool terminates(const Program& program);

}  // namespace interleave::program
