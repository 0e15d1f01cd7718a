// Lets the threads of a run begin together.
//
// Threads that are woken one after another begin some 50 us apart, and a program without a delay takes less: the
// first thread would end before the last begins, and hardly ever meet it. So early threads spin until all are there.
// They do not spin for long: with fewer cores than threads, or if a thread is recalled before it arrives, they go on
// without it.
#pragma once

#include <atomic>
#include <chrono>
#include <thread>

namespace interleave {

class StartLine {
 public:
  explicit StartLine(int threads) : missing_(threads) {}

  // To be called by each of the threads, once.
  void await() {
    using Clock = std::chrono::steady_clock;
    missing_.fetch_sub(1);
    if (missing_.load() == 0) return;
    const Clock::time_point latest = Clock::now() + kPatience;
    // A browser's clock may not advance for much longer, so the number of checks is limited, too.
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
