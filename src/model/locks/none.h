// No lock: the lesson's race.
#pragma once

#include "model/lock_info.h"

namespace interleave {

inline constexpr Step kNoSteps[] = {Step::read, Step::write};
inline constexpr PythonUse kNoLockPython{
    .update = "$update",
    .transfer = "$move",
};
inline constexpr LockInfo kNoLock{LockKind::none,
                                  "none",
                                  "No lock",
                                  kNoSteps,
                                  Admission::always,
                                  Guarantee::none,
                                  "Nothing keeps two threads from using the balance at the same time.",
                                  "[intro.races]: two threads, one balance, and nothing that orders them",
                                  kNoLockPython,
                                  kNoLockPython};

}  // namespace interleave
