#include "explore/exploration.h"

#include <cmath>
#include <stdexcept>

#include "explore/budget.h"
#include "explore/only_schedule.h"
#include "explore/state_counter.h"
#include "explore/symmetry_counter.h"
#include "text/format.h"

namespace interleave {
namespace {

using Method = ExploreOptions::Method;

// As a fraction of `all`, exact to about 60 binary digits after the point. Boost's own conversion to a double is not used:
// it links the formatting of its error messages, with all streams and locales.
double shareOf(const Count& part, const Count& all) {
  constexpr int kDigits = 60;
  if (all == 0) return 0;
  return std::ldexp(static_cast<double>(static_cast<std::uint64_t>(Count((part << kDigits) / all))), -kDigits);
}

std::string boundInWords(Bound bound, const ExploreOptions& options) {
  switch (bound) {
    case Bound::none: return "";
    case Bound::cancelled: return "it was cancelled";
    case Bound::states: return "it has come to the bound of " + formatCount(options.maxStates, "state");
    case Bound::time: return "it has come to the bound of " + formatDuration(std::chrono::nanoseconds(options.maxTime).count());
    case Bound::memory: return "it has come to the bound of its memory";
  }
  return "";
}

// `single`: the program is counted as one that has but one schedule.
Counted count(const AccountProgram& program, Method method, bool single, const ExploreOptions& options, Budget& budget) {
  try {
    if (single) return countOnlySchedule(program, budget);
    Team team(options.threads);
    return method == Method::symmetry ? countBySymmetry(program, budget, team) : countStates(program, budget, team);
  } catch (const std::bad_alloc&) {
    budget.hit(Bound::memory);
  } catch (const std::length_error&) {
    budget.hit(Bound::memory);
  }
  Counted nothing;
  nothing.missing = "nothing is counted";
  return nothing;
}

}  // namespace

Exploration explore(const AccountProgram& program, const ExploreOptions& options, ExploreProgress& progress) {
  Exploration exploration;
  exploration.program = withoutLabels(program);
  exploration.expected = serialEnding(program);
  const bool single = options.method == Method::automatic && hasOnlySchedule(program);
  const bool bySymmetry = options.method != Method::states && symmetryApplies(program) && !single;
  exploration.method = bySymmetry ? Method::symmetry : Method::states;
  Budget budget(options, progress);
  Counted counted = count(program, exploration.method, single, options, budget);

  Count all = counted.deadlock.schedules;
  for (const auto& [end, ending] : counted.endings) all += ending.schedules;
  exploration.schedules = all.str();
  exploration.endings.reserve(counted.endings.size());
  for (auto& [end, ending] : counted.endings) {
    exploration.endings.push_back({end.balance, ending.schedules.str(), shareOf(ending.schedules, all), std::move(ending.example),
                                   end.due, end.lost, end.gaveUp});
  }
  exploration.deadlock = {counted.deadlock.schedules.str(), shareOf(counted.deadlock.schedules, all),
                          std::move(counted.deadlock.example)};
  const Bound bound = budget.bound();
  // What was found beyond the bound is not used.
  exploration.states = bound == Bound::states ? options.maxStates : progress.states.load();
  exploration.complete = bound == Bound::none;
  exploration.cancelled = bound == Bound::cancelled;
  if (!exploration.complete) exploration.bound = boundInWords(bound, options) + "; " + counted.missing;
  return exploration;
}

}  // namespace interleave
