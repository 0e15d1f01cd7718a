// Executions of accounts as programs, beside what model/program.h says of the account.
#include "explore/program_run.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "account/program.h"
#include "program/ending.h"
#include "slow_classes.h"
#include "support.h"

namespace interleave {
namespace {

using test::lesson;
using test::programOf;
using test::SeenStep;

ProgramRun runOf(const Settings& settings) { return ProgramRun(loadProgram(settings).program, false); }

// A task of an account as a task of its program: both are in the order of their letters.
std::vector<std::size_t> enabledTasksOf(ProgramRun& run, const Settings& settings) {
  std::vector<std::size_t> tasks;
  for (std::size_t task = 0; task < settings.program.transactions.size(); ++task) {
    if (run.canStep(task)) tasks.push_back(task);
  }
  return tasks;
}

void steps(ProgramRun& run, std::string_view schedule) {
  for (const char letter : schedule) run.step(taskOf(letter));
}

// A random schedule to the end.
std::string randomSchedule(test::Random& random, const Settings& settings) {
  test::Drive drive(settings);
  while (drive.stepRandomly(random)) {
  }
  return drive.schedule();
}

const test::Shape kShape{.transactions = 6, .times = 3, .workers = 4, .plain = true};

TEST(ProgramRun, TakesTheStepsOfTheAccount) {
  test::Random random(1);
  for (int i = 0; i < test::rounds(1'000); ++i) {
    const Settings settings = test::randomSettings(random, kShape);
    Program program(settings.program);
    ProgramRun run = runOf(settings);
    std::string schedule;
    while (true) {
      const std::vector<std::size_t> possible = test::enabledTasks(program);
      ASSERT_EQ(enabledTasksOf(run, settings), possible) << schedule;
      ASSERT_EQ(run.machine().finished(), program.finished()) << schedule;
      ASSERT_EQ(run.hasNext(), !possible.empty()) << schedule;
      if (possible.empty()) break;
      ASSERT_EQ(run.next({})->task, possible.front()) << schedule;
      const std::size_t task = possible[random() % possible.size()];
      schedule += taskLetter(task);
      program.step(task);
      run.step(task);
      ASSERT_EQ(run.label(run.length() - 1).task, task) << schedule;
    }
    EXPECT_EQ(run.schedule(), schedule);
  }
}

TEST(ProgramRun, UndoLeavesNothingBehind) {
  test::Random random(2);
  for (int i = 0; i < test::rounds(500); ++i) {
    const Settings settings = test::randomSettings(random, kShape);
    const std::string one = randomSchedule(random, settings);
    const std::string two = randomSchedule(random, settings);
    ProgramRun run = runOf(settings);
    steps(run, one);
    while (run.length() > 0) run.undo();
    steps(run, two);
    ProgramRun fresh = runOf(settings);
    steps(fresh, two);
    ASSERT_EQ(run.schedule(), fresh.schedule());
    program::Machine end = run.machine(), freshEnd = fresh.machine();
    EXPECT_EQ(program::endingOf(end), program::endingOf(freshEnd));
    EXPECT_EQ(enabledTasksOf(run, settings), enabledTasksOf(fresh, settings));
    for (std::size_t place = 0; place < run.length(); ++place) {
      EXPECT_EQ(run.label(place).task, fresh.label(place).task);
      EXPECT_EQ(*run.label(place).footprint, *fresh.label(place).footprint);
      for (std::size_t task = 0; task < settings.program.transactions.size(); ++task) {
        EXPECT_EQ(run.stepsBefore(place, task), fresh.stepsBefore(place, task));
      }
    }
    if (HasFailure()) return;
  }
}

TEST(ProgramRun, DependsAsDefined) {
  test::Random random(3);
  for (int i = 0; i < test::rounds(300); ++i) {
    const Settings settings = test::randomSettings(random, kShape);
    const std::string schedule = randomSchedule(random, settings);
    const std::vector<SeenStep> seen = test::seenSteps(settings, schedule);
    const auto before = test::happensBefore(seen);
    ProgramRun run = runOf(settings);
    steps(run, schedule);
    for (std::size_t b = 0; b < seen.size(); ++b) {
      for (std::size_t a = 0; a < b; ++a) {
        const bool happensBefore = run.stepsBefore(b, seen[a].task) >= run.stepsBefore(a, seen[a].task);
        EXPECT_EQ(happensBefore, before[a][b]) << schedule << ": " << a << ", " << b;
        EXPECT_EQ(dependent(run.label(a), run.label(b)), dependent(run.label(b), run.label(a)));
        // What the end of another task admits depends on it without a place that both look at.
        if (seen[a].admitted != seen[b].task) EXPECT_EQ(dependent(run.label(a), run.label(b)), !test::maySwap(seen[a], seen[b]));
      }
    }
    if (HasFailure()) return;
  }
}

// ---- Races ----------------------------------------------------------------------------------------

struct Reversal {
  std::size_t first = 0;
  std::vector<ProgramLabel> sequence;
};

// Each race, whatever has been explored.
struct AllRaces {
  bool wants(std::size_t /*first*/, std::span<const ProgramLabel> /*before*/) { return true; }
  void reverse(std::size_t first, std::vector<ProgramLabel>& sequence) { found.push_back({first, sequence}); }

  std::vector<Reversal> found;
};

// Each race of the schedule with its reversal: the schedule up to the race, "|", the reversal.
std::vector<std::string> reversals(const Settings& settings, const std::string& schedule) {
  ProgramRun run = runOf(settings);
  steps(run, schedule);
  AllRaces races;
  run.reverseRaces(races);
  std::vector<std::string> found;
  for (const Reversal& race : races.found) {
    std::string reversal = schedule.substr(0, race.first) + "|";
    for (const ProgramLabel& label : race.sequence) reversal += taskLetter(label.task);
    found.push_back(reversal);
  }
  std::ranges::sort(found);
  return found;
}

using Reversals = std::vector<std::string>;

TEST(ProgramRun, AWriteRacesWithTheReadsAndTheWriteBefore) {
  // B's write with A's read is not direct: A's write is between.
  EXPECT_EQ(reversals(lesson(), "ABAB"), (Reversals{"AB|B", "A|A"}));
  // B's read with A's write.
  EXPECT_EQ(reversals(lesson(), "AABB"), (Reversals{"A|B"}));
}

TEST(ProgramRun, AReversalTakesAlongWhatDoesNotDependOnTheFirstStep) {
  const Settings settings = programOf({{"a", 1}, {"b", 2}, {"c", 3}});
  // Before B writes: A reads late, and C's read goes along; or C does.
  EXPECT_EQ(reversals(settings, "ACBBAC"), (Reversals{"ACBB|C", "ACB|A", "A|BB", "|CBB"}));
}

TEST(ProgramRun, AnAcquireRacesWithTheAcquireBefore) {
  EXPECT_EQ(reversals(lesson(LockKind::scoped), "AAAABBBB"), (Reversals{"|B"}));
  const Settings three = programOf({{"a", 1}, {"b", 2}, {"c", 3}}, LockKind::scoped);
  EXPECT_EQ(reversals(three, "AAAABBBBCCCC"), (Reversals{"AAAA|C", "|B"}));
  // A's end admits C into flight.
  EXPECT_EQ(reversals(programOf({{"a", 1}, {"c", 3}}, LockKind::scoped, 1), "AAAABBBB"), Reversals{});
}

TEST(ProgramRun, ATaskThatWaitsForEverRacesWithTheAcquireOfTheOwner) {
  const Settings settings = programOf({{"a", 1, 1, true}, {"b", 2}, {"c", 3}}, LockKind::manual);
  EXPECT_EQ(reversals(settings, "AA"), (Reversals{"|B", "|C"}));
  // Only A's end would admit C into flight.
  Settings two = settings;
  two.program.workers = 2;
  EXPECT_EQ(reversals(two, "AA"), (Reversals{"|B"}));
}

TEST(ProgramRun, EndsRaceForTheQueue) {
  Settings settings = programOf({{"a", -1}, {"b", -1}, {"c", -1}}, LockKind::none, 2);
  settings.program.start = 0;
  settings.program.overdraft = Overdraft::refuse;
  EXPECT_EQ(reversals(settings, "ABC"), (Reversals{"|B"}));
}

TEST(ProgramRun, EveryReversalIsPossibleAndTurnsTheRaceRound) {
  test::Random random(4);
  std::size_t turned = 0;
  for (int i = 0; i < test::rounds(500); ++i) {
    const Settings settings = test::randomSettings(random, kShape);
    const std::string schedule = randomSchedule(random, settings);
    ProgramRun run = runOf(settings);
    steps(run, schedule);
    AllRaces races;
    run.reverseRaces(races);
    for (const Reversal& race : races.found) {
      ASSERT_FALSE(race.sequence.empty());
      ProgramRun other = runOf(settings);
      steps(other, schedule.substr(0, race.first));
      for (const ProgramLabel& label : race.sequence) {
        ASSERT_TRUE(other.canStep(label.task)) << schedule;
        // It conflicts with the race's first step, and nothing before it does.
        EXPECT_EQ(dependent(run.label(race.first), label), &label == &race.sequence.back()) << schedule;
        other.step(label.task);
        ASSERT_EQ(*other.label(other.length() - 1).footprint, *label.footprint) << schedule;
      }
      ++turned;
    }
    if (HasFailure()) return;
  }
  EXPECT_GT(turned, test::rounds(1'000U));
}

}  // namespace
}  // namespace interleave
