// The real locks of a run that are locks of the standard library or of model/locks. The lesson's own lock, which
// can deadlock, is model/lock.h; a lock that is a flag is a Balance, so that the order of its accesses is known.
//
// All functions may be called from any thread of the run; acquire() may block. The owner of such a lock releases it
// on every path, so no thread waits for ever.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "model/account_program.h"

namespace interleave {

// The thread that acquires and releases.
struct LockCaller {
  int worker = 0;       // the number of its worker
  bool reader = false;  // shares the lock with other readers, where the lock can be shared
};

class RunLock {
 public:
  RunLock() = default;
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;
  virtual ~RunLock() = default;

  // Draws a ticket if the lock has a queue. To be called before acquire().
  virtual std::int64_t draw(const LockCaller&) { return 0; }
  // Tries to acquire without waiting; true if it did.
  virtual bool tryAcquire(const LockCaller& caller) = 0;
  virtual void acquire(const LockCaller& caller) = 0;
  // True if acquired in time. Only a timed lock gives up; every other lock waits as long as it takes.
  virtual bool acquireFor(const LockCaller& caller, std::chrono::milliseconds) {
    acquire(caller);
    return true;
  }
  // For the thread that has acquired it.
  virtual void release(const LockCaller& caller) noexcept = 0;
};

// Null for the other locks.
std::unique_ptr<RunLock> makeRunLock(const AccountProgram& program);

}  // namespace interleave
