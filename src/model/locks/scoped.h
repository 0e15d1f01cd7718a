// The same lock, held by a context manager; the lock itself is model/lock.h.
#pragma once

#include "model/lock_info.h"

namespace interleave {

inline constexpr Step kScopedSteps[] = {Step::acquire, Step::read, Step::write, Step::release};
inline constexpr LockInfo kScopedLock{LockKind::scoped,
                                      "scoped",
                                      "Context manager",
                                      kScopedSteps,
                                      Admission::alone,
                                      Guarantee::kept,
                                      "std::scoped_lock (Python's \"with lock\") releases on every way out of the block.",
                                      "[thread.lock.scoped]: std::scoped_lock"};

}  // namespace interleave
