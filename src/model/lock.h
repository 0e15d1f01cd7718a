// The lock of a run: a mutual exclusion lock that can be looked at, that knows when nobody can ever
// go on, and that can be given up so that the threads which wait for it get away.
//
//   state    | acquire()                  | release()            | leave()
//   unlocked | locked, owned by the task  | -                    | one thread fewer
//   locked   | waits until it is unlocked | unlocked, wakes one  | one thread fewer; may be a deadlock
//
// Deadlock is exact, not a matter of time: the lock is told how many threads take part, and each
// says when it leaves. When the lock is held and every thread that is left waits for it, its owner
// is one of those or has left: nobody can release it.
//
// Like std::mutex it is not recursive and promises no order among waiters ([thread.mutex.class]).
// All functions may be called from any thread of the run. acquire() may block, so the browser's main
// thread never calls it.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

namespace interleave {

// Thrown into a thread of a run that is over: it was stopped, or is deadlocked.
struct RunOver {};

class Lock {
 public:
  // `threads` take part. `onDeadlock` is called at most once, by the thread that completes it.
  Lock(std::size_t threads, std::function<void()> onDeadlock)
      : threads_(threads), onDeadlock_(std::move(onDeadlock)) {}

  // Blocks until `task` owns the lock; returns the number of this acquisition, from 0. Calls
  // `onWait` first if it has to wait. Throws RunOver once the lock is abandoned.
  template <class OnWait>
  std::int64_t acquire(std::size_t task, OnWait onWait) {
    std::unique_lock guard(mutex_);
    if (owner_ && !abandoned_) {
      onWait();
      waiters_.push_back(task);
      detectDeadlock(guard);
      unlocked_.wait(guard, [&] { return !owner_ || abandoned_; });
      std::erase(waiters_, task);
    }
    if (abandoned_) throw RunOver{};
    owner_ = task;
    return acquisitions_++;
  }

  // Precondition: the lock is held. Never blocks for long and never throws.
  void release() noexcept {
    {
      std::lock_guard guard(mutex_);
      owner_.reset();
    }
    unlocked_.notify_one();
  }

  // The calling thread will neither acquire nor release any more.
  void leave() {
    std::unique_lock guard(mutex_);
    --threads_;
    detectDeadlock(guard);
  }

  // Lets every waiter go, and all that come later: they get RunOver.
  void abandon() {
    {
      std::lock_guard guard(mutex_);
      abandoned_ = true;
    }
    unlocked_.notify_all();
  }

  struct State {
    bool deadlocked = false;
    std::optional<std::size_t> owner;  // a task
    std::vector<std::size_t> waiters;  // tasks, in the order in which they came
  };
  State state() const {
    std::lock_guard guard(mutex_);
    return {deadlocked_, owner_, waiters_};
  }

 private:
  void detectDeadlock(std::unique_lock<std::mutex>& guard) {
    const bool stuck = owner_ && !waiters_.empty() && waiters_.size() == threads_;
    if (!stuck || deadlocked_ || abandoned_) return;
    deadlocked_ = true;
    guard.unlock();
    onDeadlock_();
    guard.lock();
  }

  mutable std::mutex mutex_;
  std::condition_variable unlocked_;
  std::optional<std::size_t> owner_;
  std::vector<std::size_t> waiters_;
  std::size_t threads_;
  std::int64_t acquisitions_ = 0;
  bool deadlocked_ = false;
  bool abandoned_ = false;
  std::function<void()> onDeadlock_;
};

}  // namespace interleave
