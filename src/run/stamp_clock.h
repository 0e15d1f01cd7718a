// The times of one thread's events; the clock is read for few of them.
//
// In a browser, reading the clock takes several times as long as recording an event (./dev bench recorder), and the
// clock is coarse: it advances in steps of 5 us or more. So it is read for every kEventsPerReading-th event and after
// anything that may have taken long; the events between carry the latest reading. The order of events does not
// depend on times: trace/trace.h derives it from the names of the writes.
//
// So a time is one of two things, which trace/trace.h can distinguish: a reading that was taken after the event, or
// the time of the thread's previous event, a reading that was taken before this event. Times never go back.
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

  // The time of an event that has just happened.
  std::int64_t stamp() {
    if (left_ == 0) read();
    --left_;
    return latest_;
  }

  // To be called after a wait, a sleep or other long work: the clock is read for the next event.
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
