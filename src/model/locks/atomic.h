// No lock: the addition is one step. With `overdraft=refuse` a withdrawal has to read the balance first to
// check it, and other threads can come between the check and the addition.
#pragma once

#include "model/lock_row.h"

namespace interleave {

inline constexpr Step kAtomicAddSteps[] = {Step::add};
inline constexpr PythonUse kAtomicAddPython{
    .imports = "import threading",
    .account = R"(self.balance = $start
# Python has no atomic step: this is held for a moment only, never in a sleep.
self.moment = threading.Lock())",
    .methods = R"(def fetch_add(self, amount):
    with self.moment:
        self.balance += amount)",
    .update = R"(?checks enough = amount >= 0 or self.balance + amount >= 0  @read
?checks ?throws if amount < 0 and fails:
?checks ?throws     raise RuntimeError(f"{transaction} failed")
?checks if enough:  # but others can come in between
    $sleep  @add~
    self.fetch_add(amount)  @add
    $throw)",
};
inline constexpr PythonUse kAtomicAddProgram{
    .library = "Atomic",
    .account = "self.balance = Atomic($start)",
    .update = R"(?checks enough = amount >= 0 or self.balance.load() + amount >= 0  @read
?checks ?throws if amount < 0 and fails:
?checks ?throws     raise RuntimeError(f"{transaction} failed")
?checks if enough:  # but others can come in between
    $sleep  @add~
    self.balance.add(amount)  @add
    $throw)",
    .balance = "account.balance.load()",
};
inline constexpr CppUse kAtomicAddCpp{
    .headers = "atomic",
    .balance = "std::atomic<long long>",
    .update = R"(?checks const bool enough = amount >= 0 || balance_ + amount >= 0;  @read
?checks ?throws if (amount < 0 && fails) throw std::runtime_error(transaction + " failed");
?checks if (enough) {  // but others can come in between
  $sleep  @add~
  balance_.fetch_add(amount);  @add
  $throw
?checks })",
};
inline constexpr LockInfo kAtomicAddLock{
    .name = "atomic",
    .title = "Atomic add",
    .steps = kAtomicAddSteps,
    .form = UpdateForm::added,
    .guarantee = Guarantee::kept,
    .explanation = "fetch_add reads, adds and writes in one step: there is nothing to come between.",
    .source = "[atomics.ref.int], [atomics.types.int]: fetch_add()",
    .python = kAtomicAddPython,
    .program = kAtomicAddProgram,
    .cpp = kAtomicAddCpp,
};

}  // namespace interleave
