// A lock that does not sleep: a waiting thread polls, and keeps a core busy.
//
// Test and test-and-set: waiting only reads, so the cache line is not passed around until there is
// a chance to acquire (L. Rudolph, Z. Segall, "Dynamic decentralized cache schemes for MIMD parallel
// processors", ISCA 1984). It yields after a while: with more threads than cores the owner has to run, too. In
// a browser a yield may do nothing, and then the owner has to wait for its turn.
#pragma once

#include <atomic>
#include <thread>

#include "model/lock_row.h"

namespace interleave {

inline constexpr Step kSpinSteps[] = {Step::acquire, Step::read, Step::write, Step::release};
inline constexpr PythonUse kSpinPython{
    .imports = "import threading",
    .classes = R"(class SpinLock:
    def __init__(self):
        self.held = threading.Lock()
    def __enter__(self):
        while not self.held.acquire(blocking=False):  @acquire
            time.sleep(0)  # let another thread run
    def __exit__(self, *error):
        self.held.release()  @release)",
    .account = R"(self.balance = $start
self.lock = SpinLock())",
    .update = R"(with self.lock:
    $update)",
};
inline constexpr PythonUse kSpinProgram{
    .library = "SpinLock",
    .account = R"(self.balance = $start
self.lock = SpinLock())",
    .update = R"(with self.lock:  @acquire @release
    $update)",
};
inline constexpr CppUse kSpinCpp{
    .headers = "atomic mutex",
    .classes = R"(class SpinLock {
 public:
  void lock() {
    while (held_.test_and_set(std::memory_order_acquire)) std::this_thread::yield();  @acquire
  }
  void unlock() { held_.clear(std::memory_order_release); }  @release

 private:
  std::atomic_flag held_;
};)",
    .lock = "SpinLock lock_;",
    .update = R"({
  std::scoped_lock guard(lock_);
  $update
})",
};
inline constexpr LockInfo kSpinLock{
    .name = "spin",
    .title = "Spin",
    .steps = kSpinSteps,
    .admission = Admission::alone,
    .guarantee = Guarantee::kept,
    .explanation = "Looks again and again until the lock is free: quick for a moment, a waste for longer.",
    .source = "[atomics.flag]: std::atomic_flag; Rudolph and Segall, ISCA 1984",
    .python = kSpinPython,
    .program = kSpinProgram,
    .cpp = kSpinCpp,
};

// Meets Lockable ([thread.req.lockable.req]). Any thread; lock() blocks, busily.
class SpinLock {
 public:
  bool try_lock() { return !held_.test(std::memory_order_relaxed) && !held_.test_and_set(std::memory_order_acquire); }
  void lock() {
    for (int looks = 0; !try_lock(); ++looks) {
      if (looks >= kLooksBeforeYield) std::this_thread::yield();
    }
  }
  void unlock() { held_.clear(std::memory_order_release); }

 private:
  static constexpr int kLooksBeforeYield = 100;
  std::atomic_flag held_;
};

}  // namespace interleave
