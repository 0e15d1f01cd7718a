// Transfers between two accounts: the deadlock of two locks, and its cures.
#include "explore/contradiction.h"
#include "explore/exploration.h"
#include "support.h"
#include "trace/explanation.h"
#include "trace/verdict.h"

namespace interleave {
namespace {

using test::TestRunner;

constexpr std::size_t A = 0, B = 1;

Settings transfers(LockKind lock, LockOrder order = LockOrder::given) {
  Settings settings = test::programOf({{"rent", 50}, {"refund", -30}}, lock);
  settings.program.mode = Mode::transfer;
  settings.program.order = order;
  return settings;
}

Exploration explored(const Settings& settings) {
  ExploreProgress progress;
  return explore(settings.program, {.threads = 1}, progress);
}

TEST(TransferTest, MovesMoneyFromTheFirstAccountToTheSecondAndBack) {
  const RunResult result = test::resultOf(transfers(LockKind::none), "AAAABBBB");
  EXPECT_EQ(result.balances, (Balances{80, 120}));
  EXPECT_EQ(result.balance, 200);
  EXPECT_EQ(result.expected, 200);
  EXPECT_EQ(verdictOf(result), Verdict::expected);
}

TEST(TransferTest, WithoutALockMoneyComesAndGoes) {
  const Exploration found = explored(transfers(LockKind::none));
  EXPECT_GT(found.endings.size(), 1U);
  const RunResult result = test::resultOf(transfers(LockKind::none), "ABBBBAAA");
  EXPECT_EQ(explain(result), "The rent read 100 before the refund wrote 130: +30 in the first account was lost.");
}

TEST(TransferTest, InTheOrderGivenTwoTransfersCanDeadlock) {
  const Exploration found = explored(transfers(LockKind::manual));
  EXPECT_EQ(found.deadlock.example, "AB");
  EXPECT_EQ(found.endings.size(), 1U);
  const RunResult result = test::resultOf(transfers(LockKind::manual), "AB");
  EXPECT_EQ(result.end, RunEnd::deadlocked);
  EXPECT_EQ(result.owners, (std::vector<std::optional<std::size_t>>{A, B}));
  EXPECT_EQ(result.waitedFor(A), 1U);
  EXPECT_EQ(result.waitedFor(B), 0U);
  EXPECT_EQ(explain(result),
            "Deadlock: the rent holds the first lock and waits for the second, the refund holds the second and waits "
            "for the first.");
}

TEST(TransferTest, InOneOrderForAllTheyCannot) {
  const Exploration found = explored(transfers(LockKind::manual, LockOrder::address));
  EXPECT_EQ(found.deadlock.schedules, "0");
  ASSERT_EQ(found.endings.size(), 1U);
  EXPECT_EQ(found.endings[0].balance, 200);
}

TEST(TransferTest, ALockOfBothOrNoneCannotDeadlockEither) {
  const Exploration found = explored(transfers(LockKind::scoped));
  EXPECT_EQ(found.deadlock.schedules, "0");
  EXPECT_EQ(found.endings.size(), 1U);
  Program program(transfers(LockKind::scoped).program);
  program.step(A);
  EXPECT_FALSE(program.canStep(B));
  EXPECT_EQ(program.holders(0), std::vector<std::size_t>{A});
  EXPECT_EQ(program.holders(1), std::vector<std::size_t>{A});
}

TEST(TransferTest, AThirdTransferWaitsForADeadlockToo) {
  Settings settings = transfers(LockKind::manual);
  settings.program.transactions.push_back({"gift", 10});
  const RunResult result = test::resultOf(settings, "AB");
  EXPECT_EQ(result.end, RunEnd::deadlocked);
  EXPECT_EQ(result.waitedFor(2), 0U) << "it holds nothing, and pays from the first account";
}

TEST(TransferTest, AnOverdraftIsRefusedByTheAccountThatPays) {
  Settings settings = transfers(LockKind::scoped);
  settings.program.overdraft = Overdraft::refuse;
  settings.program.transactions[A].amount = 101;
  settings.program.transactions[B].amount = -101;
  const RunResult result = test::resultOf(settings, "AAABBB");
  EXPECT_EQ(result.refusals, 2U);
  EXPECT_EQ(result.balances, (Balances{100, 100}));
  EXPECT_EQ(explain(result), "The rent read 100, too little for -101, and was refused. 1 more overdraft refused.");
}

TEST(TransferTest, AnExceptionByHandKeepsBothLocks) {
  Settings settings = transfers(LockKind::manual, LockOrder::address);
  settings.program.transactions[A].throws = true;
  EXPECT_EQ(serialEnding(settings.program), std::nullopt);
  const RunResult result = test::resultOf(settings, "AAA");
  EXPECT_EQ(result.end, RunEnd::deadlocked);
  EXPECT_EQ(explain(result),
            "Deadlock: the rent raised an exception while it held the lock and never released it. The refund waits for ever.");
}

TEST(TransferTest, RealThreadsDeadlockOnlyWhereTheyCan) {
  TestRunner threads;
  for (const LockOrder order : {LockOrder::given, LockOrder::address}) {
    for (const LockKind lock : {LockKind::manual, LockKind::scoped}) {
      Settings settings = transfers(lock, order);
      for (Transaction& each : settings.program.transactions) each.times = 10;
      for (int i = 0; i < 50; ++i) {
        const auto result = threads.run(settings);
        ASSERT_EQ(contradictionIn(*result), "");
        const bool can = lock == LockKind::manual && order == LockOrder::given;
        if (!can) ASSERT_EQ(result->end, RunEnd::completed);
        if (result->end == RunEnd::completed) ASSERT_EQ(result->balances, (Balances{-100, 300}));
      }
    }
  }
}

TEST(TransferTest, ADeadlockIsForcedOntoRealThreads) {
  TestRunner threads;
  ASSERT_TRUE(threads.runner().startForced(transfers(LockKind::manual), "AB"));
  const auto result = threads.finish();
  EXPECT_EQ(result->end, RunEnd::deadlocked);
  EXPECT_EQ(result->owners, (std::vector<std::optional<std::size_t>>{A, B}));
  EXPECT_EQ(contradictionIn(*result), "");
}

}  // namespace
}  // namespace interleave
