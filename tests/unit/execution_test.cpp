#include "run/execution.h"

#include <algorithm>
#include <thread>

#include "explore/contradiction.h"
#include "support.h"

namespace interleave {
namespace {

using test::lesson;
using test::programOf;
using test::Random;

// One run on threads of its own, without a runner; like a runner, it gives up on a deadlock.
RunResult runOf(const Settings& settings, Recorder& recorder) {
  Doorbell news;
  Execution execution(settings, recorder, [&] { news.ring(); });
  std::atomic<int> back{0};
  std::vector<std::thread> threads;
  for (int worker = 0; worker < settings.program.workers; ++worker) {
    threads.emplace_back([&, worker] {
      execution.work(worker);
      ++back;
      news.ring();
    });
  }
  while (back < settings.program.workers) {
    news.wait();
    if (execution.deadlocked()) execution.giveUp();
  }
  for (std::thread& thread : threads) thread.join();
  return execution.takeResult();
}

RunResult runOf(const Settings& settings) {
  Recorder recorder;
  return runOf(settings, recorder);
}

// ---- One thread: everything is known ------------------------------------------------------------

TEST(ExecutionTest, OneWorkerDoesTheTasksInListOrder) {
  const RunResult result = runOf(programOf({{"a", 1, 2}, {"b", 2}, {"c", 3}}, LockKind::none, 1));
  EXPECT_EQ(result.end, RunEnd::completed);
  EXPECT_EQ(result.balance, 107);
  EXPECT_EQ(result.expected, 107);
  EXPECT_EQ(result.updates, 4U);
  EXPECT_EQ(scheduleOf(result.trace, 100), "AAAABBCC");
  EXPECT_TRUE(result.lost.empty());
  EXPECT_EQ(contradictionIn(result), "");
}

TEST(ExecutionTest, AnUpdateIsRecordedEventByEvent) {
  const auto kindsOf = [](const Settings& settings) {
    std::string kinds;
    for (const Event& event : runOf(settings).trace.events) {
      kinds += (kinds.empty() ? "" : " ") + std::string(eventName(event.kind));
    }
    return kinds;
  };
  EXPECT_EQ(kindsOf(programOf({{"a", 1}}, LockKind::none, 1)), "updating read write finishing");
  EXPECT_EQ(kindsOf(programOf({{"a", 1}}, LockKind::scoped, 1)), "updating acquired read write released finishing");
  EXPECT_EQ(kindsOf(programOf({{"a", 1}}, LockKind::manual, 1)), "updating acquired read write released finishing");
  EXPECT_EQ(kindsOf(programOf({{"a", 1, 1, true}}, LockKind::none, 1)), "updating read thrown");
  EXPECT_EQ(kindsOf(programOf({{"a", 1, 1, true}}, LockKind::manual, 1)), "updating acquired read thrown");
  EXPECT_EQ(kindsOf(programOf({{"a", 1, 1, true}}, LockKind::scoped, 1)), "updating acquired read thrown released");
  Settings refusing = programOf({{"a", -101}}, LockKind::scoped, 1);
  refusing.program.overdraft = Overdraft::refuse;
  EXPECT_EQ(kindsOf(refusing), "updating acquired read refused released finishing");
}

TEST(ExecutionTest, EventsSayWhatWasSeenAndStored) {
  const RunResult result = runOf(programOf({{"a", 50, 2}}, LockKind::scoped, 1));
  ASSERT_EQ(result.trace.events.size(), 12U);
  EXPECT_EQ(result.trace.events[1].value, 0) << "the first acquisition";
  EXPECT_EQ(result.trace.events[2].value, 100);
  EXPECT_EQ(result.trace.events[3].value, 150);
  EXPECT_EQ(result.trace.events[7].value, 2) << "acquired once and released once before";
  EXPECT_EQ(result.trace.events[8].value, 150);
  EXPECT_EQ(result.trace.events[9].value, 200);
  EXPECT_EQ(result.trace.events[9].update, 1U);
  EXPECT_TRUE(std::ranges::is_sorted(result.trace.events, {}, &Event::timeNs)) << "one thread's clock never goes back";
  EXPECT_GE(result.trace.events.front().timeNs, 0);
  EXPECT_LE(result.trace.events.back().timeNs, result.durationNs);
}

TEST(ExecutionTest, RefusalsAndExceptionsAreCounted) {
  Settings settings = programOf({{"a", -60, 3}, {"b", 1, 5, true}, {"c", 1, 5, true}}, LockKind::scoped, 1);
  settings.program.overdraft = Overdraft::refuse;
  const RunResult result = runOf(settings);
  EXPECT_EQ(result.updates, 1U);
  EXPECT_EQ(result.refusals, 2U);
  EXPECT_EQ(result.exceptions, 2U);
  EXPECT_EQ(result.balance, 40);
  EXPECT_EQ(contradictionIn(result), "");
}

TEST(ExecutionTest, AWorkerThatWaitsForItsOwnDeadTaskIsADeadlock) {
  const RunResult result = runOf(programOf({{"a", 50, 1, true}, {"b", -150}, {"c", 1}}, LockKind::manual, 1));
  EXPECT_EQ(result.end, RunEnd::deadlocked);
  EXPECT_EQ(result.ending(), std::nullopt);
  EXPECT_EQ(result.balance, 100);
  EXPECT_EQ(result.owners[0], 0U);
  EXPECT_EQ(result.waiters, std::vector<std::size_t>{1});
  EXPECT_EQ(result.trace.events.back().kind, EventKind::waiting);
  EXPECT_EQ(contradictionIn(result), "");
}

TEST(ExecutionTest, MoreWorkersThanTasksAreNoDeadlock) {
  const RunResult result = runOf(lesson(LockKind::manual, limits::kMaxWorkers));
  EXPECT_EQ(result.end, RunEnd::completed);
  EXPECT_EQ(result.balance, 0);
}

// ---- Memory -------------------------------------------------------------------------------------

TEST(ExecutionTest, EventsThatDoNotFitAreCountedExactly) {
  // The first task fills the record exactly.
  constexpr std::int64_t times = 50'000;
  Recorder recorder(4 * times);
  const RunResult result = runOf(programOf({{"a", 1, times}, {"b", 1}, {"c", 1, 1, true}}, LockKind::none, 1), recorder);
  EXPECT_EQ(result.trace.events.size(), 200'000U);
  EXPECT_EQ(result.trace.dropped, 4U + 3U);
  EXPECT_EQ(result.balance, 100 + times + 1) << "what is not recorded is done all the same";
  EXPECT_EQ(result.exceptions, 1U);
  EXPECT_EQ(contradictionIn(result), "");
}

TEST(ExecutionTest, EventsOfSeveralWorkersThatDoNotFitAreCountedExactly) {
  for (const int workers : {2, 3}) {
    // Four events an update without a lock, in any order.
    Recorder recorder(250'000);
    const RunResult result =
        runOf(programOf({{"a", 1, 50'000}, {"b", -1, 30'000}, {"c", 2, 20'000}}, LockKind::none, workers), recorder);
    EXPECT_EQ(result.trace.events.size() + result.trace.dropped, 400'000U);
    EXPECT_GE(result.trace.dropped, 150'000U);
    EXPECT_EQ(result.updates, 100'000U);
    EXPECT_EQ(contradictionIn(result), "");
  }
}

TEST(ExecutionTest, ARecorderIsUsedAgain) {
  Recorder recorder;
  const std::vector<int> workers = {3, 1, 16, 2};
  for (const int count : workers) {
    const RunResult result = runOf(lesson(LockKind::scoped, count), recorder);
    EXPECT_EQ(result.trace.dropped, 0U);
    EXPECT_EQ(contradictionIn(result), "");
  }
}

// ---- Giving up ----------------------------------------------------------------------------------

TEST(ExecutionTest, GivingUpWakesSleepersAndWaiters) {
  for (const LockKind lock : {LockKind::none, LockKind::manual, LockKind::scoped}) {
    Settings settings = programOf({{"a", 1}, {"b", 2}, {"c", 3}, {"d", 4}, {"e", 5}}, lock, 4);
    settings.run.delay = std::chrono::milliseconds(limits::kMaxDelayMs);
    Recorder recorder;
    Execution execution(settings, recorder, [] { FAIL() << "a false alarm"; });
    std::vector<std::thread> threads;
    for (int worker = 0; worker < 4; ++worker) threads.emplace_back([&, worker] { execution.work(worker); });
    // Each thread sleeps with its copy, or waits for the one that does.
    const EventKind last = lock == LockKind::none ? EventKind::read : EventKind::waiting;
    const auto arrived = [&] {
      std::int64_t count = 0;
      for (const WorkerRecord& record : recorder.published()) {
        for (const auto piece : record.pieces) count += std::ranges::count(piece, last, &Event::kind);
      }
      return count;
    };
    while (arrived() < (lock == LockKind::none ? 4 : 3)) std::this_thread::yield();
    execution.giveUp();
    for (std::thread& thread : threads) thread.join();
    const RunResult result = execution.takeResult();
    EXPECT_EQ(result.end, RunEnd::stopped);
    EXPECT_EQ(result.ending(), std::nullopt);
    EXPECT_EQ(result.balance, 100);
    EXPECT_EQ(result.updates, 0U);
    EXPECT_EQ(result.trace.dropped, 0U);
    EXPECT_EQ(contradictionIn(result), "");
  }
}

TEST(ExecutionTest, AStopAfterTheLastStepHasStoppedNothing) {
  Recorder recorder;
  Settings settings = lesson(LockKind::scoped);
  settings.run.delay = std::chrono::milliseconds(0);
  Execution execution(settings, recorder, [] { FAIL() << "a false alarm"; });
  execution.work(0);
  execution.giveUp();
  execution.work(1);
  const RunResult result = execution.takeResult();
  EXPECT_EQ(result.end, RunEnd::completed);
  EXPECT_EQ(result.ending(), 0);
  EXPECT_EQ(result.linesPrinted, 4U);
}

TEST(ExecutionTest, GivingUpBeforeTheFirstStepDoesNothing) {
  Recorder recorder;
  Execution execution(lesson(LockKind::scoped), recorder, [] { FAIL() << "a false alarm"; });
  execution.giveUp();
  execution.work(0);
  execution.work(1);
  const RunResult result = execution.takeResult();
  EXPECT_TRUE(result.trace.events.empty());
  EXPECT_EQ(result.balance, 100);
}

// ---- Real races ---------------------------------------------------------------------------------

// The trace is in the order in which the accesses happened: replayed step by step in the program's
// model, every read sees and every write stores what the thread recorded.
TEST(ExecutionTest, EveryRunIsAPossibleScheduleOfTheProgram) {
  Random random(12);
  Recorder recorder;
  std::size_t lost = 0;
  int deadlocks = 0;
  // Threads that are over before the next one begins do not meet, which depends on the machine: then there are more rounds.
  constexpr int kMostRounds = 20'000;
  for (int i = 0; i < test::rounds(400) || (lost == 0 && i < kMostRounds); ++i) {
    const test::Shape shape = {.transactions = limits::kMaxTransactions, .times = 30, .workers = limits::kMaxWorkers};
    Settings settings = test::randomSettings(random, shape);
    if (test::oneIn(random, 3)) settings.program.lock = LockKind::none;
    const RunResult result = runOf(settings, recorder);
    ASSERT_EQ(result.trace.dropped, 0U);
    ASSERT_EQ(contradictionIn(result), "") << "run " << i;
    ASSERT_EQ(result.lost, test::lostBySets(result.trace)) << "run " << i;
    ASSERT_NE(result.end, RunEnd::stopped);
    if (!mayLoseUpdates(settings.program)) ASSERT_TRUE(result.lost.empty());
    if (result.end == RunEnd::deadlocked) ASSERT_EQ(settings.program.lock, LockKind::manual);
    lost += result.lost.size();
    deadlocks += result.end == RunEnd::deadlocked ? 1 : 0;
  }
  EXPECT_GT(lost, 0U) << "the threads have never met: this shows nothing";
  EXPECT_GT(deadlocks, 0);
}

}  // namespace
}  // namespace interleave
