// No lock: the balance has a version, and a write takes place only if no other write has come since the copy was
// made; otherwise the update starts again. Unlike compare-and-swap it notices a value that has changed back.
#pragma once

#include "model/lock_row.h"

namespace interleave {

inline constexpr Step kOptimisticSteps[] = {Step::read, Step::swap};
inline constexpr PythonUse kOptimisticPython{
    .imports = "import threading",
    .account = R"(self.balance = $start
self.version = 0
# Python has no atomic step: this is held for a moment only, never in a sleep.
self.moment = threading.Lock())",
    .methods = R"(def commit(self, copy, seen):
    with self.moment:
        if self.version != seen:
            return False  # another thread has written
        self.balance, self.version = copy, seen + 1
        return True)",
    .update = R"(while True:
    with self.moment:
        copy, seen = self.balance, self.version  @read
    $throw
    copy += amount
    ?checks if amount < 0 and copy < 0:
    ?checks     break  # too little money
    $sleep  @swap~
    if self.commit(copy, seen):  @swap
        break)",
};
inline constexpr PythonUse kOptimisticProgram{
    .library = "Atomic",
    .account = "self.state = Atomic(($start, 0))  # the balance and its version",
    .update = R"(while True:
    balance, version = self.state.load()  @read
    $throw
    copy = balance + amount
    ?checks if amount < 0 and copy < 0:
    ?checks     break  # too little money
    $sleep  @swap~
    if self.state.compare_exchange((balance, version), (copy, version + 1)):  @swap
        break)",
    .watch = "balance",
    .ending = "balance = account.state.load()[0]",
    .balance = "account.state.load()[0]",
};
inline constexpr CppUse kOptimisticCpp{
    .methods = R"(bool commit(long long copy, long long seen) {
  std::scoped_lock guard(moment_);
  if (version_ != seen) return false;  // another thread has written
  balance_ = copy;
  ++version_;
  return true;
})",
    .lock = R"(long long version_ = 0;
std::mutex moment_;  // held for a moment only, never while a thread sleeps)",
    .update = R"(for (;;) {
  moment_.lock();
  long long copy = balance_;  @read
  const long long seen = version_;
  moment_.unlock();
  $throw
  copy += amount;
  ?checks if (amount < 0 && copy < 0) break;  // too little money
  $sleep  @swap~
  if (commit(copy, seen)) break;  @swap
})",
};
inline constexpr LockInfo kOptimisticLock{
    .name = "optimistic",
    .title = "Optimistic",
    .steps = kOptimisticSteps,
    .form = UpdateForm::swapped,
    .copyCheck = CopyCheck::version,
    .guarantee = Guarantee::kept,
    .explanation = "Remembers the version it read; if another has written since, it starts again.",
    .source = "H. T. Kung, J. T. Robinson, ACM TODS 6(2), 1981",
    .python = kOptimisticPython,
    .program = kOptimisticProgram,
    .cpp = kOptimisticCpp,
};

}  // namespace interleave
