#include "explore/level_graph.h"

#include <algorithm>
#include <cmath>

#include "explore/state_levels.h"

namespace interleave {
namespace {

ExploreOptions boundsOfGraph() {
  ExploreOptions options;
  options.maxStates = limits::kMaxLevelStates;
  // It continues at each call, so there is no limit of time.
  options.maxTime = std::chrono::hours(24 * 365);
  return options;
}

// Exact up to 2^53. By the leading 64 binary digits, and not by Boost's own conversion (exploration.cpp says why).
void setWays(LevelGraph::Level& level, const Count& ways) {
  constexpr unsigned kDigits = 64;
  constexpr unsigned kAtOnce = 300;
  unsigned left = ways == 0 ? 0 : std::max(static_cast<unsigned>(msb(ways)) + 1, kDigits) - kDigits;
  level.ways = static_cast<double>(static_cast<std::uint64_t>(Count(ways >> left)));
  while (left > 0) {
    const unsigned now = std::min(left, kAtOnce);
    level.ways = std::ldexp(level.ways, static_cast<int>(now));
    left -= now;
    if (level.ways <= kTooManyWays) continue;
    level.ways /= kTooManyWays;
    level.exponent += kTooManyWaysLog10;
  }
}

}  // namespace

LevelGraph::LevelGraph(const AccountProgram& program)
    : budget_(boundsOfGraph(), progress_), states_(std::make_unique<StateLevels>(program, budget_, 1, StateLevels::Order::none)) {
  open();
}

LevelGraph::~LevelGraph() = default;

bool LevelGraph::complete() const { return done_ && states_->empty(); }

bool LevelGraph::advance(std::size_t states) {
  std::size_t found = 0;
  while (found < states && !done_) {
    if (group_ < states_->groupsOfNext()) found += std::max<std::size_t>(1, states_->buildGroup(group_++, 0));
    if (group_ == states_->groupsOfNext()) close();
    // The level that is being counted is shown only when it is complete.
    else done_ = budget_.spent();
  }
  return !done_;
}

// The figures of the present level, before the next one replaces it.
void LevelGraph::open() {
  if (!states_->openNext()) {
    done_ = true;
    return;
  }
  level_ = {.states = states_->states()};
  setWays(level_, states_->ways());
  for (const std::size_t group : states_->endGroups()) level_.ends += states_->statesIn(group);
  group_ = 0;
}

void LevelGraph::close() {
  levels_.push_back(level_);
  done_ = budget_.spent();
  if (done_) return;
  states_->enterNext();
  done_ = states_->empty();
  if (!done_) open();
}

}  // namespace interleave
