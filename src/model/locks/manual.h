// A lock that is acquired and released by hand; the lock itself is model/lock.h.
#pragma once

#include "model/lock_info.h"

namespace interleave {

inline constexpr Step kManualSteps[] = {Step::acquire, Step::read, Step::write, Step::release};
inline constexpr LockInfo kManualLock{LockKind::manual,
                                      "manual",
                                      "By hand",
                                      kManualSteps,
                                      Admission::alone,
                                      Guarantee::kept,
                                      "The lock is acquired and released by hand: an exception in between leaves it held.",
                                      "[thread.mutex.class]: std::mutex, lock() and unlock()"};

}  // namespace interleave
