// No lock: the balance has a version, and a write takes place only if no other write has come since the copy was
// made; otherwise the update starts again. Unlike compare-and-swap it notices a value that has changed back.
#pragma once

#include "model/lock_info.h"

namespace interleave {

inline constexpr Step kOptimisticSteps[] = {Step::read, Step::swap};
inline constexpr LockInfo kOptimisticLock{LockKind::optimistic,
                                          "optimistic",
                                          "Optimistic",
                                          kOptimisticSteps,
                                          Admission::always,
                                          Guarantee::kept,
                                          "Remembers the version it read; if another has written since, it starts again.",
                                          "H. T. Kung, J. T. Robinson, ACM TODS 6(2), 1981",
                                          CopyCheck::version};

}  // namespace interleave
