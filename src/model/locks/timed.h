// A lock with a limited waiting time. A thread that gives up has changed nothing: its update does not take place. A
// schedule orders steps and not time, so in a schedule every acquire that finds the lock held gives up.
#pragma once

#include "model/lock_row.h"

namespace interleave {

inline constexpr Step kTimedSteps[] = {Step::acquire, Step::read, Step::write, Step::release};
inline constexpr PythonUse kTimedPython{
    .imports = "import threading",
    .account = R"(self.balance = $start
self.lock = threading.Lock())",
    .update = R"(if not self.lock.acquire(timeout=$timeout):  @acquire
    print(f"{transaction} thread giving up...")
    return
try:
    $update
finally:
    self.lock.release()  @release)",
};
inline constexpr CppUse kTimedCpp{
    .lock = "std::timed_mutex lock_;",
    .update = R"({
  std::unique_lock guard(lock_, $timeout);  @acquire
  if (!guard) {
    std::puts((transaction + " thread giving up...").c_str());
    return;
  }
  $update
}  @release)",
};
inline constexpr LockInfo kTimedLock{
    .name = "timed",
    .title = "Timed",
    .steps = kTimedSteps,
    .form = UpdateForm::inTime,
    .admission = Admission::alone,
    .guarantee = Guarantee::orGivenUp,
    .explanation = "Waits only so long for the lock, then gives its update up.",
    .source = "[thread.timedmutex.class]: std::timed_mutex, try_lock_for()",
    .python = kTimedPython,
    .program = kTimedPython,
    .cpp = kTimedCpp,
};

}  // namespace interleave
