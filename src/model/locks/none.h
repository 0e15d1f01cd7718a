// No lock: the lesson's race.
#pragma once

#include "model/lock_row.h"

namespace interleave {

inline constexpr Step kNoSteps[] = {Step::read, Step::write};
inline constexpr PythonUse kNoLockPython{
    .update = "$update",
    .transfer = "$move",
};
inline constexpr CppUse kNoLockCpp{
    .headers = {},
    .update = "$update",
    .transfer = "$move",
};
inline constexpr LockInfo kNoLock{
    .name = "none",
    .title = "No lock",
    .steps = kNoSteps,
    .form = UpdateForm::plain,
    .explanation = "Nothing keeps two threads from using the balance at the same time.",
    .source = "[intro.races]: two threads, one balance, and nothing that orders them",
    .python = kNoLockPython,
    .program = kNoLockPython,
    .cpp = kNoLockCpp,
};

}  // namespace interleave
