// Readers share the lock, a writer has it alone. A transaction of amount 0 is a reader: it only prints the
// balance. Readers that hold the lock exclude a writer, and a writer excludes readers.
#pragma once

#include "model/lock_info.h"

namespace interleave {

inline constexpr Step kSharedSteps[] = {Step::acquire, Step::read, Step::write, Step::release};
inline constexpr LockInfo kSharedLock{LockKind::shared,
                                      "shared",
                                      "Shared",
                                      kSharedSteps,
                                      Admission::readersTogether,
                                      Guarantee::kept,
                                      "Readers (amount 0: they only print the balance) hold it together, a writer alone.",
                                      "[thread.sharedmutex.class]: std::shared_mutex and std::shared_lock"};

}  // namespace interleave
