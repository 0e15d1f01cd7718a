// Schedules forced onto real threads: the same letters give the same run.

#include <algorithm>
#include <chrono>

#include "explore/contradiction.h"
#include "explore/exploration.h"
#include "support.h"
#include "trace/explanation.h"
#include "trace/verdict.h"

namespace interleave {
namespace {

using test::Drive;
using test::lesson;
using test::programOf;
using test::Random;
using test::TestRunner;

std::shared_ptr<const RunResult> forced(TestRunner& threads, const Settings& settings, std::string_view schedule) {
  EXPECT_TRUE(threads.runner().startForced(settings, schedule)) << schedule;
  return threads.finish();
}

// The operations on the balance and the lock, in order.
std::vector<std::string> eventsOf(const auto& events) {
  std::vector<std::string> lines;
  for (const Event& event : events) {
    lines.push_back(letterText(event.task) + " " + std::string(eventName(event.kind)) + " " + std::to_string(event.value) +
                    " of update " + std::to_string(event.update));
  }
  return lines;
}

std::string wordsOf(const Trace& trace) {
  std::string words;
  for (const Event& event : trace.events) {
    words += (words.empty() ? "" : ", ") + letterText(event.task) + " ";
    words += eventName(event.kind);
  }
  return words;
}

// Forces the driven schedule onto threads and compares the run with it.
void expectSame(TestRunner& threads, const Settings& settings, const Drive& drive) {
  const auto result = forced(threads, settings, drive.schedule());
  const RunResult model = drive.result();
  ASSERT_EQ(scheduleOf(result->trace, limits::kMaxScheduleSteps), drive.schedule());
  ASSERT_EQ(stepsOf(result->trace), drive.schedule().size());
  ASSERT_EQ(eventsOf(result->trace.events), eventsOf(drive.events()));
  ASSERT_EQ(result->end, model.end);
  ASSERT_EQ(result->scheduleEnded, model.end == RunEnd::stopped);
  ASSERT_EQ(result->balance, model.balance);
  ASSERT_EQ(result->ending(), model.ending());
  ASSERT_EQ(result->owners[0], model.owners[0]);
  ASSERT_EQ(result->waiters, model.waiters);
  ASSERT_EQ(result->refusals, model.refusals);
  ASSERT_EQ(result->exceptions, model.exceptions);
  ASSERT_EQ(contradictionIn(*result), "");
}

// Every schedule from here on, each forced.
void forceAllFrom(TestRunner& threads, const Settings& settings, const Drive& drive, int& schedules) {
  const Program& program = drive.program();
  if (program.finished() || program.deadlocked()) {
    ++schedules;
    expectSame(threads, settings, drive);
    return;
  }
  for (std::size_t task = 0; task < program.tasks().size() && !testing::Test::HasFatalFailure(); ++task) {
    if (!program.canStep(task)) continue;
    Drive next = drive;
    next.step(task);
    forceAllFrom(threads, settings, next, schedules);
  }
}

// ---- The lesson ---------------------------------------------------------------------------------

TEST(ForcedRunTest, EveryScheduleOfTheLesson) {
  TestRunner threads;
  for (const LockKind lock : {LockKind::none, LockKind::manual, LockKind::scoped}) {
    for (const int throwing : {-1, 0, 1}) {
      for (const Overdraft overdraft : {Overdraft::allow, Overdraft::refuse}) {
        for (const int workers : {1, 2, 3}) {
          Settings settings = lesson(lock, workers);
          settings.program.overdraft = overdraft;
          if (throwing >= 0) settings.program.transactions[static_cast<std::size_t>(throwing)].throws = true;
          int schedules = 0;
          forceAllFrom(threads, settings, Drive(settings), schedules);
          ASSERT_FALSE(HasFatalFailure());
          ASSERT_EQ(static_cast<std::uint64_t>(schedules), test::endingsOf(settings).schedules);
        }
      }
    }
  }
}

TEST(ForcedRunTest, TheLessonEndsWhereItsLettersSay) {
  TestRunner threads;
  const struct {
    const char* schedule;
    Money ending;
  } cases[] = {{"AABB", 0}, {"ABAB", -50}, {"ABBA", 150}, {"BAAB", -50}, {"BABA", 150}, {"BBAA", 0}};
  for (const auto& each : cases) {
    EXPECT_EQ(forced(threads, lesson(), each.schedule)->ending(), each.ending) << each.schedule;
  }
}

TEST(ForcedRunTest, TheSameEventsEveryTime) {
  TestRunner threads;
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(wordsOf(forced(threads, lesson(), "BABA")->trace),
              "A updating, B updating, B read, A read, B write, B finishing, A write, A finishing");
    EXPECT_EQ(wordsOf(forced(threads, lesson(LockKind::scoped), "BBBBAAAA")->trace),
              "A updating, B updating, B acquired, A waiting, B read, B write, B released, B finishing, A acquired, "
              "A read, A write, A released, A finishing");
  }
}

TEST(ForcedRunTest, NoTaskSleeps) {
  TestRunner threads;
  Settings settings = lesson();
  settings.run.delay = std::chrono::milliseconds(limits::kMaxDelayMs);
  const auto result = forced(threads, settings, "ABAB");
  EXPECT_EQ(result->ending(), -50);
  EXPECT_LT(result->durationNs, 5'000'000'000);
}

TEST(ForcedRunTest, TimesSayInWhichOrderStepsWereTaken) {
  TestRunner threads;
  const auto result = forced(threads, lesson(LockKind::none), "BAAB");
  const EventList& events = result->trace.events;
  for (std::size_t i = 1; i < events.size(); ++i) EXPECT_LT(events[i - 1].timeNs, events[i].timeNs);
  EXPECT_LE(events.back().timeNs, result->durationNs);
}

// ---- Beginnings ---------------------------------------------------------------------------------

TEST(ForcedRunTest, AScheduleThatEndsBeforeTheProgramStopsIt) {
  TestRunner threads;
  for (const LockKind lock : {LockKind::none, LockKind::manual, LockKind::scoped}) {
    const std::string whole = lock == LockKind::none ? "ABAB" : "BBBBAAAA";
    for (std::size_t steps = 0; steps < whole.size(); ++steps) {
      Drive drive(lesson(lock));
      drive.steps(whole.substr(0, steps));
      expectSame(threads, lesson(lock), drive);
      ASSERT_FALSE(HasFatalFailure()) << steps;
    }
  }
  const auto result = forced(threads, lesson(LockKind::scoped), "AA");
  EXPECT_EQ(result->end, RunEnd::stopped);
  EXPECT_TRUE(result->scheduleEnded);
  EXPECT_EQ(verdictOf(*result), Verdict::unfinished);
  EXPECT_EQ(explain(*result), "The schedule ends here, before the program does.");
  EXPECT_EQ(result->balance, 100);
  EXPECT_EQ(wordsOf(result->trace), "A updating, B updating, A acquired, B waiting, A read") << "the lock is held still";
}

TEST(ForcedRunTest, ATaskThatFollowsAnotherHasBegunWhenTheLettersEnd) {
  TestRunner threads;
  const Settings settings = programOf({{"a", 1}, {"b", 2}, {"c", 3}}, LockKind::none, 2);
  EXPECT_EQ(wordsOf(forced(threads, settings, "BB")->trace), "A updating, B updating, B read, B write, B finishing, C updating");
}

TEST(ForcedRunTest, AnImpossibleScheduleIsRefused) {
  TestRunner threads;
  for (const char* schedule : {"ABABA", "C", "AAA", "a", "A B"}) {
    EXPECT_FALSE(threads.runner().startForced(lesson(), schedule)) << schedule;
  }
  EXPECT_FALSE(threads.runner().startForced(lesson(LockKind::scoped), "AB")) << "B waits for the lock";
  EXPECT_EQ(threads.runner().phase(), Runner::Phase::idle);
  EXPECT_EQ(threads.run(lesson(LockKind::scoped))->ending(), 0);
}

// ---- Deadlocks ----------------------------------------------------------------------------------

TEST(ForcedRunTest, ADeadlockIsReachedAndFound) {
  TestRunner threads;
  const Settings settings = programOf({{"a", 1}, {"b", 2, 1, true}, {"c", 3}, {"d", 4}, {"e", 5}}, LockKind::manual, 3);
  for (int i = 0; i < 20; ++i) {
    const auto result = forced(threads, settings, "AAAABB");
    ASSERT_EQ(result->end, RunEnd::deadlocked);
    ASSERT_EQ(result->owners[0], 1U);
    ASSERT_EQ(result->waiters, (std::vector<std::size_t>{2, 3, 4}));
    ASSERT_EQ(result->balance, 101);
    ASSERT_EQ(verdictOf(*result), Verdict::deadlock);
    ASSERT_EQ(wordsOf(result->trace),
              "A updating, B updating, C updating, A acquired, B waiting, C waiting, A read, A write, A released, "
              "A finishing, D updating, B acquired, D waiting, B read, B thrown, E updating, E waiting");
    ASSERT_EQ(forced(threads, lesson(LockKind::manual), "BBBBAAAA")->ending(), 0) << "and the next run is clean";
  }
}

TEST(ForcedRunTest, OneWorkerThatWaitsForItsOwnDeadTask) {
  TestRunner threads;
  const auto result = forced(threads, programOf({{"a", 1, 1, true}, {"b", 2}}, LockKind::manual, 1), "AA");
  EXPECT_EQ(result->end, RunEnd::deadlocked);
  EXPECT_EQ(result->owners[0], 0U);
  EXPECT_EQ(result->waiters, std::vector<std::size_t>{1});
}

// ---- At random ----------------------------------------------------------------------------------

TEST(ForcedRunTest, ThousandsOfRandomSchedules) {
  Random random(31);
  TestRunner threads;
  int deadlocks = 0;
  int stopped = 0;
  std::size_t lost = 0;
  for (int i = 0; i < test::rounds(3'000); ++i) {
    const Settings settings = test::randomSettings(random, {.transactions = 6, .times = 3, .workers = 4});
    Drive drive(settings);
    // One in five is cut short.
    std::int64_t left = test::oneIn(random, 5) ? test::between(random, 0, 20) : 1'000;
    while (left-- > 0 && drive.stepRandomly(random)) {
    }
    expectSame(threads, settings, drive);
    ASSERT_FALSE(HasFatalFailure()) << "run " << i << ", schedule " << drive.schedule();
    const RunResult model = drive.result();
    deadlocks += model.end == RunEnd::deadlocked ? 1 : 0;
    stopped += model.end == RunEnd::stopped ? 1 : 0;
    lost += model.lost.size();
  }
  EXPECT_GT(deadlocks, test::rounds(50));
  EXPECT_GT(stopped, test::rounds(200));
  EXPECT_GT(lost, test::rounds(500U));
}

TEST(ForcedRunTest, EveryExampleOfAnExplorationEndsAsItPromises) {
  Random random(35);
  TestRunner threads;
  for (int i = 0; i < test::rounds(40); ++i) {
    const Settings settings = test::randomSettings(random, {.transactions = 4, .times = 2, .workers = 3});
    ExploreProgress progress;
    const Exploration exploration = explore(settings.program, {.threads = 1}, progress);
    ASSERT_TRUE(exploration.complete);
    for (const ExploredEnding& ending : exploration.endings) {
      ASSERT_EQ(forced(threads, settings, ending.example)->ending(), ending.balance) << ending.example;
    }
    if (const std::string& example = exploration.deadlock.example; !example.empty()) {
      ASSERT_EQ(forced(threads, settings, example)->end, RunEnd::deadlocked) << example;
    }
  }
}

TEST(ForcedRunTest, AScheduleAsLongAsALinkCanHold) {
  Random random(32);
  TestRunner threads;
  for (const LockKind lock : {LockKind::none, LockKind::scoped}) {
    const Settings settings = programOf({{"a", 1, 1'000}, {"b", -1, 1'000}, {"c", 2, 1'000}}, lock, 3);
    Drive drive(settings);
    while (drive.schedule().size() < limits::kMaxScheduleSteps) ASSERT_TRUE(drive.stepRandomly(random));
    expectSame(threads, settings, drive);
  }
}

TEST(ForcedRunTest, SixteenWorkersWithTwentySixTasks) {
  Random random(33);
  TestRunner threads;
  for (const LockKind lock : {LockKind::none, LockKind::manual, LockKind::scoped}) {
    Settings settings = programOf({}, lock, limits::kMaxWorkers);
    for (int task = 0; task < limits::kMaxTransactions; ++task) {
      settings.program.transactions.push_back({.label = "t", .amount = task - 10, .times = 2, .throws = false});
    }
    for (int i = 0; i < 5; ++i) {
      Drive drive(settings);
      while (drive.stepRandomly(random)) {
      }
      expectSame(threads, settings, drive);
      ASSERT_FALSE(HasFatalFailure());
    }
  }
}

// ---- Stopping -----------------------------------------------------------------------------------

TEST(ForcedRunTest, StoppingAtAnyMomentGetsThrough) {
  Random random(34);
  TestRunner threads;
  for (int i = 0; i < test::rounds(300); ++i) {
    const test::Shape shape = {.transactions = 10, .times = 20, .workers = 6};
    const Settings settings = test::randomSettings(random, shape);
    Drive drive(settings);
    while (drive.stepRandomly(random)) {
    }
    const std::string schedule = drive.schedule().substr(0, limits::kMaxScheduleSteps);
    ASSERT_TRUE(threads.runner().startForced(settings, schedule));
    threads.awaitEvents(static_cast<std::uint64_t>(test::between(random, 0, 200)));
    threads.runner().stop();
    const auto result = threads.finish();
    ASSERT_EQ(contradictionIn(*result), "") << "run " << i;
    const std::string letters = scheduleOf(result->trace, limits::kMaxScheduleSteps);
    ASSERT_EQ(letters, schedule.substr(0, letters.size())) << "run " << i;
    if (letters.size() < schedule.size()) ASSERT_FALSE(result->scheduleEnded) << "run " << i;
  }
  EXPECT_EQ(threads.run(lesson(LockKind::scoped))->ending(), 0);
}

}  // namespace
}  // namespace interleave
