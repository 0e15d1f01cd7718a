#include "run/worker_pool.h"

#include <atomic>
#include <mutex>
#include <set>

#include "support.h"

namespace interleave {
namespace {

// ---- Doorbell -----------------------------------------------------------------------------------

TEST(DoorbellTest, ARingWithoutAWaitingThreadIsNotLost) {
  Doorbell doorbell;
  doorbell.ring();
  doorbell.ring();
  doorbell.wait();
  doorbell.wait();
}

TEST(DoorbellTest, WakesAWaitingThread) {
  Doorbell there;
  Doorbell back;
  std::thread thread([&] {
    there.wait();
    back.ring();
  });
  there.ring();
  back.wait();
  thread.join();
}

// ---- Pool ---------------------------------------------------------------------------------------

// A job goes to threads that are up.
void waitUntilUp(const WorkerPool& pool, int threads) {
  while (pool.up() < threads) std::this_thread::yield();
}

// Runs a job on workers 0 to `workers` - 1 and waits until all are back; which numbers came.
std::multiset<int> numbersOf(WorkerPool& pool, int workers) {
  std::mutex mutex;
  std::multiset<int> numbers;
  Doorbell back;
  const WorkerPool::Job job = [&](int worker) {
    {
      std::lock_guard guard(mutex);
      numbers.insert(worker);
    }
    Doorbell& bell = back;
    bell.ring();
  };
  waitUntilUp(pool, workers);
  pool.begin(workers, job);
  for (int i = 0; i < workers; ++i) back.wait();
  std::lock_guard guard(mutex);
  return numbers;
}

TEST(WorkerPoolTest, GrowsToWhatIsAskedForAndNoFurther) {
  std::atomic<int> ups{0};
  WorkerPool pool([&] { ++ups; });
  EXPECT_EQ(pool.size(), 0);
  EXPECT_EQ(pool.grow(3), "");
  EXPECT_EQ(pool.size(), 3);
  EXPECT_EQ(pool.grow(2), "");
  EXPECT_EQ(pool.size(), 3);
  EXPECT_EQ(pool.grow(5), "");
  EXPECT_EQ(pool.size(), 5);
  EXPECT_EQ(pool.grow(1000), "");
  EXPECT_EQ(pool.size(), limits::kMaxThreads);
  while (pool.up() < limits::kMaxThreads) std::this_thread::yield();
  while (ups < limits::kMaxThreads) std::this_thread::yield();
  EXPECT_EQ(pool.up(), limits::kMaxThreads);
  EXPECT_EQ(ups, limits::kMaxThreads) << "each said so once";
}

TEST(WorkerPoolTest, EachWorkerDoesTheJobOnceUnderItsNumber) {
  WorkerPool pool([] {});
  pool.grow(4);
  EXPECT_EQ(numbersOf(pool, 4), (std::multiset<int>{0, 1, 2, 3}));
  EXPECT_EQ(numbersOf(pool, 2), (std::multiset<int>{0, 1}));
  for (int round = 0; round < 200; ++round) ASSERT_EQ(numbersOf(pool, 4), (std::multiset<int>{0, 1, 2, 3}));
}

TEST(WorkerPoolTest, TheSameThreadsComeAgain) {
  WorkerPool pool([] {});
  pool.grow(1);
  waitUntilUp(pool, 1);
  std::set<std::thread::id> ids;
  for (int round = 0; round < 10; ++round) {
    Doorbell back;
    const WorkerPool::Job job = [&](int) {
      ids.insert(std::this_thread::get_id());
      Doorbell& bell = back;
      bell.ring();
    };
    pool.begin(1, job);
    back.wait();
  }
  EXPECT_EQ(ids.size(), 1U);
}

TEST(WorkerPoolTest, ARecalledJobIsEitherDoneOrCounted) {
  WorkerPool pool([] {});
  pool.grow(4);
  waitUntilUp(pool, 4);
  for (int round = 0; round < 200; ++round) {
    Doorbell back;
    const WorkerPool::Job job = [&](int) {
      Doorbell& bell = back;
      bell.ring();
    };
    pool.begin(4, job);
    const int recalled = pool.recall();
    ASSERT_GE(recalled, 0);
    // Ends only if the other threads return.
    for (int i = recalled; i < 4; ++i) back.wait();
    ASSERT_EQ(pool.recall(), 0) << "nothing is left to recall";
  }
  EXPECT_EQ(numbersOf(pool, 4), (std::multiset<int>{0, 1, 2, 3})) << "and the workers are free again";
}

TEST(WorkerPoolTest, EndsWithoutEverHavingHadAJob) {
  WorkerPool pool([] {});
  pool.grow(2);
}

}  // namespace
}  // namespace interleave
