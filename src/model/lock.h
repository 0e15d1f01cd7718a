// The locks of a run, one an object: mutual exclusion locks with an observable state that detect deadlocks and can be
// abandoned, so that waiting threads are released.
//
//   state    | acquire()                  | release()            | leave()
//   unlocked | locked, owned by the task  | -                    | one thread fewer
//   locked   | waits until it is unlocked | unlocked, wakes one  | one thread fewer; may be a deadlock
//
// Several are acquired as one: when all are unlocked, and none before. So std::scoped_lock(a, b) never
// holds one while it waits for the other ([thread.lock.algorithm]: std::lock).
//
// Deadlock detection is exact and uses no timeout: the number of participating threads is known, and each
// calls leave() when it is done. When every remaining thread waits for a held lock, the owners are among
// them or have left, so no thread can release it.
//
// Like std::mutex it is not recursive and guarantees no order among waiters ([thread.mutex.class]).
// All functions may be called from any thread of the run. acquire() may block, so the browser's main
// thread never calls it.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "model/object.h"

namespace interleave {

// Thrown into a thread of a run that was stopped or is deadlocked.
struct RunOver {};

class Lock {
 public:
  // `threads`: the number of participants. The thread that completes a deadlock calls `onDeadlock`, at most once.
  Lock(std::size_t threads, std::function<void()> onDeadlock, std::size_t objects = 1)
      : owners_(objects), threads_(threads), onDeadlock_(std::move(onDeadlock)) {
    waiters_.reserve(threads);  // no thread that comes to wait asks for memory
  }

  // Blocks until `task` owns the lock; returns the number of this acquisition, from 0. Calls
  // `onWait` first if it has to wait. Throws RunOver once the lock is abandoned.
  template <class OnWait>
  std::int64_t acquire(std::size_t task, OnWait onWait, ObjectSpan which = {}) {
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
  void release(ObjectSpan which = {}) noexcept {
    bool alike = false;
    {
      std::lock_guard guard(mutex_);
      own(which, std::nullopt);
      alike = std::ranges::all_of(waiters_, [&](const Waiter& waiter) { return waiter.which == which; });
    }
    // With two locks, the thread that is woken may wait for the other one, so all are woken.
    if (alike) unlocked_.notify_one();
    else unlocked_.notify_all();
  }

  // The calling thread will neither acquire nor release again.
  void leave() {
    std::unique_lock guard(mutex_);
    --threads_;
    detectDeadlock(guard);
  }

  // Throws RunOver into every waiting thread and every later acquire().
  void abandon() {
    {
      std::lock_guard guard(mutex_);
      abandoned_ = true;
    }
    unlocked_.notify_all();
  }

  struct State {
    bool deadlocked = false;
    std::vector<std::optional<std::size_t>> owners;  // tasks, of each object
    std::vector<std::size_t> waiters;  // tasks, in the order of their arrival
  };
  State state() const {
    State state;
    copyState(state);
    return state;
  }
  // Into one that may have the room already: then no memory is asked for.
  void copyState(State& state) const {
    std::lock_guard guard(mutex_);
    state.deadlocked = deadlocked_;
    state.owners.assign(owners_.begin(), owners_.end());
    state.waiters.clear();
    for (const Waiter& waiter : waiters_) state.waiters.push_back(waiter.task);
  }
  bool deadlocked() const {
    std::lock_guard guard(mutex_);
    return deadlocked_;
  }

 private:
  struct Waiter {
    std::size_t task;
    ObjectSpan which;
  };

  bool held(ObjectSpan which) const {
    return std::ranges::any_of(which.begin(), which.end(), [&](std::size_t object) { return owners_[object].has_value(); });
  }

  void own(ObjectSpan which, std::optional<std::size_t> task) {
    for (const std::size_t object : which) owners_[object] = task;
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
  std::vector<std::optional<std::size_t>> owners_;
  std::vector<Waiter> waiters_;
  std::size_t threads_;
  std::int64_t acquisitions_ = 0;
  bool deadlocked_ = false;
  bool abandoned_ = false;
  std::function<void()> onDeadlock_;
};

}  // namespace interleave
