#include "model/balance.h"

#include <algorithm>
#include <thread>

#include "support.h"

namespace interleave {
namespace {

constexpr std::uint64_t kWorkers = limits::kMaxWorkers;

TEST(BalanceTest, StartsWithAWriteOfNoWorker) {
  Balance balance;
  balance.reset(-7);
  const Balance::Seen seen = balance.read();
  EXPECT_EQ(seen.value, -7);
  EXPECT_TRUE(seen.write.initial());
}

TEST(BalanceTest, WritesAreNamedByWorkerAndNumber) {
  const WriteId name = WriteId::of(3, 1'000'000'000'000);
  EXPECT_EQ(name.worker(), 3);
  EXPECT_EQ(name.number(), 1'000'000'000'000U);
  EXPECT_FALSE(name.initial());
  EXPECT_FALSE(WriteId::of(0, 0).initial());
  EXPECT_NE(WriteId::of(0, 1), WriteId::of(1, 0));
}

TEST(BalanceTest, AReadNamesTheWriteWhoseValueItSaw) {
  Balance balance;
  balance.reset(100);
  EXPECT_TRUE(balance.write(0, 150).initial()) << "it replaced the starting balance";
  EXPECT_EQ(balance.read().value, 150);
  EXPECT_EQ(balance.read().write, WriteId::of(0, 0));
  EXPECT_EQ(balance.write(5, -1), WriteId::of(0, 0));
  EXPECT_EQ(balance.read().write, WriteId::of(5, 0));
  EXPECT_EQ(balance.write(0, 7), WriteId::of(5, 0));
  EXPECT_EQ(balance.write(0, 8), WriteId::of(0, 1));
  EXPECT_EQ(balance.write(0, 9), WriteId::of(0, 2)) << "the first slot for the second time";
  EXPECT_EQ(balance.read().value, 9);
  EXPECT_EQ(balance.read().write, WriteId::of(0, 3));
}

TEST(BalanceTest, ResetBeginsAnew) {
  Balance balance;
  balance.reset(1);
  balance.write(0, 2);
  balance.write(1, 3);
  balance.reset(4);
  EXPECT_EQ(balance.read().value, 4);
  EXPECT_TRUE(balance.read().write.initial());
  EXPECT_TRUE(balance.write(1, 5).initial());
  EXPECT_EQ(balance.read().write, WriteId::of(1, 0));
}

// The value of write number `number` of `worker`, different for each write.
Money valueOf(WriteId write) { return static_cast<Money>(write.bits * 0x9E3779B97F4A7C15U >> 1); }

TEST(BalanceTest, EveryReadSeesExactlyWhatTheNamedWriteStored) {
  constexpr int kThreads = 4;
  constexpr std::uint64_t kWrites = 20'000;
  Balance balance;
  balance.reset(-1);
  std::vector<std::vector<WriteId>> replaced(kThreads);
  std::vector<std::thread> threads;
  for (int worker = 0; worker < kThreads; ++worker) {
    threads.emplace_back([&, worker] {
      std::vector<std::uint64_t> newest(kThreads, 0);  // of each worker's writes that were seen
      for (std::uint64_t i = 0; i < kWrites; ++i) {
        replaced[static_cast<std::size_t>(worker)].push_back(balance.write(worker, valueOf(WriteId::of(worker, i))));
        for (int read = 0; read < 3; ++read) {
          const Balance::Seen seen = balance.read();
          ASSERT_FALSE(seen.write.initial()) << "this thread has written";
          ASSERT_EQ(seen.value, valueOf(seen.write));
          // Each worker's writes are seen in their order, and a worker's own at once.
          std::uint64_t& last = newest[static_cast<std::size_t>(seen.write.worker())];
          ASSERT_GE(seen.write.number(), last);
          last = seen.write.number();
          if (seen.write.worker() == worker) ASSERT_EQ(seen.write.number(), i);
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();

  // The replaced writes make one chain: each was replaced once, the start as well, and none but the
  // last is left over.
  std::vector<std::uint64_t> names = {balance.read().write.bits};
  for (const auto& each : replaced) {
    for (const WriteId write : each) names.push_back(write.bits);
  }
  std::ranges::sort(names);
  std::vector<std::uint64_t> expected = {WriteId::kInitialBits};
  for (std::uint64_t i = 0; i < kWrites; ++i) {
    for (std::uint64_t worker = 0; worker < kThreads; ++worker) expected.push_back(i * kWorkers + worker);
  }
  std::ranges::sort(expected);
  EXPECT_EQ(names, expected);
}

TEST(BalanceTest, ReadersAloneKeepUpWithOneWriter) {
  Balance balance;
  balance.reset(valueOf(WriteId{}));
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (std::uint64_t i = 0; i < 100'000; ++i) balance.write(15, valueOf(WriteId::of(15, i)));
    done = true;
  });
  while (!done) {
    const Balance::Seen seen = balance.read();
    EXPECT_EQ(seen.value, valueOf(seen.write));
  }
  writer.join();
  EXPECT_EQ(balance.read().write, WriteId::of(15, 99'999));
}

TEST(BalanceTest, AdditionsInOneStepAllCount) {
  constexpr int kThreads = 4;
  constexpr int kTimes = 20'000;
  Balance balance;
  balance.reset(100);
  std::vector<std::thread> threads;
  for (int worker = 0; worker < kThreads; ++worker) {
    threads.emplace_back([&, worker] {
      for (int i = 0; i < kTimes; ++i) balance.add(worker, worker + 1);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(balance.read().value, 100 + kTimes * (1 + 2 + 3 + 4));
}

TEST(BalanceTest, ASwapAsksForTheValueOrForTheWrite) {
  Balance balance;
  balance.reset(100);
  const Balance::Seen seen = balance.read();
  balance.write(1, 150);
  EXPECT_FALSE(balance.swap(0, seen, 107, true).done);
  balance.write(1, 100);
  const Balance::Swapped byWrite = balance.swap(0, seen, 107, false);
  EXPECT_FALSE(byWrite.done) << "the value has come back, the write has not";
  EXPECT_EQ(byWrite.seen.write, WriteId::of(1, 1));
  const Balance::Swapped byValue = balance.swap(0, seen, 107, true);
  EXPECT_TRUE(byValue.done);
  EXPECT_EQ(byValue.seen.write, WriteId::of(1, 1)) << "what it replaced";
  EXPECT_EQ(balance.read().value, 107);
}

TEST(BalanceTest, SwapsThatAreTriedAgainLoseNothing) {
  for (const bool byValue : {true, false}) {
    Balance balance;
    balance.reset(0);
    std::vector<std::thread> threads;
    for (int worker = 0; worker < 4; ++worker) {
      threads.emplace_back([&, worker] {
        for (int i = 0; i < 5'000; ++i) {
          Balance::Seen seen = balance.read();
          while (!balance.swap(worker, seen, seen.value + 1, byValue).done) seen = balance.read();
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(balance.read().value, 20'000);
  }
}

}  // namespace
}  // namespace interleave
