// The program of the settings, explored as a program of the language, beside the account's own machine.
#include <map>
#include <tuple>

#include "account/program.h"
#include "account/python_text.h"
#include "code/listing.h"
#include "explore/decimal.h"
#include "explore/exploration.h"
#include "explore/program_exploration.h"
#include "explore/schedule_tree.h"
#include "lang/parser.h"
#include "model/program.h"
#include "printer.h"
#include "program/ending.h"
#include "support.h"
#include "walk/program_tree.h"

namespace interleave::test {
namespace {

constexpr std::uint64_t kMostStates = 20'000;  // of a program that is looked at

std::string textOf(const Settings& settings) { return programText(settings) + "\n"; }

ProgramExploration exploreAsProgram(const Settings& settings) {
  const program::Loaded loaded = loadProgram(settings);
  for (const lang::Fault& fault : loaded.faults) ADD_FAILURE() << lang::messageOf(fault, programText(settings));
  ExploreProgress progress;
  ExploreOptions options;
  options.threads = 1;
  return exploreProgram(loaded.program, false, options, progress);
}

Exploration exploreAsAccount(const Settings& settings) {
  ExploreProgress progress;
  ExploreOptions options;
  options.threads = 1;
  options.maxStates = kMostStates;
  return explore(settings.program, options, progress);
}

// The balance of each account.
Balances balancesOf(const program::Ending& ending) {
  Balances balances;
  for (const auto& [name, value] : ending.values) {
    if (name.ends_with("balance")) balances.push_back(std::stoll(value));
  }
  return balances;
}

// Settings whose states are few, as both say.
Settings smallSettings(Random& random) {
  Settings settings = randomSettings(random, {.transactions = 4, .times = 3, .workers = 3});
  // Sums that meet each other, refusals that come and go.
  if (oneIn(random, 2)) {
    settings.program.start = between(random, -2, 5) * 10;
    for (Transaction& each : settings.program.transactions) each.amount = between(random, -2, 2) * 10;
  }
  return settings;
}

// ---- Counts and examples ----------------------------------------------------------------------------

struct Schedules {
  std::string number = "0";
  std::string example;

  void add(std::string_view more, const std::string& one) {
    const std::string_view both[] = {number, more};
    number = sumOf(both);
    if (example.empty() || one < example) example = one;
  }
  bool operator==(const Schedules&) const = default;
  friend void PrintTo(const Schedules& each, std::ostream* out) { *out << each.number << " as " << each.example; }
};

// By what all accounts hold; none: deadlocks.
using Table = std::map<std::optional<Money>, Schedules>;

Table tableOf(const Exploration& exploration) {
  Table table;
  for (const ExploredEnding& each : exploration.endings) table[each.balance].add(each.schedules, each.example);
  if (!exploration.deadlock.example.empty()) {
    table[std::nullopt].add(exploration.deadlock.schedules, exploration.deadlock.example);
  }
  return table;
}

Table tableOf(const ProgramExploration& exploration) {
  Table table;
  for (const ProgramEnding& each : exploration.endings) {
    const Balances balances = balancesOf(each.ending);
    const bool deadlock = !each.ending.deadlock.empty();
    const Money sum = std::accumulate(balances.begin(), balances.end(), Money{0});
    table[deadlock ? std::nullopt : std::optional(sum)].add(each.schedules, each.example);
  }
  return table;
}

void expectSameSchedules(const Settings& settings, const Exploration& account) {
  const ProgramExploration program = exploreAsProgram(settings);
  EXPECT_TRUE(program.complete) << program.bound << '\n' << textOf(settings);
  EXPECT_EQ(program.schedules, account.schedules) << textOf(settings);
  EXPECT_EQ(program.deadlocks, account.deadlock.schedules) << textOf(settings);
  EXPECT_EQ(tableOf(program), tableOf(account)) << textOf(settings);
}

TEST(AccountProgramTest, EveryLockHasTheSchedulesOfTheAccount) {
  for (const LockInfo& lock : allLocks()) {
    for (const Mode mode : {Mode::account, Mode::transfer}) {
      if (mode == Mode::transfer && !canTransfer(lock.kind)) continue;
      Settings settings = programOf({{"deposit", 50}, {"withdrawal", -150}, {"statement", 0}}, lock.kind, 3);
      settings.program.mode = mode;
      expectSameSchedules(settings, exploreAsAccount(settings));
      settings.program.overdraft = Overdraft::refuse;
      settings.program.transactions[1].times = 2;
      settings.program.transactions[2].throws = true;
      expectSameSchedules(settings, exploreAsAccount(settings));
    }
  }
}

TEST(AccountProgramTest, RandomSettingsHaveTheSchedulesOfTheAccount) {
  Random random(8);
  const int all = isNightly() ? 10'000 : rounds(300);
  for (int round = 0; round < all && !HasFailure();) {
    const Settings settings = smallSettings(random);
    const Exploration account = exploreAsAccount(settings);
    if (!account.complete) continue;
    expectSameSchedules(settings, account);
    ++round;
  }
}

// ---- Endings, grades and simplest examples -------------------------------------------------------------

// What an ending of the account is made of, as the language tells endings apart.
struct Outcome {
  Balances balances;
  std::string threw;                             // letters
  std::vector<std::pair<char, std::string>> waits;  // after a deadlock: who waits for whom

  auto operator<=>(const Outcome&) const = default;
  friend void PrintTo(const Outcome& each, std::ostream* out) {
    for (const Money balance : each.balances) *out << balance << ' ';
    *out << "threw " << each.threw << " waits";
    for (const auto& [waiter, holder] : each.waits) *out << ' ' << waiter << " for " << holder;
  }
};

struct Found {
  std::uint64_t schedules = 0;
  std::string example, simplest;
  int preemptions = 0;
  Grade grade = Grade::wrong;

  bool operator==(const Found&) const = default;
  friend void PrintTo(const Found& each, std::ostream* out) {
    *out << each.schedules << ' ' << each.example << ' ' << each.simplest << ' ' << each.preemptions << ' ' << nameOf(each.grade);
  }
};

using Endings = std::map<Outcome, Found>;

// Takes every schedule of the account's machine, one after another.
class EverySchedule {
 public:
  explicit EverySchedule(const AccountProgram& program) {
    go(Program(program), "", "", 0);
    const std::optional<Outcome> expected = serialOutcome(Program(program));
    for (auto& [outcome, found] : endings_) {
      if (!outcome.waits.empty()) found.grade = Grade::deadlock;
      else if (!outcome.threw.empty()) found.grade = Grade::error;
      else if (expected == outcome) found.grade = Grade::expected;
      else if (found.preemptions == 0) found.grade = Grade::anotherOrder;
    }
  }

  const Endings& endings() const { return endings_; }

 private:
  static Outcome outcomeOf(const Program& program, std::string threw) {
    std::ranges::sort(threw);
    Outcome outcome{program.balances(), std::move(threw), {}};
    for (std::size_t task = 0; task < program.tasks().size(); ++task) {
      if (program.waits(task)) outcome.waits.emplace_back(taskLetter(task), letterText(program.waitsFor(task)));
    }
    return outcome;
  }

  static std::optional<Outcome> serialOutcome(Program program) {
    while (!enabledTasks(program).empty()) {
      if (program.step(enabledTasks(program).front()).outcome == StepOutcome::threw) return std::nullopt;
    }
    return program.deadlocked() ? std::nullopt : std::optional(outcomeOf(program, ""));
  }

  void go(const Program& program, const std::string& schedule, const std::string& threw, int preemptions) {
    const std::vector<std::size_t> enabled = enabledTasks(program);
    if (enabled.empty()) return end(outcomeOf(program, threw), schedule, preemptions);
    const bool goesOn = !schedule.empty() && program.canStep(taskOf(schedule.back()));
    for (const std::size_t task : enabled) {
      Program next = program;
      const bool throws = next.step(task).outcome == StepOutcome::threw;
      const bool preempts = goesOn && taskLetter(task) != schedule.back();
      go(next, schedule + taskLetter(task), throws ? threw + taskLetter(task) : threw, preemptions + (preempts ? 1 : 0));
    }
  }

  void end(const Outcome& outcome, const std::string& schedule, int preemptions) {
    Found& found = endings_[outcome];
    // Schedules come in alphabetical order.
    if (found.schedules++ == 0) found = {1, schedule, schedule, preemptions};
    const auto rank = [](int many, const std::string& letters) { return std::tuple(many, letters.size(), letters); };
    if (rank(preemptions, schedule) >= rank(found.preemptions, found.simplest)) return;
    found.simplest = schedule;
    found.preemptions = preemptions;
  }

  Endings endings_;
};

Outcome outcomeOf(const ProgramEnding& ending) {
  Outcome outcome{balancesOf(ending.ending), "", {}};
  for (const program::EndingError& error : ending.ending.errors) outcome.threw += error.text.front();
  for (const program::DeadlockedThread& each : ending.ending.deadlock) {
    if (each.waits == "acquire") outcome.waits.emplace_back(each.thread, each.held);
  }
  return outcome;
}

Endings endingsOf(const ProgramExploration& exploration) {
  Endings endings;
  for (const ProgramEnding& each : exploration.endings) {
    const Found found{std::stoull(each.schedules), each.example, each.simplest, each.preemptions, each.grade};
    EXPECT_TRUE(endings.emplace(outcomeOf(each), found).second) << each.example << ": another ending is equal to it";
  }
  return endings;
}

TEST(AccountProgramTest, EndingsGradesAndSimplestExamplesAreThoseOfTheAccount) {
  constexpr std::string_view kMostSchedules = "3000";
  Random random(9);
  const int all = isNightly() ? 10'000 : rounds(200);
  for (int round = 0; round < all && !HasFailure();) {
    const Settings settings = smallSettings(random);
    const Exploration account = exploreAsAccount(settings);
    const std::string_view number = account.schedules;
    if (!account.complete || std::pair(number.size(), number) > std::pair(kMostSchedules.size(), kMostSchedules)) continue;
    EXPECT_EQ(endingsOf(exploreAsProgram(settings)), EverySchedule(settings.program).endings()) << textOf(settings);
    ++round;
  }
}

TEST(AccountProgramTest, WhatIsExpectedIsWhatTheAccountExpects) {
  Random random(10);
  for (int round = 0; round < rounds(200); ++round) {
    Settings settings = smallSettings(random);
    settings.program.workers = 1;
    const ProgramExploration program = exploreAsProgram(settings);
    const bool throws = std::ranges::any_of(settings.program.transactions, &Transaction::throws);
    // The language expects nothing where a task ends in an exception.
    ASSERT_EQ(program.expected.has_value(), !throws) << textOf(settings);
    if (throws) continue;
    const Balances balances = balancesOf(*program.expected);
    EXPECT_EQ(std::accumulate(balances.begin(), balances.end(), Money{0}), serialEnding(settings.program)) << textOf(settings);
  }
}

// ---- The tree ---------------------------------------------------------------------------------------------

TEST(AccountProgramTest, ItsTreeIsThatOfTheAccount) {
  Random random(12);
  const int all = isNightly() ? 10'000 : rounds(100);
  for (int round = 0; round < all && !HasFailure();) {
    const Settings settings = smallSettings(random);
    const std::optional<ScheduleTree> account = ScheduleTree::of(settings.program);
    if (!account || account->nodes().size() > 2'000) continue;
    ++round;
    const ProgramExploration exploration = exploreAsProgram(settings);
    walk::ProgramTree program(loadProgram(settings).program, false, exploration);
    while (program.advance(1'000)) {
    }
    ASSERT_NE(program.tree(), nullptr) << textOf(settings);
    ASSERT_EQ(program.tree()->nodes().size(), account->nodes().size()) << textOf(settings);
    for (std::size_t i = 0; i < account->nodes().size(); ++i) {
      const ScheduleTree::Node& one = program.tree()->nodes()[i];
      const ScheduleTree::Node& other = account->nodes()[i];
      ASSERT_EQ(std::tuple(one.letter, one.parent, one.size), std::tuple(other.letter, other.parent, other.size))
          << textOf(settings);
      if (!one.leaf()) continue;
      const Balances balances = balancesOf(exploration.endings[static_cast<std::size_t>(one.value)].ending);
      ASSERT_EQ(std::accumulate(balances.begin(), balances.end(), Money{0}), other.value) << textOf(settings);
      ASSERT_EQ(one.verdict == Verdict::deadlock, other.verdict == Verdict::deadlock) << textOf(settings);
    }
  }
}

// ---- The text ------------------------------------------------------------------------------------------

TEST(AccountProgramTest, TheLessonIsWhatTheListingShows) {
  Settings settings;
  settings.program.lock = LockKind::scoped;
  EXPECT_EQ(programText(settings), listingOf(settings, Language::python).text());
}

TEST(AccountProgramTest, AnyLabelIsTheLabelOfItsTask) {
  Settings settings = programOf({{"$start  @read \"\\\xE2\x80\xAE{}", 1, 2}, {"'#", -1}});
  const ProgramExploration program = exploreAsProgram(settings);
  ASSERT_EQ(program.threads.size(), 2U);
  EXPECT_EQ(program.threads[0].second, R"(repeat(2, '$start  @read "\\\u202e{}', 1))");
  EXPECT_EQ(program.threads[1].second, R"(update("'#", -1))");
}

TEST(AccountProgramTest, ItsTreeIsPrintedAsTheSameProgram) {
  Random random(11);
  for (int round = 0; round < rounds(300); ++round) {
    const lang::Tree tree = lang::parse(programText(randomSettings(random, {}))).tree;
    const lang::Parsed again = lang::parse(lang::print(tree));
    EXPECT_TRUE(again.faults.empty() && lang::sameTree(tree, again.tree)) << lang::print(tree);
  }
}

TEST(AccountProgramTest, TheLargestSettingsAreAProgram) {
  std::string label;
  for (std::size_t i = 0; i < limits::kMaxLabelCharacters; ++i) label += "\xE2\x80\xAE";
  for (const LockInfo& lock : allLocks()) {
    Settings settings = programOf({}, lock.kind);
    settings.program.overdraft = Overdraft::refuse;
    for (std::size_t i = 0; i < limits::kMaxTransactions; ++i) {
      const Money amount = i == 0 ? 0 : limits::kMaxAmount;
      settings.program.transactions.push_back({label, amount, limits::kMaxTimes, i == 1});
    }
    EXPECT_TRUE(loadProgram(settings).program) << lock.name;
  }
}

}  // namespace
}  // namespace interleave::test
