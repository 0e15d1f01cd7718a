// States at regular places of a trace, so that any state is a bounded number of events away from one of them.
//
// Not thread-safe while it is made; then a plain value.
#pragma once

#include <cstddef>
#include <vector>

#include "model/account_program.h"
#include "trace/thread_states.h"
#include "trace/trace.h"
#include "trace/trace_fold.h"

namespace interleave {

class ThreadStatesTrail {
 public:
  static constexpr std::size_t kEvery = 65'536;  // events

  // Of a trace without events so far.
  explicit ThreadStatesTrail(const AccountProgram& program) : every_{threadStatesBefore(program)}, end_(every_.front()) {}
  // Of a whole trace. O(events).
  ThreadStatesTrail(const AccountProgram& program, const Trace& trace);

  // Observes the fold of a trace from its first event on. Before the trail is used, it has to be told where the fold has
  // ended.
  void observe(const FoldStep& step) {
    if ((step.index + 1) % kEvery == 0) every_.push_back(step.states);
  }
  void endAt(const ThreadStates& states) { end_ = states; }

  // After the first `events` of the same trace. O(kEvery).
  ThreadStates after(const AccountProgram& program, const Trace& trace, std::size_t events) const;
  const ThreadStates& end() const { return end_; }

 private:
  std::vector<ThreadStates> every_;  // after 0, kEvery, 2 * kEvery ... events
  ThreadStates end_;
};

}  // namespace interleave
