// No lock: the addition is one step. With `overdraft=refuse` a withdrawal has to read the balance first to
// check it, and other threads can come between the check and the addition.
#pragma once

#include "model/lock_info.h"

namespace interleave {

inline constexpr Step kAtomicAddSteps[] = {Step::add};
inline constexpr LockInfo kAtomicAddLock{LockKind::atomic,
                                         "atomic",
                                         "Atomic add",
                                         kAtomicAddSteps,
                                         Admission::always,
                                         Guarantee::kept,
                                         "fetch_add reads, adds and writes in one step: there is nothing to come between.",
                                         "[atomics.ref.int], [atomics.types.int]: fetch_add()"};

}  // namespace interleave
