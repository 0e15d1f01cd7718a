// The table of locks: each row is compared with every schedule and with real threads.
#include <ranges>
#include <set>
#include <thread>

#include "explore/contradiction.h"
#include "explore/exploration.h"
#include "model/locks/spin.h"
#include "model/locks/ticket.h"
#include "run/run_lock.h"
#include "support.h"

namespace interleave {
namespace {

using test::lesson;
using test::programOf;
using test::TestRunner;

Exploration explored(const Settings& settings) {
  ExploreProgress progress;
  return explore(settings.program, {.threads = 1}, progress);
}

// "acquire read write release": of one update, alone.
std::string stepsAlone(const Settings& settings) {
  Program program(settings.program);
  std::string names;
  while (program.canStep(0)) names += (names.empty() ? "" : " ") + std::string(stepName(program.step(0).step));
  return names;
}

std::string stepsUnder(LockKind lock, const Transaction& transaction = {"a", 50}, Overdraft overdraft = Overdraft::allow) {
  Settings settings = programOf({transaction}, lock);
  settings.program.overdraft = overdraft;
  return stepsAlone(settings);
}

TEST(LocksTest, EveryKindHasARowOfItsOwnInTheOrderOfTheKinds) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < allLocks().size(); ++i) {
    const LockInfo& lock = allLocks()[i];
    EXPECT_EQ(static_cast<std::size_t>(lock.kind), i);
    EXPECT_EQ(&lockInfo(lock.kind), &lock);
    for (const std::string_view words : {lock.name, lock.title, lock.explanation, lock.source}) EXPECT_FALSE(words.empty());
    names.insert(lock.name);
  }
  EXPECT_EQ(names.size(), allLocks().size());
  EXPECT_EQ(lockNames(),
            "none, manual, scoped, recursive, shared, timed, semaphore, spin, ticket, atomic, cas, optimistic, "
            "check-then-lock, wrong-lock");
}

TEST(LocksTest, AnUpdateTakesTheStepsOfItsRow) {
  for (const LockInfo& lock : allLocks()) {
    std::string names;
    for (const Step step : lock.steps) names += (names.empty() ? "" : " ") + std::string(stepName(step));
    EXPECT_EQ(stepsUnder(lock.kind), names) << lock.name;
  }
}

TEST(LocksTest, ExceptionsGoOnAtTheReleaseAndByHandDoNot) {
  const Transaction throwing{"a", 50, 3, true};
  EXPECT_EQ(stepsUnder(LockKind::manual, throwing), "acquire read");
  EXPECT_EQ(stepsUnder(LockKind::scoped, throwing), "acquire read release");
  EXPECT_EQ(stepsUnder(LockKind::recursive, throwing), "acquire acquire read release release");
  EXPECT_EQ(stepsUnder(LockKind::ticket, throwing), "ticket acquire read release");
  EXPECT_EQ(stepsUnder(LockKind::checkThenLock, throwing), "check acquire read release");
  EXPECT_EQ(stepsUnder(LockKind::cas, throwing), "read");
  EXPECT_EQ(stepsUnder(LockKind::atomic, throwing), "add");
}

TEST(LocksTest, AnAtomicAdditionThatIsCheckedReadsFirst) {
  EXPECT_EQ(stepsUnder(LockKind::atomic, {"a", -50}, Overdraft::refuse), "read add");
  EXPECT_EQ(stepsUnder(LockKind::atomic, {"a", -150}, Overdraft::refuse), "read");
  EXPECT_EQ(stepsUnder(LockKind::atomic, {"a", 50}, Overdraft::refuse), "add");
  Settings both = programOf({{"cash", -80}, {"card", -60}}, LockKind::atomic);
  both.program.overdraft = Overdraft::refuse;
  const Exploration found = explored(both);
  EXPECT_EQ(found.endings.front().balance, -40) << "both were checked before either was made";
  EXPECT_TRUE(test::resultOf(both, found.endings.front().example).lost.empty());
}

TEST(LocksTest, ReadersOfASharedLockHoldItTogetherAndAWriterAlone) {
  Settings settings = programOf({{"statement", 0}, {"report", 0}, {"deposit", 50}}, LockKind::shared);
  EXPECT_EQ(stepsAlone(settings), "acquire read release");
  Program program(settings.program);
  program.step(0);
  EXPECT_TRUE(program.canStep(1));
  EXPECT_FALSE(program.canStep(2));
  EXPECT_TRUE(program.waits(2));
  program.step(1);
  EXPECT_EQ(program.holders(0), (std::vector<std::size_t>{0, 1}));
  Program writing(settings.program);
  writing.step(2);
  EXPECT_FALSE(writing.canStep(0));
  EXPECT_EQ(writing.waitsFor(0), 2U);
}

TEST(LocksTest, ASemaphoreAdmitsAsManyAsItHasPermits) {
  Settings settings = programOf({{"a", 1}, {"b", 2}, {"c", 4}}, LockKind::semaphore);
  EXPECT_EQ(explored(settings).endings.size(), 1U);
  settings.program.permits = 2;
  Program program(settings.program);
  program.step(0);
  program.step(1);
  EXPECT_FALSE(program.canStep(2));
  EXPECT_GT(explored(settings).endings.size(), 1U) << "the race is back";
  EXPECT_TRUE(mayLoseUpdates(settings.program));
}

TEST(LocksTest, TicketsAreServedInOrder) {
  Program program(programOf({{"a", 1}, {"b", 2}}, LockKind::ticket).program);
  program.step(1);
  program.step(0);
  EXPECT_TRUE(program.waits(0)) << "though nobody holds the lock yet";
  EXPECT_EQ(program.waitsFor(0), 1U);
  EXPECT_TRUE(program.canStep(1));
}

TEST(LocksTest, AnAcquireThatFindsATimedLockHeldGivesUp) {
  Program program(lesson(LockKind::timed).program);
  program.step(0);
  EXPECT_TRUE(program.waits(1));
  ASSERT_TRUE(program.canStep(1));
  EXPECT_EQ(program.step(1).outcome, StepOutcome::gaveUp);
  EXPECT_TRUE(program.tasks()[1].ended);
  EXPECT_EQ(program.givenUp(), 1);
}

TEST(LocksTest, ACopyThatIsStaleIsNotSwappedIn) {
  for (const LockKind lock : {LockKind::cas, LockKind::optimistic}) {
    Program program(lesson(lock).program);
    for (const std::size_t task : {0U, 1U, 0U}) program.step(task);
    EXPECT_EQ(program.step(1).outcome, StepOutcome::failed);
    EXPECT_EQ(program.tasks()[1].next, Step::read);
    EXPECT_EQ(program.balance(), 150);
  }
}

TEST(LocksTest, OnlyCompareAndSwapIsDeceivedByAValueThatHasComeBack) {
  // A reads 100, B adds 50, C takes it away again.
  const auto programUnder = [](LockKind lock) {
    Program program(programOf({{"a", 7}, {"b", 50}, {"c", -50}}, lock).program);
    for (const std::size_t task : {0U, 1U, 1U, 2U, 2U}) program.step(task);
    return program;
  };
  EXPECT_EQ(programUnder(LockKind::cas).step(0).outcome, StepOutcome::done);
  EXPECT_EQ(programUnder(LockKind::optimistic).step(0).outcome, StepOutcome::failed);
  EXPECT_TRUE(test::resultOf(programOf({{"a", 7}, {"b", 50}, {"c", -50}}, LockKind::cas), "ABBCCA").lost.empty());
}

// ---- Promises -----------------------------------------------------------------------------------

TEST(LocksTest, EverySchedulesEndingsAreAsPromised) {
  for (const LockInfo& lock : allLocks()) {
    SCOPED_TRACE(lock.name);
    const Exploration found = explored(lesson(lock.kind));
    ASSERT_TRUE(found.complete);
    EXPECT_EQ(found.deadlock.schedules, "0");
    bool lost = false;
    bool gaveUp = false;
    bool asOneByOne = true;
    for (const ExploredEnding& ending : found.endings) {
      const RunResult result = test::resultOf({found.program, {}}, ending.example);
      lost = lost || !result.lost.empty();
      gaveUp = gaveUp || result.givenUp > 0;
      asOneByOne = asOneByOne && ending.balance == found.expected;
    }
    EXPECT_EQ(lost, lock.guarantee == Guarantee::none);
    EXPECT_EQ(gaveUp, lock.guarantee == Guarantee::orGivenUp);
    EXPECT_EQ(asOneByOne, lock.guarantee == Guarantee::kept);
    EXPECT_EQ(mayLoseUpdates(lesson(lock.kind).program), lost);
  }
}

TEST(LocksTest, RealThreadsKeepThem) {
  TestRunner threads;
  for (const LockInfo& lock : allLocks()) {
    SCOPED_TRACE(lock.name);
    for (int i = 0; i < 40; ++i) {
      Settings settings = programOf({{"a", 50, 20}, {"b", -150, 20}, {"c", 1, 20}}, lock.kind, 3);
      settings.run.timeout = std::chrono::milliseconds(i % 2);
      const auto result = threads.run(settings);
      ASSERT_EQ(contradictionIn(*result), "");
      ASSERT_EQ(result->end, RunEnd::completed);
      if (lock.guarantee != Guarantee::none) ASSERT_TRUE(result->lost.empty());
      if (lock.guarantee == Guarantee::kept) ASSERT_EQ(result->ending(), result->expected);
      ASSERT_EQ(result->updates + result->givenUp, 60U);
    }
  }
}

TEST(LocksTest, AReadersRunPrintsWhatItSaw) {
  TestRunner threads;
  const auto result = threads.run(programOf({{"deposit", 50, 5}, {"statement", 0, 5}, {"report", 0, 5}}, LockKind::shared, 3));
  EXPECT_EQ(contradictionIn(*result), "");
  EXPECT_EQ(result->ending(), 350);
  const EventList& events = result->trace.events;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Event& event = events[i];
    if (event.kind != EventKind::finishing || event.task == 0) continue;
    const auto before = std::views::reverse(std::views::take(events, static_cast<std::ptrdiff_t>(i)));
    const auto read = std::ranges::find_if(
        before, [&](const Event& other) { return other.kind == EventKind::read && other.task == event.task; });
    ASSERT_NE(read, before.end());
    EXPECT_EQ(event.value, read->value);
  }
}

// ---- The locks themselves -----------------------------------------------------------------------

TEST(LocksTest, TheRealLocksExclude) {
  for (const LockInfo& lock : allLocks()) {
    const std::unique_ptr<RunLock> held = makeRunLock(lesson(lock.kind).program);
    if (!held || lock.guarantee == Guarantee::none) continue;
    SCOPED_TRACE(lock.name);
    constexpr int kThreads = 4;
    constexpr int kTimes = 500;
    int inside = 0;  // not atomic: only the lock protects it
    std::vector<std::thread> threads;
    for (int worker = 0; worker < kThreads; ++worker) {
      threads.emplace_back([&, worker] {
        const LockCaller caller{worker, false};
        for (int i = 0; i < kTimes; ++i) {
          held->draw(caller);
          if (!held->tryAcquire(caller)) held->acquire(caller);
          ++inside;
          held->release(caller);
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(inside, kThreads * kTimes);
  }
}

TEST(LocksTest, ATimedLockGivesUpAndIsGotInTime) {
  const std::unique_ptr<RunLock> lock = makeRunLock(lesson(LockKind::timed).program);
  const LockCaller here{0, false};
  lock->acquire(here);
  std::thread([&] { EXPECT_FALSE(lock->acquireFor({1, false}, std::chrono::milliseconds(1))); }).join();
  lock->release(here);
  std::thread([&] {
    EXPECT_TRUE(lock->acquireFor({1, false}, std::chrono::milliseconds(1)));
    lock->release({1, false});
  }).join();
}

TEST(LocksTest, TicketsAreServedInTheirOrder) {
  TicketLock lock;
  const TicketLock::Number first = lock.draw();
  const TicketLock::Number second = lock.draw();
  EXPECT_TRUE(lock.called(first));
  EXPECT_FALSE(lock.called(second));
  lock.unlock();
  EXPECT_TRUE(lock.called(second));
}

TEST(LocksTest, ASpinLockIsTriedWithoutWaiting) {
  SpinLock lock;
  EXPECT_TRUE(lock.try_lock());
  EXPECT_FALSE(lock.try_lock());
  lock.unlock();
  EXPECT_TRUE(lock.try_lock());
}

}  // namespace
}  // namespace interleave
