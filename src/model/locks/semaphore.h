// Admits as many threads at once as it has permits. With one permit it is a lock; with two the race is back.
#pragma once

#include <chrono>
#include <semaphore>

#include "model/limits.h"
#include "model/lock_row.h"

namespace interleave {

inline constexpr Step kSemaphoreSteps[] = {Step::acquire, Step::read, Step::write, Step::release};
inline constexpr PythonUse kSemaphorePython{
    .imports = "import threading",
    .account = R"(self.balance = $start
self.permits = threading.Semaphore($permits))",
    .update = R"(with self.permits:  @acquire @release
    $update)",
};
inline constexpr CppUse kSemaphoreCpp{
    .headers = "mutex semaphore",
    .classes = R"(// A semaphore, as a guard can hold it.
class Permits {
 public:
  void lock() { permits_.acquire(); }  @acquire
  void unlock() { permits_.release(); }  @release

 private:
  std::counting_semaphore<$mostPermits> permits_{$permits};
};)",
    .lock = "Permits permits_;",
    .update = R"({
  std::scoped_lock guard(permits_);
  $update
})",
};
inline constexpr LockInfo kSemaphoreLock{
    .name = "semaphore",
    .title = "Semaphore",
    .steps = kSemaphoreSteps,
    .admission = Admission::permits,
    .guarantee = Guarantee::kept,
    .explanation = "Lets in as many threads as it has permits: with 1 it is a lock, with 2 the race is back.",
    .source = "[thread.sema.cnt]: std::counting_semaphore",
    .python = kSemaphorePython,
    .program = kSemaphorePython,
    .cpp = kSemaphoreCpp,
};

// Meets Lockable ([thread.req.lockable.req]). Any thread; lock() blocks.
class Permits {
 public:
  explicit Permits(int permits) : semaphore_(permits) {}

  bool try_lock() { return semaphore_.try_acquire(); }
  void lock() {
#ifdef __GLIBCXX__
    // acquire() of libstdc++ 12 can sleep for ever with a permit free: it sleeps while the counter equals an earlier
    // value, and a permit may have been taken and returned since. So this polls.
    while (!semaphore_.try_acquire() && !semaphore_.try_acquire_for(kLookAgainAfter)) {
    }
#else
    semaphore_.acquire();
#endif
  }
  void unlock() { semaphore_.release(); }

 private:
  static constexpr std::chrono::milliseconds kLookAgainAfter{10};
  std::counting_semaphore<limits::kMaxPermits> semaphore_;
};

}  // namespace interleave
