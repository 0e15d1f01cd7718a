#include "slow_classes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <tuple>

namespace interleave::test {

SeenStep takeAndSee(Program& program, std::size_t task) {
  std::vector<bool> flying;
  for (std::size_t other = 0; other < program.tasks().size(); ++other) flying.push_back(program.inFlight(other));
  SeenStep seen{.task = task, .step = program.step(task).step, .ended = program.tasks()[task].ended, .admitted = {}};
  for (std::size_t other = 0; other < flying.size(); ++other) {
    if (!flying[other] && program.inFlight(other)) seen.admitted = other;
  }
  return seen;
}

std::vector<SeenStep> seenSteps(const Settings& settings, std::string_view schedule) {
  Program program(settings.program);
  std::vector<SeenStep> steps;
  for (const char letter : schedule) steps.push_back(takeAndSee(program, taskOf(letter)));
  return steps;
}

bool maySwap(const SeenStep& a, const SeenStep& b) {
  if (a.task == b.task) return false;
  if (a.admitted == b.task || b.admitted == a.task) return false;
  if (a.ended && b.ended && (a.admitted || b.admitted)) return false;
  const auto locks = [](const SeenStep& seen) { return seen.step == Step::acquire || seen.step == Step::release; };
  if (locks(a) || locks(b)) return !(locks(a) && locks(b));
  return a.step == Step::read && b.step == Step::read;
}

std::vector<std::vector<bool>> happensBefore(const std::vector<SeenStep>& steps) {
  std::vector<std::vector<bool>> before(steps.size(), std::vector<bool>(steps.size(), false));
  for (std::size_t j = 0; j < steps.size(); ++j) {
    for (std::size_t i = j; i-- > 0;) {
      before[i][j] = !maySwap(steps[i], steps[j]);
      for (std::size_t between = i + 1; between < j && !before[i][j]; ++between) {
        before[i][j] = before[i][between] && before[between][j];
      }
    }
  }
  return before;
}

// ---- By swaps -------------------------------------------------------------------------------------

namespace {

struct Enumeration {
  std::size_t most = 0;
  std::vector<std::string> schedules = {};
  std::vector<std::vector<SeenStep>> steps = {};
  std::vector<std::optional<Money>> endings = {};  // none: a deadlock
  std::string letters = {};
  std::vector<SeenStep> path = {};

  // False if there are too many.
  bool from(const Program& program) {
    bool possible = false;
    for (std::size_t task = 0; task < program.tasks().size(); ++task) {
      if (!program.canStep(task)) continue;
      possible = true;
      Program next = program;
      path.push_back(takeAndSee(next, task));
      letters += taskLetter(task);
      const bool fits = from(next);
      path.pop_back();
      letters.pop_back();
      if (!fits) return false;
    }
    if (possible) return true;
    if (schedules.size() == most) return false;
    schedules.push_back(letters);
    steps.push_back(path);
    endings.push_back(program.finished() ? std::optional(program.balance()) : std::nullopt);
    return true;
  }
};

std::size_t rootOf(std::vector<std::size_t>& parents, std::size_t i) {
  while (parents[i] != i) i = parents[i] = parents[parents[i]];
  return i;
}

}  // namespace

std::optional<SlowClasses> classesBySwaps(const Settings& settings, std::size_t most) {
  Enumeration all{.most = most};
  if (!all.from(Program(settings.program))) return std::nullopt;
  std::vector<std::size_t> parents(all.schedules.size());
  std::iota(parents.begin(), parents.end(), std::size_t{0});
  for (std::size_t i = 0; i < all.schedules.size(); ++i) {
    for (std::size_t place = 0; place + 1 < all.schedules[i].size(); ++place) {
      const std::vector<SeenStep>& steps = all.steps[i];
      // Each pair once: the swap back is the same.
      if (steps[place].task > steps[place + 1].task || !maySwap(steps[place], steps[place + 1])) continue;
      std::string swapped = all.schedules[i];
      std::swap(swapped[place], swapped[place + 1]);
      const auto found = std::ranges::lower_bound(all.schedules, swapped);
      if (found == all.schedules.end() || *found != swapped) {
        ADD_FAILURE() << swapped << " is not possible";
        return std::nullopt;
      }
      const auto j = static_cast<std::size_t>(found - all.schedules.begin());
      std::vector<SeenStep> expected = steps;
      std::swap(expected[place], expected[place + 1]);
      EXPECT_TRUE(all.steps[j] == expected) << all.schedules[i] << " and " << swapped << " do different things";
      EXPECT_EQ(all.endings[i], all.endings[j]) << all.schedules[i] << " and " << swapped;
      // The first schedule of a class represents it.
      const auto [low, high] = std::minmax({rootOf(parents, i), rootOf(parents, j)});
      parents[high] = low;
    }
  }
  SlowClasses classes;
  classes.schedules = all.schedules;
  for (std::size_t i = 0; i < all.schedules.size(); ++i) {
    const std::size_t root = rootOf(parents, i);
    classes.classOf[all.schedules[i]] = root;
    if (root != i) continue;
    ++classes.classes;
    if (all.endings[i]) {
      ++classes.endings[*all.endings[i]];
    } else {
      ++classes.deadlocks;
    }
  }
  return classes;
}

// ---- By gaps --------------------------------------------------------------------------------------

namespace {

class Gaps {
 public:
  explicit Gaps(const Settings& settings) : settings_(settings) {}

  std::uint64_t count() {
    State state{.balance = settings_.program.start};
    for (const Transaction& transaction : settings_.program.transactions) state.tasks.push_back({.left = transaction.times});
    return fromGap(state);
  }

 private:
  struct Task {
    std::int64_t left = 0;
    std::optional<Money> copy = {};
    auto operator<=>(const Task&) const = default;
  };
  struct State {
    Money balance = 0;
    std::vector<Task> tasks = {};
    auto operator<=>(const State&) const = default;
  };

  std::uint64_t fromGap(const State& state) {
    const auto known = known_.find(state);
    if (known != known_.end()) return known->second;
    State chosen = state;
    const std::uint64_t classes = choose(chosen, 0);
    known_[state] = classes;
    return classes;
  }

  // The readers before `task` are chosen.
  std::uint64_t choose(const State& state, std::size_t task) {
    if (task == state.tasks.size()) return write(state);
    std::uint64_t classes = choose(state, task + 1);
    State reading = state;
    Task& reader = reading.tasks[task];
    const Transaction& transaction = settings_.program.transactions[task];
    const bool refused =
        settings_.program.overdraft == Overdraft::refuse && transaction.amount < 0 && state.balance + transaction.amount < 0;
    // A task that is refused may read again.
    while (reader.left > 0 && !reader.copy) {
      if (refused) {
        --reader.left;
      } else {
        reader.copy = state.balance;
      }
      classes += choose(reading, task + 1);
    }
    return classes;
  }

  std::uint64_t write(const State& state) {
    std::uint64_t classes = 0;
    bool over = true;
    for (std::size_t task = 0; task < state.tasks.size(); ++task) {
      over = over && state.tasks[task].left == 0;
      if (!state.tasks[task].copy) continue;
      State written = state;
      written.balance = *state.tasks[task].copy + settings_.program.transactions[task].amount;
      --written.tasks[task].left;
      written.tasks[task].copy.reset();
      classes += fromGap(written);
    }
    return over ? 1 : classes;
  }

  const Settings& settings_;
  std::map<State, std::uint64_t> known_;
};

}  // namespace

std::uint64_t classesByGaps(const Settings& settings) { return Gaps(settings).count(); }

}  // namespace interleave::test
