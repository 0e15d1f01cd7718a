#include "explore/graph_levels.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace interleave {
namespace {

constexpr std::uint32_t kNone = 0xffff'ffff;

struct Reached {
  std::uint32_t node = 0;
  double ways = 0;
};

}  // namespace

GraphLevels levelsOf(const ProgramGraph& graph, Budget& budget) {
  GraphLevels found;
  std::vector<Reached> here, next;
  std::vector<std::uint32_t> places(graph.nodes(), kNone);  // by node: in `next`
  if (graph.nodes() > 0) here.push_back({0, 1});
  int exponent = 0;
  std::uint64_t states = 0;
  const auto expanded = [&](const Reached& one) { return one.node < graph.expanded(); };
  while (!here.empty()) {
    states += here.size();
    if (states > limits::kMaxLevelStates || found.levels.size() > limits::kMaxScheduleSteps || budget.spent()) return found;
    if (!std::ranges::all_of(here, expanded)) return found;
    StepLevel level{.states = here.size(), .exponent = exponent};
    double most = 0;
    for (const Reached& one : here) {
      level.ways += one.ways;
      level.ends += graph.edges(one.node).empty() ? 1 : 0;
      for (const ProgramGraph::Edge& edge : graph.edges(one.node)) {
        std::uint32_t& place = places[edge.target];
        if (place == kNone) {
          place = static_cast<std::uint32_t>(next.size());
          next.push_back({edge.target, 0});
        }
        next[place].ways += one.ways;
        most = std::max(most, next[place].ways);
      }
    }
    found.levels.push_back(level);
    for (Reached& one : next) {
      places[one.node] = kNone;
      if (most > kTooManyWays) one.ways /= kTooManyWays;
    }
    if (most > kTooManyWays) exponent += kTooManyWaysLog10;
    here = std::exchange(next, {});
  }
  found.complete = true;
  return found;
}

}  // namespace interleave
