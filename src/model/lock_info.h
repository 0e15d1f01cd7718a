// The ways to protect the balance: the table of all locks. What a lock is, and its own code if any, is in its file in
// model/locks. A new lock is its file, and here its include, its name and its row.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "model/lock_row.h"
#include "model/locks/atomic.h"
#include "model/locks/cas.h"
#include "model/locks/check_then_lock.h"
#include "model/locks/manual.h"
#include "model/locks/none.h"
#include "model/locks/optimistic.h"
#include "model/locks/recursive.h"
#include "model/locks/scoped.h"
#include "model/locks/semaphore.h"
#include "model/locks/shared.h"
#include "model/locks/spin.h"
#include "model/locks/ticket.h"
#include "model/locks/timed.h"
#include "model/locks/wrong_lock.h"

namespace interleave {

enum class LockKind : std::uint8_t {
  none,
  manual,
  scoped,
  recursive,
  shared,
  timed,
  semaphore,
  spin,
  ticket,
  atomic,
  cas,
  optimistic,
  checkThenLock,
  wrongLock,
};

namespace locks {

template <std::size_t Size>
constexpr std::array<LockInfo, Size> numbered(std::array<LockInfo, Size> rows) {
  for (std::size_t i = 0; i < Size; ++i) rows[i].kind = static_cast<LockKind>(i);
  return rows;
}

// In the order of LockKind, which is that of the menu.
inline constexpr auto kTable = numbered(std::to_array<LockInfo>({
    kNoLock,
    kManualLock,
    kScopedLock,
    kRecursiveLock,
    kSharedLock,
    kTimedLock,
    kSemaphoreLock,
    kSpinLock,
    kTicketLock,
    kAtomicAddLock,
    kCompareAndSwapLock,
    kOptimisticLock,
    kCheckThenLockLock,
    kWrongLockLock,
}));

}  // namespace locks

constexpr std::span<const LockInfo> allLocks() { return locks::kTable; }
constexpr const LockInfo& lockInfo(LockKind kind) { return locks::kTable[static_cast<std::size_t>(kind)]; }
// Names of all locks, "none, manual, ...", for messages.
std::string lockNames();

// Whether its steps include acquire and release.
bool acquires(LockKind kind);

// Whether an exception leaves it held.
constexpr bool keepsOnException(LockKind kind) { return lockInfo(kind).form == UpdateForm::byHand; }

// Whether as many tasks can hold it at once as it has permits.
constexpr bool hasPermits(LockKind kind) { return lockInfo(kind).admission == Admission::permits; }

// Whether an update is given up where the lock is held.
constexpr bool givesUp(LockKind kind) { return lockInfo(kind).form == UpdateForm::inTime; }

}  // namespace interleave
