// The lesson: its step, what answers it, and the lock that is looked at by itself. The device keeps what has been answered.
// Main thread only.
#pragma once

#include <cstdint>
#include <string>

#include "lesson/lesson_guide.h"
#include "lesson/lock_inspector.h"
#include "platform/platform.h"

namespace interleave {

// Something to do with the lock. web/index.html has these numbers.
enum class LockAction : std::uint8_t { make, makeRecursive, acquire, release, acquireOnOther, releaseOnOther };

class Lesson {
 public:
  Lesson(Platform& platform, bool realThreads);

  const LessonGuide& guide() const { return guide_; }
  const LockInspector& inspector() const { return inspector_; }
  std::string json() const { return guide_.json(inspector_); }

  // A link has been loaded, which is one of this step; 0: of none. What has been seen counts only `within` a step.
  // `schedule`: what the link shows; null: nothing yet.
  void open(int step, const RunResult* schedule);
  void close();
  // Everything is unanswered.
  void restart();
  // What the user has done or found out: a result, a tally or an exploration.
  template <class Seen>
  void see(const Seen& seen) {
    if (guide_.see(seen)) publish(Kept::changed);
  }
  void use(LockAction action);
  // Takes over what the other thread has done with the lock.
  void collect();

 private:
  enum class Kept : std::uint8_t { same, changed };  // on the device

  void publish(Kept kept);
  Kept seeLock() { return guide_.see(inspector_.seen()) ? Kept::changed : Kept::same; }

  Platform& platform_;
  LessonGuide guide_;
  // Last: its thread calls the platform until it is gone.
  LockInspector inspector_;
};

}  // namespace interleave
