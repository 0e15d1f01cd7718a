#include "explore/exploration.h"

#include <cmath>
#include <limits>
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
    case Bound::none:
    case Bound::attempt: return "";
    case Bound::cancelled: return "it was cancelled";
    case Bound::states: return "it has come to the bound of " + formatCount(options.maxStates, "state");
    case Bound::time: return "it has come to the bound of " + formatDuration(std::chrono::nanoseconds(options.maxTime).count());
    case Bound::memory: return "it has come to the bound of its memory";
  }
  return "";
}

// What count() finds; nothing where memory does not suffice.
template <class Use>
Counted counted(Budget& budget, Use count) {
  try {
    return count();
  } catch (const std::bad_alloc&) {
    budget.hit(Bound::memory);
  } catch (const std::length_error&) {
    budget.hit(Bound::memory);
  }
  Counted nothing;
  nothing.missing = "nothing is counted";
  return nothing;
}

Counted countBy(Method method, const AccountProgram& program, Budget& budget, Team& team) {
  return counted(budget, [&] {
    return method == Method::symmetry ? countBySymmetry(program, budget, team) : countStates(program, budget, team);
  });
}

constexpr Method otherThan(Method method) { return method == Method::symmetry ? Method::states : Method::symmetry; }

// By both counters in turn, with more and more states, until one has counted all or neither can have more: which of the two
// takes less is often not known before. What this takes is a small multiple of what the better one takes by itself. `method`
// becomes the counter that was the last.
Counted countInTurn(const AccountProgram& program, Method& method, Budget& budget, Team& team) {
  constexpr std::uint64_t kAll = std::numeric_limits<std::uint64_t>::max();
  constexpr std::uint64_t kFirst = 1 << 19;
  constexpr std::uint64_t kGrowth = 8;
  // A state up to a renaming takes as much time as so many others, or more, and more memory.
  constexpr std::uint64_t kWeight = 2;
  std::uint64_t states = symmetryIsLikelyLess(program) ? kAll / kWeight : kFirst;
  bool alone = false;  // the other one has reached a bound
  method = Method::symmetry;
  for (;;) {
    budget.beginAttempt(alone ? kAll : method == Method::states ? kWeight * states : states);
    Counted found = countBy(method, program, budget, team);
    const Bound bound = budget.bound();
    if (alone || bound == Bound::none || bound == Bound::cancelled || bound == Bound::time) return found;
    alone = bound != Bound::attempt;
    if (method == Method::states) states *= kGrowth;
    method = otherThan(method);
  }
}

// `method` becomes the counter that is used.
Counted count(const AccountProgram& program, Method& method, const ExploreOptions& options, Budget& budget) {
  const bool automatic = method == Method::automatic;
  if (method != Method::states && !symmetryApplies(program)) method = Method::states;
  if (automatic && hasOnlySchedule(program)) {
    method = Method::states;
    return counted(budget, [&] { return countOnlySchedule(program, budget); });
  }
  return counted(budget, [&] {
    Team team(options.threads);
    return automatic && method != Method::states ? countInTurn(program, method, budget, team)
                                                 : countBy(method, program, budget, team);
  });
}

}  // namespace

Exploration explore(const AccountProgram& program, const ExploreOptions& options, ExploreProgress& progress) {
  Exploration exploration;
  exploration.program = withoutLabels(program);
  exploration.expected = serialEnding(program);
  exploration.method = options.method;
  Budget budget(options, progress);
  Counted counted = count(program, exploration.method, options, budget);

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
  exploration.states = budget.states();
  exploration.complete = bound == Bound::none;
  exploration.cancelled = bound == Bound::cancelled;
  exploration.outOfMemory = bound == Bound::memory;
  if (!exploration.complete) exploration.bound = boundInWords(bound, options) + "; " + counted.missing;
  return exploration;
}

}  // namespace interleave
