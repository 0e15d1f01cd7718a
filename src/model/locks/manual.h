// A lock that is acquired and released by hand; the lock itself is model/lock.h.
#pragma once

#include "model/lock_row.h"

namespace interleave {

inline constexpr Step kManualSteps[] = {Step::acquire, Step::read, Step::write, Step::release};
inline constexpr PythonUse kManualPython{
    .imports = "import threading",
    .account = R"(self.balance = $start
self.lock = threading.Lock())",
    .update = R"(self.lock.acquire()  @acquire
$update
self.lock.release()  @release)",
    .transfer = R"($inOrder
$one.lock.acquire()  @acquire
$sleep
$other.lock.acquire()  @acquire1
$move
$other.lock.release()  @release
$one.lock.release()  @release1)",
};
inline constexpr CppUse kManualCpp{
    .lock = "std::mutex lock_;",
    .update = R"(lock_.lock();  @acquire
$update
lock_.unlock();  @release)",
    .transfer = R"(?sorts const bool inOrder = &payer < &payee;  // both in one array
?sorts Account& one = inOrder ? payer : payee;
?sorts Account& other = inOrder ? payee : payer;
$one.lock.lock();  @acquire
$sleep
$other.lock.lock();  @acquire1
$move
$other.lock.unlock();  @release
$one.lock.unlock();  @release1)",
};
inline constexpr LockInfo kManualLock{
    .name = "manual",
    .title = "By hand",
    .steps = kManualSteps,
    .form = UpdateForm::byHand,
    .admission = Admission::alone,
    .guarantee = Guarantee::kept,
    .explanation = "The lock is acquired and released by hand: an exception in between leaves it held.",
    .source = "[thread.mutex.class]: std::mutex, lock() and unlock()",
    .python = kManualPython,
    .program = kManualPython,
    .cpp = kManualCpp,
};

}  // namespace interleave
