#include "trace/thread_states_trail.h"

#include <ranges>

namespace interleave {

ThreadStatesTrail::ThreadStatesTrail(const AccountProgram& program, const Trace& trace) : ThreadStatesTrail(program) {
  TraceFold fold(program);
  fold.append(trace.events, [this](const FoldStep& step) { observe(step); });
  endAt(fold.states());
}

ThreadStates ThreadStatesTrail::after(const AccountProgram& program, const Trace& trace, std::size_t events) const {
  if (events == trace.events.size()) return end_;
  const std::size_t near = events / kEvery;
  TraceFold fold(program, every_[near], near * kEvery);
  const auto from = trace.events.begin() + static_cast<std::ptrdiff_t>(near * kEvery);
  const auto to = trace.events.begin() + static_cast<std::ptrdiff_t>(events);
  fold.append(std::ranges::subrange(from, to));
  return fold.states();
}

}  // namespace interleave
