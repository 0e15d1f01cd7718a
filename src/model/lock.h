// The lock of a run, or the two of a run of transfers: mutual exclusion locks that can be looked at, that
// know when nobody can ever go on, and that can be given up so that the threads which wait get away.
//
//   state    | acquire()                  | release()            | leave()
//   unlocked | locked, owned by the task  | -                    | one thread fewer
//   locked   | waits until it is unlocked | unlocked, wakes one  | one thread fewer; may be a deadlock
//
// Both are acquired as one: when both are unlocked, and neither before. So std::scoped_lock(a, b) never
// holds one while it waits for the other ([thread.lock.algorithm]: std::lock).
//
// Deadlock is exact, not a matter of time: the lock is told how many threads take part, and each
// says when it leaves. When every thread that is left waits for what is held, the owners are among
// those or have left: nobody can release it.
//
// Like std::mutex it is not recursive and promises no order among waiters ([thread.mutex.class]).
// All functions may be called from any thread of the run. acquire() may block, so the browser's main
// thread never calls it.
#pragma once

#include <algorithm>
#include <array>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "model/step.h"

namespace interleave {

// Thrown into a thread of a run that is over: it was stopped, or is deadlocked.
struct RunOver {};

class Lock {
 public:
  // `threads` take part. `onDeadlock` is called at most once, by the thread that completes it.
  Lock(std::size_t threads, std::function<void()> onDeadlock) : threads_(threads), onDeadlock_(std::move(onDeadlock)) {}

  // Blocks until `task` owns the lock; returns the number of this acquisition, from 0. Calls
  // `onWait` first if it has to wait. Throws RunOver once the lock is abandoned.
  template <class OnWait>
  std::int64_t acquire(std::size_t task, OnWait onWait, Which which = Which::first) {
    std::unique_lock guard(mutex_);
    if (held(which) && !abandoned_) {
      onWait();
      waiters_.push_back({task, which});
      detectDeadlock(guard);
      unlocked_.wait(guard, [&] { return !held(which) || abandoned_; });
      std::erase_if(waiters_, [&](const Waiter& waiter) { return waiter.task == task; });
    }
    if (abandoned_) throw RunOver{};
    own(which, task);
    return acquisitions_++;
  }

  // Precondition: the lock is held. Never blocks for long and never throws.
  void release(Which which = Which::first) noexcept {
    bool alike = false;
    {
      std::lock_guard guard(mutex_);
      own(which, std::nullopt);
      alike = std::ranges::all_of(waiters_, [&](const Waiter& waiter) { return waiter.which == which; });
    }
    // Where not all wait for the same, the one that is woken may still have to wait.
    if (alike) unlocked_.notify_one();
    else unlocked_.notify_all();
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
    std::array<std::optional<std::size_t>, kMostAccounts> owners;  // tasks
    std::vector<std::size_t> waiters;  // tasks, in the order in which they came
  };
  State state() const {
    std::lock_guard guard(mutex_);
    State state{deadlocked_, owners_, {}};
    for (const Waiter& waiter : waiters_) state.waiters.push_back(waiter.task);
    return state;
  }

 private:
  struct Waiter {
    std::size_t task;
    Which which;
  };

  bool held(Which which) const {
    for (std::size_t account = 0; account < owners_.size(); ++account) {
      if (isAbout(which, account) && owners_[account]) return true;
    }
    return false;
  }

  void own(Which which, std::optional<std::size_t> task) {
    for (std::size_t account = 0; account < owners_.size(); ++account) {
      if (isAbout(which, account)) owners_[account] = task;
    }
  }

  void detectDeadlock(std::unique_lock<std::mutex>& guard) {
    const bool allWait = !waiters_.empty() && waiters_.size() == threads_;
    const bool stuck = allWait && std::ranges::all_of(waiters_, [&](const Waiter& waiter) { return held(waiter.which); });
    if (!stuck || deadlocked_ || abandoned_) return;
    deadlocked_ = true;
    guard.unlock();
    onDeadlock_();
    guard.lock();
  }

  mutable std::mutex mutex_;
  std::condition_variable unlocked_;
  std::array<std::optional<std::size_t>, kMostAccounts> owners_;
  std::vector<Waiter> waiters_;
  std::size_t threads_;
  std::int64_t acquisitions_ = 0;
  bool deadlocked_ = false;
  bool abandoned_ = false;
  std::function<void()> onDeadlock_;
};

}  // namespace interleave
