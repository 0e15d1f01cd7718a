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
    // A browser's clock may stand still for much longer: neither do they look more often than that.
    for (int looks = 0; looks < kLooks && missing_.load() > 0 && Clock::now() < latest; ++looks) {
      std::this_thread::yield();
    }
  }

 private:
  static constexpr std::chrono::microseconds kPatience{200};
  static constexpr int kLooks = 2'000;
  std::atomic<int> missing_;
};

}  // namespace interleave
