// So many permits, so many threads at once. With one permit it is a lock; with two the race is back.
#pragma once

#include "model/lock_info.h"

namespace interleave {

inline constexpr Step kSemaphoreSteps[] = {Step::acquire, Step::read, Step::write, Step::release};
inline constexpr LockInfo kSemaphoreLock{
    LockKind::semaphore, "semaphore", "Semaphore", kSemaphoreSteps, Promise::kept,
    "Lets in as many threads as it has permits: with 1 it is a lock, with 2 the race is back.",
    "[thread.sema.cnt]: std::counting_semaphore"};

}  // namespace interleave
