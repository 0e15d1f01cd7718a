// The same lock, held by a context manager; the lock itself is model/lock.h.
#pragma once

#include "model/lock_row.h"

namespace interleave {

inline constexpr Step kScopedSteps[] = {Step::acquire, Step::read, Step::write, Step::release};
inline constexpr PythonUse kScopedPython{
    .imports = "import threading",
    .account = R"(self.balance = $start
self.lock = threading.Lock())",
    .update = R"(with self.lock:  @acquire @release
    $update)",
    .transfer = R"(one, other = sorted((payer, payee), key=lambda account: account.number)
with one.lock, other.lock:  @acquire @release
    $move)",
};
inline constexpr PythonUse kScopedProgram{
    .imports = "import threading",
    .account = R"(self.balance = $start
?account self.lock = threading.Lock())",
    .update = R"(with self.lock:  @acquire @release
    $update)",
    .transfer = R"(with both_locks:  @acquire @release
    $move)",
    .shared = R"(# Both locks, taken in one step and given back in one, as by std::scoped_lock.
both_locks = threading.Lock())",
};
inline constexpr CppUse kScopedCpp{
    .lock = "std::mutex lock_;",
    .transfer = R"({
  std::scoped_lock guard(payer.lock, payee.lock);  // both, or none  @acquire
  $move
}  @release)",
};
inline constexpr LockInfo kScopedLock{
    .name = "scoped",
    .title = "Context manager",
    .steps = kScopedSteps,
    .admission = Admission::alone,
    .guarantee = Guarantee::kept,
    .explanation = "std::scoped_lock (Python's \"with lock\") releases on every way out of the block.",
    .source = "[thread.lock.scoped]: std::scoped_lock",
    .python = kScopedPython,
    .program = kScopedProgram,
    .cpp = kScopedCpp,
};

}  // namespace interleave
