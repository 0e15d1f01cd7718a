// Broken on purpose: checks whether the lock is free and then takes it, in two steps. Two threads can both see it
// free, and both enter. The remedy is to do both in one step (model/locks/spin.h).
//
// Its flag is 1 while it is taken. A release clears the flag, even if another thread is still inside.
#pragma once

#include "model/limits.h"
#include "model/lock_info.h"

namespace interleave {

inline constexpr Step kCheckThenLockSteps[] = {Step::check, Step::acquire, Step::read, Step::write, Step::release};
inline constexpr LockInfo kCheckThenLockLock{
    LockKind::checkThenLock,
    "check-then-lock",
    "Check, then lock",
    kCheckThenLockSteps,
    Admission::always,
    Guarantee::none,
    "Broken: sees that the lock is free, then takes it. In between another can do the same.",
    "E. W. Dijkstra, \"Cooperating sequential processes\", 1965, section 2.1: why it takes one indivisible step"};

inline constexpr Money kFlagFree = 0;
inline constexpr Money kFlagTaken = 1;

}  // namespace interleave
