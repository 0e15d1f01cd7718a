#include "model/lock.h"

#include <algorithm>
#include <atomic>
#include <set>
#include <thread>

#include "support.h"

namespace interleave {
namespace {

using Tasks = std::vector<std::size_t>;

constexpr std::size_t A = 0, B = 1, C = 2;

void nobodyWaits() { FAIL() << "waited for a lock that is free"; }
void noDeadlock() { FAIL() << "a false alarm"; }

// Waits until that many tasks wait for the lock.
void awaitWaiters(const Lock& lock, std::size_t count) {
  while (lock.state().waiters.size() < count) std::this_thread::yield();
}

// A thread of a run that acquires, releases and leaves.
std::thread user(Lock& lock, std::size_t task) {
  return std::thread([&lock, task] {
    lock.acquire(task, [] {});
    lock.release();
    lock.leave();
  });
}

// A thread that waits until it is sent away.
std::thread waiter(Lock& lock, std::size_t task, std::atomic<int>& sentAway) {
  return std::thread([&lock, &sentAway, task] {
    try {
      lock.acquire(task, [] {});
      lock.release();
    } catch (const RunOver&) {
      ++sentAway;
    }
    lock.leave();
  });
}

TEST(LockTest, IsOwnedByTheTaskThatAcquiredIt) {
  Lock lock(2, noDeadlock);
  EXPECT_EQ(lock.state().owners[0], std::nullopt);
  EXPECT_EQ(lock.acquire(B, nobodyWaits), 0);
  EXPECT_EQ(lock.state().owners[0], B);
  EXPECT_EQ(lock.state().waiters, Tasks{});
  EXPECT_FALSE(lock.state().deadlocked);
  lock.release();
  EXPECT_EQ(lock.state().owners[0], std::nullopt);
}

TEST(LockTest, NumbersItsAcquisitions) {
  Lock lock(1, noDeadlock);
  for (std::int64_t number = 0; number < 5; ++number) {
    EXPECT_EQ(lock.acquire(A, nobodyWaits), number);
    lock.release();
  }
}

TEST(LockTest, WaitersAreListedAsTheyCameAndGoOnOneByOne) {
  Lock lock(3, noDeadlock);
  lock.acquire(A, nobodyWaits);
  std::atomic<int> waits{0};
  std::vector<std::thread> threads;
  for (const std::size_t task : {C, B}) {
    threads.emplace_back([&lock, &waits, task] {
      lock.acquire(task, [&] { ++waits; });
      EXPECT_EQ(lock.state().owners[0], task);
      EXPECT_FALSE(std::ranges::count(lock.state().waiters, task)) << "an owner waits no more";
      lock.release();
      lock.leave();
    });
    awaitWaiters(lock, threads.size());
  }
  EXPECT_EQ(waits, 2) << "each was told once that it has to wait";
  EXPECT_EQ(lock.state().waiters, (Tasks{C, B}));
  EXPECT_EQ(lock.state().owners[0], A);
  lock.release();
  lock.leave();
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(lock.state().waiters, Tasks{});
  EXPECT_EQ(lock.state().owners[0], std::nullopt);
}

TEST(LockTest, ExcludesAndCountsExactly) {
  constexpr int kThreads = 4;
  constexpr int kTimes = 2'000;
  Lock lock(kThreads, noDeadlock);
  std::int64_t inside = 0;  // not atomic: only the lock protects it
  std::vector<std::set<std::int64_t>> numbers(kThreads);
  std::vector<std::thread> threads;
  for (std::size_t task = 0; task < kThreads; ++task) {
    threads.emplace_back([&, task] {
      for (int i = 0; i < kTimes; ++i) {
        const std::int64_t number = lock.acquire(task, [] {});
        EXPECT_EQ(number, inside) << "holders are numbered in their order";
        ++inside;
        numbers[task].insert(number);
        lock.release();
      }
      lock.leave();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(inside, kThreads * kTimes);
  std::set<std::int64_t> all;
  for (const auto& each : numbers) all.insert(each.begin(), each.end());
  EXPECT_EQ(all.size(), static_cast<std::size_t>(kThreads * kTimes));
}

TEST(LockTest, AnOwnerThatLeavesWithoutReleasingIsADeadlockOnceAllOthersWait) {
  std::atomic<int> alarms{0};
  std::atomic<int> sentAway{0};
  Lock lock(3, [&] { ++alarms; });
  lock.acquire(A, nobodyWaits);
  std::thread b = waiter(lock, B, sentAway);
  awaitWaiters(lock, 1);
  std::thread c = waiter(lock, C, sentAway);
  awaitWaiters(lock, 2);
  EXPECT_EQ(alarms, 0) << "A could release it still";
  lock.leave();
  EXPECT_EQ(alarms, 1);
  EXPECT_TRUE(lock.state().deadlocked);
  EXPECT_EQ(lock.state().owners[0], A);
  EXPECT_EQ(lock.state().waiters, (Tasks{B, C}));
  lock.abandon();
  b.join();
  c.join();
  EXPECT_EQ(sentAway, 2);
  EXPECT_EQ(alarms, 1) << "once";
}

TEST(LockTest, TheLastWaiterCompletesADeadlock) {
  std::atomic<int> alarms{0};
  std::atomic<int> sentAway{0};
  Lock lock(3, [&] { ++alarms; });
  lock.acquire(A, nobodyWaits);
  lock.leave();
  std::thread b = waiter(lock, B, sentAway);
  awaitWaiters(lock, 1);
  EXPECT_EQ(alarms, 0) << "a third thread is on its way";
  EXPECT_FALSE(lock.state().deadlocked);
  std::thread c = waiter(lock, C, sentAway);
  while (!lock.state().deadlocked) std::this_thread::yield();
  lock.abandon();
  b.join();
  c.join();
  EXPECT_EQ(alarms, 1);
  EXPECT_EQ(sentAway, 2);
}

TEST(LockTest, AThreadThatWaitsForALockItHoldsItselfIsADeadlock) {
  std::atomic<int> alarms{0};
  Lock* held = nullptr;
  // The alarm comes while acquire() is under way, and may already give the lock up.
  Lock lock(1, [&] {
    ++alarms;
    held->abandon();
  });
  held = &lock;
  lock.acquire(A, nobodyWaits);
  EXPECT_THROW(lock.acquire(B, [] {}), RunOver);
  EXPECT_EQ(alarms, 1);
}

TEST(LockTest, AHeldLockWithoutWaitersIsNoDeadlock) {
  Lock lock(2, noDeadlock);
  lock.acquire(A, nobodyWaits);
  lock.leave();
  lock.leave();
  EXPECT_FALSE(lock.state().deadlocked);
}

TEST(LockTest, WaitingForAnOwnerThatWillReleaseIsNoDeadlock) {
  Lock lock(3, noDeadlock);
  lock.acquire(A, nobodyWaits);
  std::thread b = user(lock, B);
  std::thread c = user(lock, C);
  awaitWaiters(lock, 2);
  EXPECT_FALSE(lock.state().deadlocked);
  lock.release();
  lock.leave();
  b.join();
  c.join();
  EXPECT_FALSE(lock.state().deadlocked);
}

TEST(LockTest, NoFalseAlarmWhileThreadsComeAndGo) {
  for (int round = 0; round < 200; ++round) {
    Lock lock(4, noDeadlock);
    std::vector<std::thread> threads;
    for (std::size_t task = 0; task < 4; ++task) threads.push_back(user(lock, task));
    for (std::thread& thread : threads) thread.join();
    ASSERT_FALSE(lock.state().deadlocked);
  }
}

TEST(LockTest, AbandonSendsWaitersAndLatecomersAway) {
  std::atomic<int> sentAway{0};
  Lock lock(3, noDeadlock);
  lock.acquire(A, nobodyWaits);
  std::thread b = waiter(lock, B, sentAway);
  awaitWaiters(lock, 1);
  lock.abandon();
  b.join();
  EXPECT_EQ(sentAway, 1);
  EXPECT_EQ(lock.state().waiters, Tasks{});
  EXPECT_THROW(lock.acquire(C, nobodyWaits), RunOver) << "though it would have had to wait";
  lock.release();
  EXPECT_THROW(lock.acquire(C, nobodyWaits), RunOver) << "though it is free";
  lock.leave();
  EXPECT_FALSE(lock.state().deadlocked);
}

// ---- Two locks ----------------------------------------------------------------------------------

TEST(LockTest, TwoLocksAreHeldEachForItself) {
  Lock lock(2, noDeadlock, 2);
  lock.acquire(A, nobodyWaits, kFirstAccount);
  lock.acquire(B, nobodyWaits, kSecondAccount);
  EXPECT_EQ(lock.state().owners, (std::vector<std::optional<std::size_t>>{A, B}));
  lock.release(kFirstAccount);
  EXPECT_EQ(lock.state().owners, (std::vector<std::optional<std::size_t>>{std::nullopt, B}));
}

TEST(LockTest, BothAreAcquiredWhenBothAreFreeAndNeitherBefore) {
  Lock lock(2, noDeadlock, 2);
  lock.acquire(A, nobodyWaits, kSecondAccount);
  std::thread b([&] {
    lock.acquire(B, [] {}, kBothAccounts);
    EXPECT_EQ(lock.state().owners, (std::vector<std::optional<std::size_t>>{B, B}));
    lock.release(kBothAccounts);
    lock.leave();
  });
  awaitWaiters(lock, 1);
  EXPECT_EQ(lock.state().owners[0], std::nullopt) << "who wants both holds none meanwhile";
  lock.release(kSecondAccount);
  lock.leave();
  b.join();
}

TEST(LockTest, TwoThatHoldWhatTheOtherWantsAreADeadlock) {
  std::atomic<int> alarms{0};
  std::atomic<int> sentAway{0};
  Lock lock(2, [&] { ++alarms; }, 2);
  lock.acquire(A, nobodyWaits, kFirstAccount);
  lock.acquire(B, nobodyWaits, kSecondAccount);
  const auto wants = [&](std::size_t task, ObjectSpan which) {
    return std::thread([&lock, &sentAway, task, which] {
      EXPECT_THROW(lock.acquire(task, [] {}, which), RunOver);
      ++sentAway;
    });
  };
  std::thread a = wants(A, kSecondAccount);
  awaitWaiters(lock, 1);
  EXPECT_FALSE(lock.state().deadlocked) << "the other can still release";
  std::thread b = wants(B, kFirstAccount);
  while (!lock.state().deadlocked) std::this_thread::yield();
  lock.abandon();
  a.join();
  b.join();
  EXPECT_EQ(alarms, 1);
  EXPECT_EQ(sentAway, 2);
}

TEST(LockTest, SeveralOfThreeAreAcquiredAsOne) {
  Lock lock(2, [] { FAIL() << "a false alarm"; }, 3);
  const ObjectSpan lastTwo = ObjectSpan::of(1, 2);
  lock.acquire(0, [] { FAIL() << "all are free"; }, lastTwo);
  lock.acquire(1, [] { FAIL() << "the first is free"; }, ObjectSpan(0));
  EXPECT_EQ(lock.state().owners, (std::vector<std::optional<std::size_t>>{1, 0, 0}));
  lock.release(lastTwo);
  EXPECT_EQ(lock.state().owners, (std::vector<std::optional<std::size_t>>{1, std::nullopt, std::nullopt}));
}

}  // namespace
}  // namespace interleave
