// No lock: the changed copy is stored only if the balance still equals the copy; otherwise the update starts
// again. A balance that has changed and changed back counts as unchanged (the ABA problem), which is harmless
// here: the sum is the same.
#pragma once

#include "model/lock_info.h"

namespace interleave {

inline constexpr Step kCompareAndSwapSteps[] = {Step::read, Step::swap};
inline constexpr LockInfo kCompareAndSwapLock{LockKind::cas,
                                              "cas",
                                              "Compare and swap",
                                              kCompareAndSwapSteps,
                                              Admission::always,
                                              Guarantee::kept,
                                              "Writes back only if the balance is still the copy; if not, reads again.",
                                              "[atomics.types.operations]: compare_exchange; M. Herlihy, ACM TOPLAS 13(1), 1991",
                                              CopyCheck::value};

}  // namespace interleave
