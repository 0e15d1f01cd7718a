#include "explore/state_counter.h"

#include <algorithm>
#include <utility>

#include "explore/state_levels.h"
#include "text/format.h"

namespace interleave {
namespace {

// The schedules that end in the present level.
void collectEndings(StateLevels& levels, Counted& counted) {
  for (const std::size_t group : levels.endGroups()) {
    const bool finished = levels.finished(group);
    levels.forEachState(group, [&](const FinalState& end, const Count& schedules, std::string first) {
      CountedEnding& ending = finished ? counted.endings[end] : counted.deadlock;
      ending.include(schedules, std::move(first));
    });
  }
}

// `counted`: the length of schedules up to which all are.
std::string missing(const StateLevels& levels, std::uint64_t counted) {
  return "schedules of more than " + formatCount(counted, "step") + ", of at most " + formatNumber(levels.longest()) +
         ", are not counted";
}

}  // namespace

Counted countStates(const AccountProgram& program, Budget& budget, Team& team) {
  Counted counted;
  const auto share = [&team](std::size_t parts, bool pays, const Team::Part& part) { team.forEach(parts, pays, part); };
  StateLevels levels(program, budget, team.threads(), StateLevels::Order::kept);
  budget.progress().total.store(levels.longest());
  while (!levels.empty()) {
    if (!levels.openNext()) {
      counted.missing = missing(levels, levels.steps() - std::min<std::uint64_t>(1, levels.steps()));
      break;
    }
    collectEndings(levels, counted);
    levels.buildNext(share);
    if (budget.spent()) {
      counted.missing = missing(levels, levels.steps());
      break;
    }
    levels.enterNext(share);
    budget.progress().done.store(levels.steps());
  }
  return counted;
}

}  // namespace interleave
