#include "explore/causal_run.h"

#include <gtest/gtest.h>

#include "slow_classes.h"
#include "support.h"

namespace interleave {
namespace {

using test::lesson;
using test::programOf;
using test::SeenStep;

StepLabel labelOf(const SeenStep& seen) {
  return {.task = static_cast<std::uint8_t>(seen.task),
          .step = seen.step,
          .ends = seen.ended,
          .admits = seen.admitted ? static_cast<std::uint8_t>(*seen.admitted) : StepLabel::kNoTask};
}

std::vector<std::size_t> enabledTasksOf(const Program& program) {
  std::vector<std::size_t> tasks;
  for (std::size_t task = 0; task < program.tasks().size(); ++task) {
    if (program.canStep(task)) tasks.push_back(task);
  }
  return tasks;
}

std::vector<std::size_t> enabledTasksOf(const CausalRun& run) {
  std::vector<std::size_t> tasks;
  run.enabledTasks(tasks);
  return tasks;
}

void steps(CausalRun& run, std::string_view schedule) {
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

TEST(CausalRun, TakesTheStepsOfTheProgram) {
  test::Random random(1);
  for (int i = 0; i < test::rounds(1'000); ++i) {
    const Settings settings = test::randomSettings(random, kShape);
    Program program(settings.program);
    CausalRun run(settings.program);
    std::string schedule;
    while (true) {
      const std::vector<std::size_t> possible = enabledTasksOf(program);
      ASSERT_EQ(enabledTasksOf(run), possible) << schedule;
      ASSERT_EQ(run.balance(), program.balance()) << schedule;
      ASSERT_EQ(run.finished(), program.finished()) << schedule;
      if (possible.empty()) break;
      const std::size_t task = possible[random() % possible.size()];
      const StepLabel next = run.next(task);
      schedule += taskLetter(task);
      const SeenStep seen = test::takeAndSee(program, task);
      run.step(task);
      ASSERT_EQ(run.label(run.length() - 1), labelOf(seen)) << schedule;
      ASSERT_EQ(next, labelOf(seen)) << schedule;
    }
    EXPECT_EQ(run.schedule(), schedule);
  }
}

TEST(CausalRun, UndoLeavesNothingBehind) {
  test::Random random(2);
  for (int i = 0; i < test::rounds(500); ++i) {
    const Settings settings = test::randomSettings(random, kShape);
    const std::string one = randomSchedule(random, settings);
    const std::string two = randomSchedule(random, settings);
    CausalRun run(settings.program);
    steps(run, one);
    while (run.length() > 0) run.undo();
    steps(run, two);
    CausalRun fresh(settings.program);
    steps(fresh, two);
    ASSERT_EQ(run.schedule(), fresh.schedule());
    EXPECT_EQ(run.balance(), fresh.balance());
    EXPECT_EQ(run.finished(), fresh.finished());
    EXPECT_EQ(enabledTasksOf(run), enabledTasksOf(fresh));
    for (std::size_t place = 0; place < run.length(); ++place) {
      EXPECT_EQ(run.label(place), fresh.label(place));
      for (std::size_t task = 0; task < settings.program.transactions.size(); ++task) {
        EXPECT_EQ(run.stepsBefore(place, task), fresh.stepsBefore(place, task));
      }
    }
    if (HasFailure()) return;
  }
}

TEST(CausalRun, DependsAsDefined) {
  test::Random random(3);
  for (int i = 0; i < test::rounds(300); ++i) {
    const Settings settings = test::randomSettings(random, kShape);
    const std::string schedule = randomSchedule(random, settings);
    const std::vector<SeenStep> seen = test::seenSteps(settings, schedule);
    const auto before = test::happensBefore(seen);
    CausalRun run(settings.program);
    steps(run, schedule);
    for (std::size_t b = 0; b < seen.size(); ++b) {
      for (std::size_t a = 0; a < b; ++a) {
        EXPECT_EQ(dependent(run.label(a), run.label(b)), !test::maySwap(seen[a], seen[b]));
        EXPECT_EQ(dependent(run.label(b), run.label(a)), !test::maySwap(seen[a], seen[b]));
        EXPECT_EQ(run.happensBefore(a, b), before[a][b]) << schedule << ": " << a << ", " << b;
      }
    }
    if (HasFailure()) return;
  }
}

// ---- Races ----------------------------------------------------------------------------------------

// Each race of the schedule with its reversal: the schedule up to the race, "|", the reversal.
std::vector<std::string> reversals(const Settings& settings, const std::string& schedule) {
  CausalRun run(settings.program);
  steps(run, schedule);
  std::vector<CausalRun::Race> races;
  run.races(races);
  std::vector<std::string> found;
  for (const CausalRun::Race& race : races) {
    std::vector<StepLabel> sequence;
    run.reversal(race, sequence);
    std::string reversal = schedule.substr(0, race.first) + "|";
    for (const StepLabel& label : sequence) reversal += taskLetter(label.task);
    found.push_back(reversal);
  }
  std::ranges::sort(found);
  return found;
}

using Reversals = std::vector<std::string>;

TEST(CausalRun, AWriteRacesWithTheReadsAndTheWriteBefore) {
  // B's write with A's read is not direct: A's write is between.
  EXPECT_EQ(reversals(lesson(), "ABAB"), (Reversals{"AB|B", "A|A"}));
  // B's read with A's write.
  EXPECT_EQ(reversals(lesson(), "AABB"), (Reversals{"A|B"}));
}

TEST(CausalRun, AReversalTakesAlongWhatDoesNotDependOnTheFirstStep) {
  const Settings settings = programOf({{"a", 1}, {"b", 2}, {"c", 3}});
  // Before B writes: A reads late, and C's read goes along; or C does.
  EXPECT_EQ(reversals(settings, "ACBBAC"), (Reversals{"ACBB|C", "ACB|A", "A|BB", "|CBB"}));
}

TEST(CausalRun, AnAcquireRacesWithTheAcquireBefore) {
  EXPECT_EQ(reversals(lesson(LockKind::scoped), "AAAABBBB"), (Reversals{"|B"}));
  const Settings three = programOf({{"a", 1}, {"b", 2}, {"c", 3}}, LockKind::scoped);
  EXPECT_EQ(reversals(three, "AAAABBBBCCCC"), (Reversals{"AAAA|C", "|B"}));
  // A's end admits C into flight.
  EXPECT_EQ(reversals(programOf({{"a", 1}, {"c", 3}}, LockKind::scoped, 1), "AAAABBBB"), Reversals{});
}

TEST(CausalRun, ATaskThatWaitsForEverRacesWithTheAcquireOfTheOwner) {
  const Settings settings = programOf({{"a", 1, 1, true}, {"b", 2}, {"c", 3}}, LockKind::manual);
  EXPECT_EQ(reversals(settings, "AA"), (Reversals{"|B", "|C"}));
  // Only A's end would admit C into flight.
  Settings two = settings;
  two.program.workers = 2;
  EXPECT_EQ(reversals(two, "AA"), (Reversals{"|B"}));
}

TEST(CausalRun, EndsRaceForTheQueue) {
  Settings settings = programOf({{"a", -1}, {"b", -1}, {"c", -1}}, LockKind::none, 2);
  settings.program.start = 0;
  settings.program.overdraft = Overdraft::refuse;
  EXPECT_EQ(reversals(settings, "ABC"), (Reversals{"|B"}));
}

TEST(CausalRun, EveryReversalIsPossibleAndTurnsTheRaceRound) {
  test::Random random(4);
  std::size_t turned = 0;
  for (int i = 0; i < test::rounds(500); ++i) {
    const Settings settings = test::randomSettings(random, kShape);
    const std::string schedule = randomSchedule(random, settings);
    CausalRun run(settings.program);
    steps(run, schedule);
    std::vector<CausalRun::Race> races;
    run.races(races);
    for (const CausalRun::Race& race : races) {
      std::vector<StepLabel> sequence;
      run.reversal(race, sequence);
      ASSERT_FALSE(sequence.empty());
      EXPECT_EQ(sequence.back().task, race.task);
      CausalRun other(settings.program);
      steps(other, schedule.substr(0, race.first));
      for (const StepLabel& label : sequence) {
        const std::vector<std::size_t> possible = enabledTasksOf(other);
        ASSERT_TRUE(std::ranges::find(possible, label.task) != possible.end()) << schedule;
        // It conflicts with the race's first step, and nothing before it does.
        EXPECT_EQ(dependent(run.label(race.first), label), &label == &sequence.back()) << schedule;
        ASSERT_EQ(other.next(label.task), label) << schedule;
        other.step(label.task);
      }
      ++turned;
    }
    if (HasFailure()) return;
  }
  EXPECT_GT(turned, test::rounds(1'000U));
}

}  // namespace
}  // namespace interleave
