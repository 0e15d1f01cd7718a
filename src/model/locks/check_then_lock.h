// Broken on purpose: checks whether the lock is free and then takes it, in two steps. Two threads can both see it
// free, and both enter. The remedy is to do both in one step (model/locks/spin.h).
//
// Its flag is 1 while it is taken. A release clears the flag, even if another thread is still inside.
#pragma once

#include "model/limits.h"
#include "model/lock_row.h"

namespace interleave {

inline constexpr Step kCheckThenLockSteps[] = {Step::check, Step::acquire, Step::read, Step::write, Step::release};
inline constexpr PythonUse kCheckThenLockPython{
    .classes = R"(class CheckThenLock:  # broken: between the look and the taking another can do the same
    locked = False

    def __enter__(self):
        while self.locked:  @check
            time.sleep(0)
        self.locked = True  @acquire
    def __exit__(self, $error):
        self.locked = False  @release)",
    .account = R"(self.balance = $start
self.lock = CheckThenLock())",
    .update = R"(with self.lock:
    $update)",
    .watch = "account.balance",
};
inline constexpr CppUse kCheckThenLockCpp{
    .classes = R"(// Broken: between the look and the taking another thread can do the same.
class CheckThenLock {
 public:
  void lock() {
    while (locked_) std::this_thread::yield();  @check
    locked_ = true;  @acquire
  }
  void unlock() { locked_ = false; }  @release

 private:
  std::atomic<bool> locked_ = false;
};)",
    .lock = "CheckThenLock lock_;",
    .update = R"({
  std::scoped_lock guard(lock_);
  $update
})",
};
inline constexpr LockInfo kCheckThenLockLock{
    .name = "check-then-lock",
    .title = "Check, then lock",
    .steps = kCheckThenLockSteps,
    .explanation = "Broken: sees that the lock is free, then takes it. In between another can do the same.",
    .source = "E. W. Dijkstra, \"Cooperating sequential processes\", 1965, section 2.1: why it takes one indivisible step",
    .python = kCheckThenLockPython,
    .program = kCheckThenLockPython,
    .cpp = kCheckThenLockCpp,
};

inline constexpr Money kFlagFree = 0;
inline constexpr Money kFlagTaken = 1;

}  // namespace interleave
