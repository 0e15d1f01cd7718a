// No lock: the changed copy is stored only if the balance still equals the copy; otherwise the update starts
// again. A balance that has changed and changed back counts as unchanged (the ABA problem), which is harmless
// here: the sum is the same.
#pragma once

#include "model/lock_row.h"

namespace interleave {

inline constexpr Step kCompareAndSwapSteps[] = {Step::read, Step::swap};
inline constexpr PythonUse kCompareAndSwapPython{
    .imports = "import threading",
    .account = R"(self.balance = $start
# Python has no atomic step: this is held for a moment only, never in a sleep.
self.moment = threading.Lock())",
    .methods = R"(def compare_and_swap(self, seen, copy):
    with self.moment:
        if self.balance != seen:
            return False
        self.balance = copy
        return True)",
    .update = R"(while True:
    seen = self.balance  @read
    $throw
    copy = seen + amount
    ?checks if amount < 0 and copy < 0:
    ?checks     break  # too little money
    $sleep  @swap~
    if self.compare_and_swap(seen, copy):  @swap
        break)",
};
inline constexpr PythonUse kCompareAndSwapProgram{
    .library = "Atomic",
    .account = "self.balance = Atomic($start)",
    .update = R"(while True:
    seen = self.balance.load()  @read
    $throw
    copy = seen + amount
    ?checks if amount < 0 and copy < 0:
    ?checks     break  # too little money
    $sleep  @swap~
    if self.balance.compare_exchange(seen, copy):  @swap
        break)",
    .balance = "account.balance.load()",
};
inline constexpr CppUse kCompareAndSwapCpp{
    .headers = "atomic",
    .balance = "std::atomic<long long>",
    .update = R"(for (;;) {
  long long seen = balance_;  @read
  $throw
  const long long copy = seen + amount;
  ?checks if (amount < 0 && copy < 0) break;  // too little money
  $sleep  @swap~
  if (balance_.compare_exchange_strong(seen, copy)) break;  @swap
})",
};
inline constexpr LockInfo kCompareAndSwapLock{
    .name = "cas",
    .title = "Compare and swap",
    .steps = kCompareAndSwapSteps,
    .form = UpdateForm::swapped,
    .copyCheck = CopyCheck::value,
    .guarantee = Guarantee::kept,
    .explanation = "Writes back only if the balance is still the copy; if not, reads again.",
    .source = "[atomics.types.operations]: compare_exchange; M. Herlihy, ACM TOPLAS 13(1), 1991",
    .python = kCompareAndSwapPython,
    .program = kCompareAndSwapProgram,
    .cpp = kCompareAndSwapCpp,
};

}  // namespace interleave
