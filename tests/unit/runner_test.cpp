#include "run/runner.h"

#include <algorithm>
#include <thread>

#include "explore/contradiction.h"
#include "support.h"
#include "trace/explanation.h"
#include "trace/verdict.h"

namespace interleave {
namespace {

using test::lesson;
using test::programOf;
using test::Random;
using test::TestRunner;

// Runs that are stopped while all of them sleep.
Settings sleepy(LockKind lock = LockKind::none, int workers = 2) {
  Settings settings = lesson(lock, workers);
  settings.run.delay = std::chrono::milliseconds(limits::kMaxDelayMs);
  return settings;
}

// ---- The lesson ---------------------------------------------------------------------------------

TEST(RunnerTest, TheLessonRacesOnTwoThreads) {
  TestRunner threads;
  Settings settings = lesson();
  settings.run.delay = std::chrono::milliseconds(20);
  // That both read before one writes is almost certain, not certain.
  std::shared_ptr<const RunResult> result;
  do {
    result = threads.run(settings);
    ASSERT_EQ(contradictionIn(*result), "");
    ASSERT_EQ(result->expected, 0);
    ASSERT_EQ(result->lost.empty(), result->balance == 0);
  } while (result->lost.empty());

  const bool depositLost = result->balance == -50;
  EXPECT_TRUE(depositLost || result->balance == 150) << result->balance;
  EXPECT_EQ(result->ending(), result->balance);
  EXPECT_EQ(verdictOf(*result), Verdict::wrong);
  EXPECT_EQ(result->updates, 2U);
  EXPECT_EQ(explain(*result), depositLost ? "The withdrawal read 100 before the deposit wrote 150: +50 was lost."
                                          : "The deposit read 100 before the withdrawal wrote -50: -150 was lost.");
  const std::string schedule = scheduleOf(result->trace, 100);
  EXPECT_TRUE(schedule == (depositLost ? "ABAB" : "ABBA") || schedule == (depositLost ? "BAAB" : "BABA")) << schedule;

  // The console, word for word; each thread's two lines in their order, both before the ending.
  std::vector<std::string> lines = consoleOf(*result).lines;
  ASSERT_EQ(lines.size(), 6U);
  EXPECT_EQ(lines.front(), "starting with balance of 100");
  EXPECT_EQ(lines.back(), depositLost ? "ending balance of -50" : "ending balance of 150");
  std::sort(lines.begin() + 1, lines.begin() + 3);
  EXPECT_EQ(lines[1], "deposit thread updating...");
  EXPECT_EQ(lines[2], "withdrawal thread updating...");
  std::sort(lines.begin() + 3, lines.begin() + 5);
  EXPECT_EQ(lines[3], "deposit thread finishing...");
  EXPECT_EQ(lines[4], "withdrawal thread finishing...");
}

TEST(RunnerTest, LocksEndAtNothingEveryTime) {
  TestRunner threads;
  for (int i = 0; i < 300; ++i) {
    for (const LockKind lock : {LockKind::manual, LockKind::scoped}) {
      const auto result = threads.run(lesson(lock));
      ASSERT_EQ(result->ending(), 0);
      ASSERT_EQ(verdictOf(*result), Verdict::expected);
      ASSERT_EQ(contradictionIn(*result), "");
      const std::string schedule = scheduleOf(result->trace, 100);
      ASSERT_TRUE(schedule == "AAAABBBB" || schedule == "BBBBAAAA") << schedule;
    }
  }
}

TEST(RunnerTest, OneWorkerEndsAtNothingAndPrintsInListOrder) {
  TestRunner threads;
  for (const LockKind lock : {LockKind::none, LockKind::manual, LockKind::scoped}) {
    const auto result = threads.run(lesson(lock, 1));
    EXPECT_EQ(result->ending(), 0);
    const std::vector<std::string> lines = {"starting with balance of 100",   "deposit thread updating...",
                                            "deposit thread finishing...",    "withdrawal thread updating...",
                                            "withdrawal thread finishing...", "ending balance of 0"};
    EXPECT_EQ(consoleOf(*result).lines, lines);
  }
}

TEST(RunnerTest, ManyUpdatesUnderALockAllCount) {
  TestRunner threads;
  const auto result = threads.run(programOf({{"a", 1, 2'000}, {"b", -3, 2'000}, {"c", 7, 2'000}}, LockKind::scoped, 3));
  EXPECT_EQ(result->ending(), 100 + 2'000 * 5);
  EXPECT_EQ(result->updates, 6'000U);
  EXPECT_EQ(contradictionIn(*result), "");
}

TEST(RunnerTest, ARunKeepsTheFirstEventsAndAsManyAsItIsGiven) {
  TestRunner threads;
  const Settings settings = programOf({{"a", 1, 3'000}}, LockKind::none, 1);
  ASSERT_TRUE(threads.runner().start(settings, 5'000));
  const auto few = threads.finish();
  EXPECT_EQ(few->trace.events.size(), 5'000U);
  EXPECT_EQ(few->trace.dropped, 7'000U);
  EXPECT_EQ(threads.run(settings)->trace.events.size(), 12'000U) << "that is for one run";
}

TEST(RunnerTest, OfALongRunThatIsStoppedTheFirstEventsAreKept) {
  TestRunner threads;
  ASSERT_TRUE(threads.runner().start(programOf({{"a", 1, 1'000'000}, {"b", 1, 1'000'000}}, LockKind::scoped, 2)));
  threads.awaitEvents(2 * limits::kMaxEventsOfStopped);
  threads.runner().stop();
  const auto result = threads.finish();
  EXPECT_EQ(result->end, RunEnd::stopped);
  const std::size_t kept = result->trace.events.size();
  EXPECT_GT(kept, limits::kMaxEventsOfStopped - 3 * EventChunk::kEvents);
  EXPECT_LT(kept, limits::kMaxEventsOfStopped + 3 * EventChunk::kEvents);
  EXPECT_GE(kept + result->trace.dropped, 2 * limits::kMaxEventsOfStopped);
  EXPECT_TRUE(result->lost.empty());
}

// ---- Phases -------------------------------------------------------------------------------------

TEST(RunnerTest, GoesThroughItsPhases) {
  TestRunner threads;
  Runner& runner = threads.runner();
  EXPECT_EQ(runner.phase(), Runner::Phase::idle);
  EXPECT_EQ(runner.take(), nullptr);
  ASSERT_TRUE(runner.start(sleepy()));
  EXPECT_FALSE(runner.start(lesson())) << "one run at a time";
  EXPECT_EQ(runner.take(), nullptr);
  threads.awaitEvents(4);
  EXPECT_EQ(runner.phase(), Runner::Phase::running);
  EXPECT_FALSE(runner.start(lesson()));
  EXPECT_EQ(runner.take(), nullptr);
  runner.stop();
  while (runner.phase() != Runner::Phase::finished) std::this_thread::yield();
  EXPECT_FALSE(runner.start(lesson())) << "not taken yet";
  EXPECT_NE(runner.take(), nullptr);
  EXPECT_EQ(runner.phase(), Runner::Phase::idle);
  EXPECT_EQ(runner.take(), nullptr) << "once";
  EXPECT_EQ(threads.run(lesson(LockKind::scoped))->ending(), 0);
}

TEST(RunnerTest, AResultOutlivesItsRunner) {
  std::shared_ptr<const RunResult> result;
  {
    TestRunner threads;
    result = threads.run(lesson(LockKind::scoped));
    threads.run(programOf({{"a", 1, 50}}));
  }
  EXPECT_EQ(result->ending(), 0);
  EXPECT_EQ(contradictionIn(*result), "");
}

TEST(RunnerTest, ThreadsAreMadeAheadAndCounted) {
  TestRunner threads;
  Runner& runner = threads.runner();
  EXPECT_EQ(runner.threadsMade(), 1) << "the conductor";
  EXPECT_EQ(runner.warm(2), "");
  EXPECT_EQ(runner.threadsMade(), 3);
  while (runner.threadsUp() < 3) std::this_thread::yield();
  threads.run(lesson());
  EXPECT_EQ(runner.threadsMade(), 3) << "a run uses what is there";
  threads.run(lesson(LockKind::none, 4));
  EXPECT_EQ(runner.threadsMade(), 5) << "and makes what is missing";
}

// ---- Live ---------------------------------------------------------------------------------------

TEST(RunnerTest, ARunCanBeWatched) {
  TestRunner threads;
  Runner& runner = threads.runner();
  LiveTrace live(sleepy().program);
  EXPECT_EQ(runner.eventsSoFar(), 0U);
  EXPECT_FALSE(runner.follow(live));
  ASSERT_TRUE(runner.start(sleepy()));
  threads.awaitEvents(4);
  // A thread has published its events a moment before it pauses.
  while (live.trace().events.size() < 4) runner.follow(live);
  EXPECT_GE(runner.runningFor().count(), live.timeline().endNs());
  const Trace& trace = live.trace();
  ASSERT_EQ(trace.events.size(), 4U);
  EXPECT_EQ(trace.dropped, 0U);
  for (const Event& event : trace.events) {
    EXPECT_TRUE(event.kind == EventKind::updating || event.kind == EventKind::read);
  }
  runner.stop();
  threads.finish();
  EXPECT_EQ(runner.eventsSoFar(), 0U);
  EXPECT_EQ(runner.runningFor().count(), 0);
  EXPECT_FALSE(runner.follow(live));
}

// As if it had been stopped there.
RunResult runSoFar(const Settings& settings, const Trace& trace) {
  RunResult result;
  result.settings = settings;
  result.end = RunEnd::stopped;
  result.trace = trace;
  result.trace.dropped = 1;  // more follows
  result.balance = settings.program.start;
  for (const Event& event : trace.events) {
    if (writesBalance(event.kind)) result.balance = event.value;
    result.updates += writesBalance(event.kind) ? 1 : 0;
    result.linesPrinted += prints(event.kind) ? 1 : 0;
    result.refusals += event.kind == EventKind::refused ? 1 : 0;
    result.givenUp += event.kind == EventKind::gaveUp ? 1 : 0;
  }
  result.balances = {result.balance};
  return result;
}

TEST(RunnerTest, WatchingWhileThreadsRecordShowsAPossibleBeginning) {
  TestRunner threads;
  Runner& runner = threads.runner();
  for (const LockInfo& lock : allLocks()) {
    SCOPED_TRACE(lock.name);
    Settings settings = programOf({{"a", 1, 400}, {"b", -1, 400}, {"c", 2, 400}}, lock.kind, 2);
    settings.run.timeout = std::chrono::milliseconds(1);
    LiveTrace live(settings.program);
    ASSERT_TRUE(runner.start(settings));
    while (runner.phase() != Runner::Phase::finished) {
      if (!runner.follow(live)) continue;
      ASSERT_EQ(contradictionIn(runSoFar(settings, live.trace())), "");
    }
    EXPECT_EQ(contradictionIn(*threads.finish()), "");
  }
}

TEST(RunnerTest, ALongRunIsWatchedAsFarAsItsThreadsAreKnown) {
  TestRunner threads;
  Runner& runner = threads.runner();
  // Never ends by itself: the last of its tasks sleeps.
  Settings settings = sleepy(LockKind::none, 1);
  settings.program.overdraft = Overdraft::refuse;
  settings.program.transactions = {{"refused", -1000, 10'000}, {"asleep", 1}};
  ASSERT_TRUE(runner.start(settings));
  threads.awaitEvents(40'002);
  EXPECT_EQ(runner.eventsSoFar(), 40'002U);
  LiveTrace live(settings.program);
  while (live.trace().events.size() < 40'002) runner.follow(live);
  EXPECT_FALSE(live.lags());
  runner.stop();
  const auto result = threads.finish();
  EXPECT_EQ(result->end, RunEnd::stopped);
  EXPECT_EQ(result->refusals, 10'000U);
  EXPECT_EQ(result->trace.events.size(), 40'002U);
}

// ---- Stop and deadlock --------------------------------------------------------------------------

TEST(RunnerTest, AStoppedRunComesBackAndTheNextIsClean) {
  TestRunner threads;
  for (const LockKind lock : {LockKind::none, LockKind::manual, LockKind::scoped}) {
    ASSERT_TRUE(threads.runner().start(sleepy(lock, 4)));
    threads.awaitEvents(4);
    threads.runner().stop();
    const auto stopped = threads.finish();
    EXPECT_EQ(stopped->end, RunEnd::stopped);
    EXPECT_EQ(stopped->ending(), std::nullopt);
    EXPECT_EQ(stopped->balance, 100);
    EXPECT_EQ(verdictOf(*stopped), Verdict::stopped);
    EXPECT_EQ(contradictionIn(*stopped), "");
    EXPECT_EQ(threads.run(lesson(LockKind::scoped))->ending(), 0);
  }
}

TEST(RunnerTest, StoppingAtAnyMomentLeavesAPossibleBeginning) {
  Random random(13);
  TestRunner threads;
  for (int i = 0; i < test::rounds(200); ++i) {
    // A run that sleeps is still going on when it is stopped; another one may have ended before.
    const bool sleeps = i % 4 == 0;
    Settings settings = test::randomSettings(random, {.transactions = 10, .times = 40, .workers = 4});
    if (sleeps) settings = sleepy(settings.program.lock);
    ASSERT_TRUE(threads.runner().start(settings));
    threads.awaitEvents(static_cast<std::uint64_t>(test::between(random, 0, sleeps ? 2 : 200)));
    threads.runner().stop();
    const auto result = threads.finish();
    ASSERT_EQ(contradictionIn(*result), "") << "run " << i;
    ASSERT_EQ(result->trace.dropped, 0U) << "run " << i;
    if (sleeps) {
      EXPECT_EQ(result->end, RunEnd::stopped) << "run " << i;
    }
  }
}

TEST(RunnerTest, StoppingWhenNothingRunsDoesNothing) {
  TestRunner threads;
  threads.runner().stop();
  EXPECT_EQ(threads.run(lesson(LockKind::scoped))->end, RunEnd::completed);
  threads.runner().stop();
  threads.runner().stop();
  EXPECT_EQ(threads.run(lesson(LockKind::scoped))->end, RunEnd::completed);
}

TEST(RunnerTest, StoppingRightAfterStarting) {
  TestRunner threads;
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(threads.runner().start(sleepy(LockKind::scoped, 3)));
    threads.runner().stop();
    ASSERT_EQ(threads.finish()->end, RunEnd::stopped);
  }
  EXPECT_EQ(threads.run(lesson(LockKind::scoped))->ending(), 0);
}

TEST(RunnerTest, AThreadThatFailsIsReplacedAsLongAsThereIsRoom) {
  Runner runner([] {});
  // Runs know their conductor only when it is up; before that, it may be the one that failed.
  while (runner.threadsUp() < 1) std::this_thread::yield();
  EXPECT_EQ(runner.warm(limits::kMaxWorkers), "");
  EXPECT_FALSE(runner.threadFailed()) << "no run was asked for";
  EXPECT_EQ(runner.warm(limits::kMaxWorkers), "");
  EXPECT_EQ(runner.threadsMade(), limits::kMaxWorkers + 2) << "the conductor, the workers, and one in place of one";
}

TEST(RunnerTest, AFailedThreadStopsTheRun) {
  TestRunner threads;
  while (threads.runner().threadsUp() < 1) std::this_thread::yield();
  ASSERT_TRUE(threads.runner().start(sleepy()));
  const bool noResult = threads.runner().threadFailed();
  if (!noResult) EXPECT_EQ(threads.finish()->end, RunEnd::stopped);
  EXPECT_EQ(threads.runner().phase(), Runner::Phase::idle);
  EXPECT_EQ(threads.run(lesson(LockKind::scoped))->ending(), 0) << "the next run is clean";
}

TEST(RunnerTest, ARunnerThatGoesAwayStopsWhatRuns) {
  TestRunner threads;
  ASSERT_TRUE(threads.runner().start(sleepy(LockKind::manual, 16)));
  threads.awaitEvents(2);
}

TEST(RunnerTest, ADeadlockIsFoundAndTheNextRunIsClean) {
  TestRunner threads;
  // The first task throws and keeps the lock; its thread goes on to the next task in the list.
  const Settings settings =
      programOf({{"a", 1, 1, true}, {"b", 2, 1, true}, {"c", 3, 1, true}, {"d", 4, 1, true}}, LockKind::manual, 3);
  for (int i = 0; i < 50; ++i) {
    const auto result = threads.run(settings);
    ASSERT_EQ(result->end, RunEnd::deadlocked);
    ASSERT_EQ(result->ending(), std::nullopt);
    ASSERT_EQ(result->exceptions, 1U);
    ASSERT_EQ(contradictionIn(*result), "") << "owner and waiters are those of the program";
    ASSERT_TRUE(result->owners[0]);
    ASSERT_EQ(result->waiters.size(), 3U);
    ASSERT_FALSE(std::ranges::count(result->waiters, *result->owners[0]));
    ASSERT_EQ(verdictOf(*result), Verdict::deadlock);
    ASSERT_EQ(threads.run(lesson(LockKind::manual))->ending(), 0);
  }
}

TEST(RunnerTest, ExceptionsUnderTheContextManagerNeverDeadlock) {
  TestRunner threads;
  for (int i = 0; i < 50; ++i) {
    const auto result = threads.run(programOf({{"a", 1, 1, true}, {"b", 2}, {"c", 3, 1, true}, {"d", 4}}, LockKind::scoped, 2));
    ASSERT_EQ(result->end, RunEnd::completed);
    ASSERT_EQ(result->balance, 106);
    ASSERT_EQ(result->exceptions, 2U);
    ASSERT_EQ(contradictionIn(*result), "");
  }
}

TEST(RunnerTest, RunsOfAllKindsOnTheSameThreads) {
  Random random(14);
  TestRunner threads;
  for (int i = 0; i < test::rounds(200); ++i) {
    const auto result = threads.run(test::randomSettings(random, {.transactions = 12, .times = 10, .workers = 16}));
    ASSERT_EQ(contradictionIn(*result), "") << "run " << i;
    ASSERT_EQ(result->trace.dropped, 0U);
  }
}

// ---- Many runs ----------------------------------------------------------------------------------

std::shared_ptr<const RunTally> finishTally(TestRunner& threads) {
  while (threads.runner().phase() != Runner::Phase::finished) std::this_thread::yield();
  EXPECT_EQ(threads.runner().take(), nullptr) << "it is no report that has come";
  return threads.runner().takeTally();
}

std::shared_ptr<const RunTally> tallyOf(TestRunner& threads, const Settings& settings, std::uint64_t runs) {
  EXPECT_TRUE(threads.runner().startMany(settings, runs));
  return finishTally(threads);
}

std::uint64_t sumOf(const RunTally& tally) {
  std::uint64_t sum = tally.deadlocks + tally.others;
  for (const auto& [end, ending] : tally.endings) sum += ending.runs;
  return sum;
}

TEST(RunnerTest, ManyRunsOfTheLessonAreCountedByTheirEndings) {
  TestRunner threads;
  const auto tally = tallyOf(threads, lesson(), 500);
  EXPECT_EQ(tally->runs, 500U);
  EXPECT_EQ(tally->asked, 500U);
  EXPECT_FALSE(tally->stopped);
  EXPECT_EQ(tally->expected, 0);
  EXPECT_EQ(sumOf(*tally), 500U);
  for (const auto& [end, ending] : tally->endings) {
    EXPECT_EQ(test::resultOf(lesson(), ending.example).finalState({}), end);
  }
  EXPECT_EQ(threads.runner().phase(), Runner::Phase::idle);
  EXPECT_EQ(threads.run(lesson(LockKind::scoped))->ending(), 0);
  EXPECT_EQ(threads.runner().takeTally(), nullptr);
}

TEST(RunnerTest, ManyRunsUnderALockEndAtOneBalance) {
  TestRunner threads;
  for (const LockKind lock : {LockKind::manual, LockKind::scoped}) {
    const auto tally = tallyOf(threads, lesson(lock), 300);
    ASSERT_EQ(tally->endings.size(), 1U);
    EXPECT_EQ(tally->endings.at({0, {}}).runs, 300U);
  }
}

TEST(RunnerTest, DeadlockedRunsAreCountedAndTheNextBeginsClean) {
  TestRunner threads;
  // Deadlocked unless the one that throws comes last.
  const Settings settings = programOf({{"a", 1, 1, true}, {"b", 2}, {"c", 3}}, LockKind::manual);
  const auto tally = tallyOf(threads, settings, 300);
  EXPECT_EQ(tally->runs, 300U);
  EXPECT_EQ(sumOf(*tally), 300U);
  EXPECT_EQ(tally->expected, std::nullopt);
  for (const auto& [end, ending] : tally->endings) EXPECT_EQ(end.balance, 105);
  if (tally->deadlocks > 0) EXPECT_EQ(test::resultOf(settings, tally->deadlockExample).end, RunEnd::deadlocked);
  EXPECT_EQ(threads.run(lesson(LockKind::manual))->ending(), 0);

  const Settings always = programOf({{"a", 1, 1, true}, {"b", 2}}, LockKind::manual, 1);
  EXPECT_EQ(tallyOf(threads, always, 200)->deadlocks, 200U);
}

TEST(RunnerTest, ManyRunsOfAllKinds) {
  Random random(15);
  TestRunner threads;
  for (int i = 0; i < test::rounds(50); ++i) {
    const Settings settings = test::randomSettings(random, {.transactions = 6, .times = 3, .workers = 5});
    const auto tally = tallyOf(threads, settings, 20);
    ASSERT_EQ(tally->runs, 20U);
    ASSERT_EQ(sumOf(*tally), 20U);
    for (const auto& [end, ending] : tally->endings) {
      ASSERT_EQ(test::resultOf(settings, ending.example).finalState(tally->parts), end);
    }
  }
}

TEST(RunnerTest, StoppingManyRunsKeepsWhatWasCounted) {
  TestRunner threads;
  ASSERT_TRUE(threads.runner().startMany(lesson(), limits::kMaxManyRuns));
  EXPECT_FALSE(threads.runner().start(lesson())) << "one thing at a time";
  std::shared_ptr<const RunTally> soFar;
  while (!soFar && threads.runner().phase() != Runner::Phase::finished) soFar = threads.runner().tallySoFar();
  threads.runner().stop();
  const auto tally = finishTally(threads);
  EXPECT_EQ(tally->asked, limits::kMaxManyRuns);
  EXPECT_EQ(tally->stopped, tally->runs < tally->asked);
  EXPECT_EQ(sumOf(*tally), tally->runs);
  if (soFar) EXPECT_LE(soFar->runs, tally->runs);
}

TEST(RunnerTest, ManyRunsCanBeWatched) {
  TestRunner threads;
  Runner& runner = threads.runner();
  EXPECT_EQ(runner.tallySoFar(), nullptr);
  Settings settings = lesson();
  settings.run.delay = std::chrono::milliseconds(20);
  LiveTrace live(settings.program);
  ASSERT_TRUE(runner.startMany(settings, 20));
  std::uint64_t runs = 0;
  int tallies = 0;
  while (runner.phase() != Runner::Phase::finished) {
    EXPECT_EQ(runner.eventsSoFar(), 0U) << "single events are not for watching";
    EXPECT_FALSE(runner.follow(live));
    if (const auto soFar = runner.tallySoFar(); soFar && soFar->runs != runs) {
      ASSERT_EQ(sumOf(*soFar), soFar->runs) << "a consistent copy";
      ASSERT_GT(soFar->runs, runs);
      ASSERT_FALSE(soFar->stopped);
      runs = soFar->runs;
      ++tallies;
    }
    std::this_thread::yield();
  }
  EXPECT_GE(tallies, 2) << "400 ms, and one every 50 ms";
  EXPECT_EQ(runner.tallySoFar(), nullptr);
  EXPECT_EQ(runner.takeTally()->runs, 20U);
}

TEST(RunnerTest, ManyRunsThatSleepAreStoppedAtOnce) {
  TestRunner threads;
  for (const LockKind lock : {LockKind::none, LockKind::manual, LockKind::scoped}) {
    ASSERT_TRUE(threads.runner().startMany(sleepy(lock), 10));
    while (threads.runner().phase() != Runner::Phase::running) std::this_thread::yield();
    threads.runner().stop();
    const auto tally = finishTally(threads);
    EXPECT_EQ(tally->runs, 0U);
    EXPECT_EQ(tally->asked, 10U);
    EXPECT_TRUE(tally->stopped);
    EXPECT_TRUE(tally->endings.empty());
  }
  EXPECT_EQ(threads.run(lesson(LockKind::scoped))->ending(), 0);
}

TEST(RunnerTest, ATallyThatWasNotTakenIsInTheWay) {
  TestRunner threads;
  ASSERT_TRUE(threads.runner().startMany(lesson(), 1));
  while (threads.runner().phase() != Runner::Phase::finished) std::this_thread::yield();
  EXPECT_FALSE(threads.runner().startMany(lesson(), 1));
  EXPECT_EQ(threads.runner().take(), nullptr);
  EXPECT_NE(threads.runner().takeTally(), nullptr);
  EXPECT_EQ(threads.runner().phase(), Runner::Phase::idle);
}

}  // namespace
}  // namespace interleave
