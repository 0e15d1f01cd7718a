#include "run/run_lock.h"

#include <array>
#include <mutex>
#include <shared_mutex>

#include "model/locks/semaphore.h"
#include "model/locks/spin.h"
#include "model/locks/ticket.h"

namespace interleave {
namespace {

template <class Mutex>
class Exclusive : public RunLock {
 public:
  bool tryAcquire(const LockCaller&) override { return mutex_.try_lock(); }
  void acquire(const LockCaller&) override { mutex_.lock(); }
  void release(const LockCaller&) noexcept override { mutex_.unlock(); }

 protected:
  Mutex mutex_;
};

class Timed : public Exclusive<std::timed_mutex> {
 public:
  bool acquireFor(const LockCaller&, std::chrono::milliseconds timeout) override { return mutex_.try_lock_for(timeout); }
};

class Shared : public RunLock {
 public:
  bool tryAcquire(const LockCaller& caller) override { return caller.reader ? mutex_.try_lock_shared() : mutex_.try_lock(); }
  void acquire(const LockCaller& caller) override { caller.reader ? mutex_.lock_shared() : mutex_.lock(); }
  void release(const LockCaller& caller) noexcept override { caller.reader ? mutex_.unlock_shared() : mutex_.unlock(); }

 private:
  std::shared_mutex mutex_;
};

class Semaphore : public RunLock {
 public:
  explicit Semaphore(int permits) : permits_(permits) {}
  bool tryAcquire(const LockCaller&) override { return permits_.try_lock(); }
  void acquire(const LockCaller&) override { permits_.lock(); }
  void release(const LockCaller&) noexcept override { permits_.unlock(); }

 private:
  Permits permits_;
};

class Ticket : public RunLock {
 public:
  std::int64_t draw(const LockCaller& caller) override { return number(caller) = lock_.draw(); }
  bool tryAcquire(const LockCaller& caller) override { return lock_.called(number(caller)); }
  void acquire(const LockCaller& caller) override { lock_.await(number(caller)); }
  void release(const LockCaller&) noexcept override { lock_.unlock(); }

 private:
  TicketLock::Number& number(const LockCaller& caller) { return numbers_[static_cast<std::size_t>(caller.worker)]; }

  TicketLock lock_;
  std::array<TicketLock::Number, limits::kMaxWorkers> numbers_{};
};

// A mutex for each thread, wrong on purpose.
class OwnMutex : public RunLock {
 public:
  bool tryAcquire(const LockCaller& caller) override { return mine(caller).try_lock(); }
  void acquire(const LockCaller& caller) override { mine(caller).lock(); }
  void release(const LockCaller& caller) noexcept override { mine(caller).unlock(); }

 private:
  std::mutex& mine(const LockCaller& caller) { return mutexes_[static_cast<std::size_t>(caller.worker)]; }

  std::array<std::mutex, limits::kMaxWorkers> mutexes_;
};

}  // namespace

std::unique_ptr<RunLock> makeRunLock(const AccountProgram& program) {
  switch (program.lock) {
    case LockKind::recursive: return std::make_unique<Exclusive<std::recursive_mutex>>();
    case LockKind::shared: return std::make_unique<Shared>();
    case LockKind::timed: return std::make_unique<Timed>();
    case LockKind::semaphore: return std::make_unique<Semaphore>(program.permits);
    case LockKind::spin: return std::make_unique<Exclusive<SpinLock>>();
    case LockKind::ticket: return std::make_unique<Ticket>();
    case LockKind::wrongLock: return std::make_unique<OwnMutex>();
    default: return nullptr;
  }
}

}  // namespace interleave
