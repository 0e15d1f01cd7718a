// exploreProgram beside a search that is slow and obvious: it takes every schedule of a small program on Machines, and merges no states.
#include "explore/program_exploration.h"

#include <algorithm>
#include <map>
#include <set>

#include "program/key.h"
#include "program/load.h"
#include "random_threads.h"
#include "support.h"
#include "support/started_machine.h"

namespace interleave::test {
namespace {

using program::Ending;
using Machine = StartedMachine;

constexpr std::size_t kMostSchedules = 2'000;  // of a program that is looked at
constexpr std::size_t kMostStates = 4'000;

std::string textOf(const Ending& ending) {
  std::string text;
  for (const auto& [name, value] : ending.values) text += name + "=" + value + " ";
  for (const auto& error : ending.errors) text += "[" + error.text + (error.lost ? " lost]" : "]");
  for (const auto& one : ending.deadlock) {
    text += std::string("{") + one.thread + " " + std::string(one.waits) + " " + one.object + " " + one.held + " " +
            std::to_string(one.line) + "}";
  }
  return text + "|" + ending.printed;
}

struct Found {
  Ending ending;
  std::size_t schedules = 0;
  std::string example, simplest;
  int preemptions = 0;
};

class Search {
 public:
  explicit Search(Machine start) : start_(std::move(start)) { walk(start_, "", 0); }

  bool tooLarge() const { return tooLarge_; }
  bool cyclic() const { return cyclic_; }
  bool stopped() const { return stopped_; }
  std::size_t schedules() const { return schedules_; }
  std::size_t deadlocks() const { return deadlocks_; }
  const std::map<std::string, Found>& found() const { return found_; }

 private:
  void walk(const Machine& machine, const std::string& schedule, int preemptions) {
    if (tooLarge_ || cyclic_ || stopped_) return;
    if (!machine.stopped().empty()) {
      stopped_ = true;
      return;
    }
    const std::string key = keyOf(machine);
    if (std::ranges::find(path_, key) != path_.end()) {
      cyclic_ = true;
      return;
    }
    path_.push_back(key);
    const std::vector<Next> next = nextOf(machine);
    if (next.empty()) end(machine, schedule, preemptions);
    const bool goesOn =
        !schedule.empty() && std::ranges::any_of(next, [&](const Next& one) { return one.letter == schedule.back(); });
    for (const Next& one : next) {
      const bool preempts = goesOn && one.letter != schedule.back();
      walk(one.machine, schedule + one.letter, preemptions + (preempts ? 1 : 0));
    }
    path_.pop_back();
  }

  void end(Machine machine, const std::string& schedule, int preemptions) {
    tooLarge_ = tooLarge_ || ++schedules_ > kMostSchedules;
    const Ending ending = program::endingOf(machine);
    deadlocks_ += !ending.deadlock.empty();
    Found& one = found_[textOf(ending)];
    // Schedules come in alphabetical order.
    if (one.schedules++ == 0) one = {ending, 1, schedule, schedule, preemptions};
    const auto rank = [](int many, const std::string& letters) { return std::tuple(many, letters.size(), letters); };
    if (rank(preemptions, schedule) < rank(one.preemptions, one.simplest)) {
      one.simplest = schedule;
      one.preemptions = preemptions;
    }
  }

  Machine start_;
  std::vector<std::string> path_;
  std::map<std::string, Found> found_;
  std::size_t schedules_ = 0, deadlocks_ = 0;
  bool tooLarge_ = false, cyclic_ = false, stopped_ = false;
};

// The serial execution, as the reference of the language words it: never into a state that was there before.
std::optional<Ending> serial(const Machine& machine, std::set<std::string>& seen) {
  const std::vector<Next> next = nextOf(machine);
  if (next.empty()) {
    Machine end = machine;
    return program::endingOf(end);
  }
  for (const Next& one : next) {
    if (!seen.insert(keyOf(one.machine)).second) continue;
    if (auto ending = serial(one.machine, seen)) return ending;
  }
  return std::nullopt;
}

std::optional<Ending> expectedOf(const Machine& start) {
  std::set<std::string> seen{keyOf(start)};
  const auto ending = serial(start, seen);
  return ending && ending->errors.empty() && ending->deadlock.empty() ? ending : std::nullopt;
}

Grade gradeOf(const Ending& ending, int preemptions, const std::optional<Ending>& expected) {
  if (!ending.deadlock.empty()) return Grade::deadlock;
  if (!ending.errors.empty()) return Grade::error;
  if (expected && ending == *expected) return Grade::expected;
  return preemptions == 0 ? Grade::anotherOrder : Grade::wrong;
}

// A schedule is one of the program, and ends as it says.
void expectReplays(const Machine& start, const std::string& schedule, const std::string& ending, const std::string& source) {
  Machine machine = start;
  for (const char letter : schedule) {
    const std::vector<Next> next = nextOf(machine);
    const auto taken = std::ranges::find(next, letter, &Next::letter);
    ASSERT_NE(taken, next.end()) << schedule << "\n" << source;
    machine = taken->machine;
  }
  EXPECT_TRUE(nextOf(machine).empty()) << schedule << "\n" << source;
  EXPECT_EQ(textOf(program::endingOf(machine)), ending) << schedule << "\n" << source;
}

void expectSame(const ProgramExploration& explored, const Search& search, const Machine& start, const std::string& source) {
  EXPECT_TRUE(explored.complete) << explored.bound << source;
  EXPECT_FALSE(explored.endless) << source;
  EXPECT_EQ(explored.schedules, std::to_string(search.schedules())) << source;
  EXPECT_EQ(explored.deadlocks, std::to_string(search.deadlocks())) << source;
  const std::optional<Ending> expected = expectedOf(start);
  ASSERT_EQ(explored.expected.has_value(), expected.has_value()) << source;
  if (expected) EXPECT_EQ(textOf(*explored.expected), textOf(*expected)) << source;
  EXPECT_EQ(explored.endings.size(), search.found().size()) << source;
  for (const ProgramEnding& one : explored.endings) {
    const auto found = search.found().find(textOf(one.ending));
    ASSERT_NE(found, search.found().end()) << textOf(one.ending) << "\n" << source;
    const Found& other = found->second;
    EXPECT_EQ(one.schedules, std::to_string(other.schedules)) << found->first << "\n" << source;
    EXPECT_EQ(one.example, other.example) << found->first << "\n" << source;
    EXPECT_EQ(one.simplest, other.simplest) << found->first << "\n" << source;
    EXPECT_EQ(one.preemptions, other.preemptions) << found->first << "\n" << source;
    EXPECT_EQ(nameOf(one.grade), nameOf(gradeOf(other.ending, other.preemptions, expected))) << found->first << "\n" << source;
    expectReplays(start, one.example, found->first, source);
    expectReplays(start, one.simplest, found->first, source);
  }
}

// ---- Executions that can go on for ever -------------------------------------------------

// All states, each kept as a Machine, and where its steps lead.
struct States {
  std::vector<Machine> machines;
  std::vector<std::map<char, std::size_t>> next;
  bool tooMany = false;
  bool stopped = false;
};

States statesFrom(const Machine& start) {
  States all{{start}, {}, false, false};
  std::map<std::string, std::size_t> numbers{{keyOf(start), 0}};
  for (std::size_t i = 0; i < all.machines.size() && !all.tooMany; ++i) {
    std::map<char, std::size_t> to;
    for (Next& one : nextOf(Machine(all.machines[i]))) {
      all.stopped = all.stopped || !one.machine.stopped().empty();
      const auto [place, isNew] = numbers.try_emplace(keyOf(one.machine), all.machines.size());
      if (isNew) all.machines.push_back(std::move(one.machine));
      to[one.letter] = place->second;
    }
    all.next.push_back(std::move(to));
    all.tooMany = all.machines.size() > kMostStates;
  }
  return all;
}

// By state: which ones can be reached from it by one step or more.
std::vector<std::vector<bool>> reachedFrom(const States& states) {
  const std::size_t count = states.machines.size();
  std::vector<std::vector<bool>> reached(count, std::vector<bool>(count));
  for (std::size_t from = 0; from < count; ++from) {
    std::vector<std::size_t> open{from};
    while (!open.empty()) {
      const std::size_t at = open.back();
      open.pop_back();
      for (const auto& [letter, to] : states.next[at]) {
        if (reached[from][to]) continue;
        reached[from][to] = true;
        open.push_back(to);
      }
    }
  }
  return reached;
}

// A fair cycle is there if and only if one through a whole component of the graph is fair: who has a step in every state of a
// component and takes none that stays in it, never takes one in any of its cycles.
bool hasFairCycle(const States& states) {
  const auto reached = reachedFrom(states);
  for (std::size_t root = 0; root < states.machines.size(); ++root) {
    if (!reached[root][root]) continue;
    std::set<char> able, steps;
    bool first = true;
    for (std::size_t state = 0; state < states.machines.size(); ++state) {
      if (!reached[root][state] || !reached[state][root]) continue;
      std::set<char> here;
      for (const auto& [letter, to] : states.next[state]) {
        here.insert(letter);
        if (reached[to][root] || to == root) steps.insert(letter);
      }
      std::set<char> both;
      std::ranges::set_intersection(able, here, std::inserter(both, both.end()));
      able = first ? here : both;
      first = false;
    }
    if (std::ranges::includes(steps, able)) return true;
  }
  return false;
}

// The cycle that is given is one, and what is said of it holds.
void expectCycle(const Endless& endless, const Machine& start, const std::string& source) {
  Machine machine = start;
  const auto take = [&](char letter) {
    std::vector<Next> next = nextOf(machine);
    std::set<char> able;
    for (const Next& one : next) able.insert(one.letter);
    const auto taken = std::ranges::find(next, letter, &Next::letter);
    EXPECT_NE(taken, next.end()) << letter << source;
    if (taken != next.end()) machine = Machine(taken->machine);
    return able;
  };
  for (const char letter : endless.schedule) take(letter);
  const std::string entry = keyOf(machine);
  std::set<char> sometimes, always, steps;
  for (std::size_t i = 0; i < endless.cycle.size(); ++i) {
    const std::set<char> able = take(endless.cycle[i]);
    steps.insert(endless.cycle[i]);
    sometimes.insert(able.begin(), able.end());
    std::set<char> both;
    std::ranges::set_intersection(always, able, std::inserter(both, both.end()));
    always = i == 0 ? able : both;
  }
  EXPECT_FALSE(endless.cycle.empty()) << source;
  EXPECT_EQ(keyOf(machine), entry) << source;
  EXPECT_EQ(endless.steps, std::string(steps.begin(), steps.end())) << source;
  std::string never;
  std::ranges::set_difference(sometimes, steps, std::back_inserter(never));
  EXPECT_EQ(endless.never, never) << source;
  EXPECT_EQ(endless.fair, std::ranges::includes(steps, always)) << source;
}

void expectSameEndless(const ProgramExploration& explored, const Machine& start, const std::string& source) {
  ASSERT_TRUE(explored.endless) << source;
  EXPECT_EQ(explored.schedules, "unbounded") << source;
  const States states = statesFrom(start);
  if (states.tooMany || states.stopped) return;
  EXPECT_EQ(explored.states, states.machines.size()) << source;
  if (states.machines.size() < 800) EXPECT_EQ(explored.endless->fair, hasFairCycle(states)) << source;
  expectCycle(*explored.endless, start, source);
  std::set<std::string> endings;
  bool deadlock = false;
  for (std::size_t i = 0; i < states.machines.size(); ++i) {
    if (!states.next[i].empty()) continue;
    Machine end = states.machines[i];
    const Ending ending = program::endingOf(end);
    deadlock = deadlock || !ending.deadlock.empty();
    endings.insert(textOf(ending));
  }
  EXPECT_EQ(explored.deadlocks, deadlock ? "unbounded" : "0") << source;
  const std::optional<Ending> expected = expectedOf(start);
  EXPECT_EQ(explored.expected.has_value(), expected.has_value()) << source;
  if (expected && explored.expected) EXPECT_EQ(textOf(*explored.expected), textOf(*expected)) << source;
  EXPECT_EQ(explored.endings.size(), endings.size()) << source;
  for (const ProgramEnding& one : explored.endings) {
    const std::string text = textOf(one.ending);
    EXPECT_TRUE(endings.contains(text)) << text << source;
    EXPECT_TRUE(one.schedules.empty()) << source;
    EXPECT_EQ(nameOf(one.grade), nameOf(gradeOf(one.ending, one.preemptions, expected))) << text << source;
    expectReplays(start, one.example, text, source);
    expectReplays(start, one.simplest, text, source);
  }
}

// ---- Random programs ---------------------------------------------------------------------

struct Tally {
  int counted = 0, endless = 0, deadlocks = 0, errors = 0;
};

void compare(const std::string& source, bool output, Tally& tally) {
  const program::Loaded loaded = program::load(source);
  if (!loaded.program) {
    ADD_FAILURE() << lang::messageOf(loaded.faults.front(), source) << "\n" << source;
    return;
  }
  const Machine start(program::Machine(loaded.program, output));
  const Search search(start);
  if (search.tooLarge() || search.stopped()) return;
  ExploreOptions options;
  options.threads = 1;
  ExploreProgress progress;
  const ProgramExploration explored = exploreProgram(loaded.program, output, options, progress);
  if (search.cyclic()) {
    if (explored.complete) ++tally.endless;
    if (explored.complete) expectSameEndless(explored, start, source);
    return;
  }
  ++tally.counted;
  tally.deadlocks += search.deadlocks() != 0;
  tally.errors += std::ranges::any_of(search.found(), [](const auto& one) { return !one.second.ending.errors.empty(); });
  expectSame(explored, search, start, source);
}

// What has no value to show is named as a reader would.
TEST(ProgramExploration, SaysWhatEachLetterDoes) {
  const std::string source =
      "import threading\nclass Account:\n    def __init__(self):\n        self.balance = 100\n"
      "a = Account()\nb = Account()\naccounts = [a, b]\nlock = threading.Lock()\n"
      "def transfer(x, y, n, l, f): a.balance -= n\n"
      "def look(all, y): a.balance += 1\n"
      "threads = [threading.Thread(target=transfer, args=(a, b, 5, lock, look)),\n"
      "           threading.Thread(target=look, args=(accounts, Account())),\n"
      "           threading.Thread(target=look, args=([1, 'x'], lambda: 1))]\n"
      "for t in threads: t.start()\n";
  ExploreProgress progress;
  const auto found = exploreProgram(program::load(source).program, false, {}, progress);
  using Titles = std::vector<std::pair<char, std::string>>;
  EXPECT_EQ(
      found.threads,
      (Titles{{'A', "transfer(a, b, 5, lock, look)"}, {'B', "look(accounts, Account#3)"}, {'C', "look([1, 'x'], <lambda>)"}}));
}

TEST(ProgramExploration, FindsWhatEveryScheduleOfRandomProgramsShows) {
  Random random(20);
  Tally tally;
  const int count = rounds(isNightly() ? 6'000 : 500);
  for (int i = 0; i < count && !HasFailure(); ++i) compare(randomThreads(random), oneIn(random, 4), tally);
  EXPECT_GT(tally.counted, count / 3);
  EXPECT_GT(tally.endless, count / 100);
  EXPECT_GT(tally.deadlocks, count / 20);
  EXPECT_GT(tally.errors, count / 20);
}

}  // namespace
}  // namespace interleave::test
