// Lets the threads of a run begin together.
//
// Threads that are woken one after another come up to some 50 us apart, and without a delay a program
// takes less: the first would be through before the last begins, and hardly ever meet it. So those that
// come early spin until all are there. Not for long: with fewer cores than threads, or where a thread is
// called back before it comes, they go on without it.
#pragma once

#include <atomic>
#include <chrono>
#include <thread>

namespace interleave {

class StartLine {
 public:
  explicit StartLine(int threads) : missing_(threads) {}

  // By each of the threads, once.
  void await() {
    using Clock = std::chrono::steady_clock;
    missing_.fetch_sub(1);
    if (missing_.load() == 0) return;
    const Clock::time_point latest = Clock::now() + kPatience;
    while (missing_.load() > 0 && Clock::now() < latest) std::this_thread::yield();
  }

 private:
  static constexpr std::chrono::microseconds kPatience{200};
  std::atomic<int> missing_;
};

}  // namespace interleave
