#include <algorithm>
#include <array>
#include <cassert>

#include "model/lock_info.h"
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
namespace {

// In the order of the menu and of LockKind.
constexpr std::array kLocks = {
    kNoLock,   kManualLock, kScopedLock,    kRecursiveLock,      kSharedLock,     kTimedLock,         kSemaphoreLock,
    kSpinLock, kTicketLock, kAtomicAddLock, kCompareAndSwapLock, kOptimisticLock, kCheckThenLockLock, kWrongLockLock,
};

}  // namespace

std::span<const LockInfo> allLocks() { return kLocks; }

const LockInfo& lockInfo(LockKind kind) {
  const LockInfo& found = kLocks[static_cast<std::size_t>(kind)];
  assert(found.kind == kind);
  return found;
}

std::string lockNames() {
  std::string names;
  for (const LockInfo& lock : kLocks) {
    if (!names.empty()) names += ", ";
    names += lock.name;
  }
  return names;
}

bool acquires(LockKind kind) { return std::ranges::find(lockInfo(kind).steps, Step::acquire) != lockInfo(kind).steps.end(); }

}  // namespace interleave
