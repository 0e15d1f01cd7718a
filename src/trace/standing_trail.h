// States at regular places of a trace, so that any state is a bounded number of events away from one of them.
//
// Not thread-safe while it is made; then a plain value.
#pragma once

#include <cstddef>
#include <vector>

#include "model/account_program.h"
#include "trace/standing.h"
#include "trace/trace.h"
#include "trace/trace_fold.h"

namespace interleave {

class StandingTrail {
 public:
  static constexpr std::size_t kEvery = 65'536;  // events

  // Of a trace without events so far.
  explicit StandingTrail(const AccountProgram& program) : every_{standingBefore(program)}, end_(every_.front()) {}
  // Of a whole trace. O(events).
  StandingTrail(const AccountProgram& program, const Trace& trace);

  // Observes the walk over a trace from its first event on. Before the trail is used, it has to be told where the walk has
  // ended.
  void observe(const FoldStep& step) {
    if ((step.index + 1) % kEvery == 0) every_.push_back(step.standing);
  }
  void endAt(const Standing& standing) { end_ = standing; }

  // After the first `events` of the same trace. O(kEvery).
  Standing after(const AccountProgram& program, const Trace& trace, std::size_t events) const;
  const Standing& end() const { return end_; }

 private:
  std::vector<Standing> every_;  // after 0, kEvery, 2 * kEvery ... events
  Standing end_;
};

}  // namespace interleave
