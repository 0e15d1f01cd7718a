// The real locks of a run: what its threads acquire where the lock is one of the standard library, or one of
// model/locks. The lesson's own lock, which can deadlock, is model/lock.h; a lock that is a mere flag is a
// Balance, so that the order of its accesses is known.
//
// All functions may be called from any thread of the run; acquire() may block. Who holds a lock of these
// releases it on every way out, so nobody waits for ever.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "model/account_program.h"

namespace interleave {

// Who acquires and releases.
struct LockCaller {
  int worker = 0;       // its thread
  bool reader = false;  // shares the lock with other readers, where the lock can be shared
};

class RunLock {
 public:
  RunLock() = default;
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;
  virtual ~RunLock() = default;

  // Draws a number, where the lock has a queue; before it is acquired.
  virtual std::int64_t draw(const LockCaller&) { return 0; }
  // Whether it has been acquired, at once.
  virtual bool tryAcquire(const LockCaller& caller) = 0;
  virtual void acquire(const LockCaller& caller) = 0;
  // Whether it has been acquired in time. Only a timed lock does not wait for as long as it takes.
  virtual bool acquireFor(const LockCaller& caller, std::chrono::milliseconds) {
    acquire(caller);
    return true;
  }
  // By the thread that has acquired it.
  virtual void release(const LockCaller& caller) noexcept = 0;
};

// Null for locks that are none of these.
std::unique_ptr<RunLock> makeRunLock(const AccountProgram& program);

}  // namespace interleave
