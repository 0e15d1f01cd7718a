// Broken on purpose: each thread has a lock of its own, which excludes no other thread.
#pragma once

#include "model/lock_row.h"

namespace interleave {

inline constexpr Step kWrongLockSteps[] = {Step::acquire, Step::read, Step::write, Step::release};
inline constexpr PythonUse kWrongLockPython{
    .imports = "import threading",
    .update = R"(lock = threading.Lock()  # wrong: each thread makes one of its own
with lock:  @acquire @release
    $update)",
};
inline constexpr CppUse kWrongLockCpp{
    .update = R"(std::mutex lock;  // wrong: each thread makes one of its own
{
  std::scoped_lock guard(lock);  @acquire
  $update
}  @release)",
};
inline constexpr LockInfo kWrongLockLock{
    .name = "wrong-lock",
    .title = "Wrong lock",
    .steps = kWrongLockSteps,
    .explanation = "Broken: each thread locks a lock of its own, which keeps no other thread out.",
    .source = "[thread.mutex.requirements]: only threads that lock the same mutex exclude each other",
    .python = kWrongLockPython,
    .program = kWrongLockPython,
    .cpp = kWrongLockCpp,
};

}  // namespace interleave
