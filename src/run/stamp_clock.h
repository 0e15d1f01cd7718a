// The times of one thread's events, most of them without a reading of the clock.
//
// In a browser a reading costs several times what recording an event does, and what it gives is coarse: the
// clock moves on in steps of 5 us or more. So the clock is read for every kEventsPerReading-th event, and after
// whatever may have taken long; the events between carry the latest reading, as it is. The order of events does
// not depend on it: trace/trace.h makes it of what they say of each other.
//
// A time given is thus one of two things, and trace/trace.h can tell them apart: a reading, taken after the event,
// or what was given for the thread's event before, a reading taken before this event. Times never go back.
//
// For one thread.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

#include "model/limits.h"

namespace interleave {

// Nanoseconds since a run began, on the steady clock.
struct RunClock {
  using Clock = std::chrono::steady_clock;
  Clock::time_point start = Clock::now();

  std::int64_t operator()() const { return std::chrono::nanoseconds(Clock::now() - start).count(); }
};

// `Now` reads a clock: std::int64_t().
template <class Now = RunClock>
class StampClock {
 public:
  explicit StampClock(Now now) : now_(std::move(now)) {}

  // For an event that has just happened.
  std::int64_t stamp() {
    if (left_ == 0) read();
    --left_;
    return latest_;
  }

  // The thread has waited, slept or otherwise taken its time since the last event: the next one is worth a reading.
  void expire() { left_ = 0; }

 private:
  void read() {
    latest_ = std::max(latest_, now_());
    left_ = limits::kEventsPerReading;
  }

  Now now_;
  std::int64_t latest_ = 0;
  int left_ = 0;  // events until the next reading
};

}  // namespace interleave
