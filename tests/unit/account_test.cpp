#include "model/account.h"

#include "support.h"

namespace interleave {
namespace {

// Records the calls of `update`.
struct Script {
  Money balance = 100;
  std::string calls;

  Money read(ObjectId account) { return call("read" + nameOf(account)), balance; }
  void write(ObjectId account, Money value) {
    call("write " + std::to_string(value) + nameOf(account));
    balance = value;
  }
  void add(Money amount) { call("add " + std::to_string(amount)); }
  bool swap(Money value) {
    call("swap " + std::to_string(value));
    return --staleCopies < 0;
  }
  void sleep() { call("sleep"); }
  void acquire(ObjectSpan which) { call("acquire" + nameOf(which)); }
  void release(ObjectSpan which) { call("release" + nameOf(which)); }
  bool acquireInTime() { return call("acquire in time"), free; }
  void refuse(Money left) { call("refuse " + std::to_string(left)); }
  void fail() {
    call("fail");
    throw TransactionError{};
  }
  void printUpdating() { call("updating"); }
  void printFinishing() { call("finishing"); }
  void printBalance(Money seen) { call("print " + std::to_string(seen)); }
  void printGivingUp() { call("giving up"); }

  bool free = true;
  int staleCopies = 0;

 private:
  static std::string nameOf(ObjectSpan which) {
    return which == kBothAccounts ? " both" : which == kSecondAccount ? " second" : "";
  }
  void call(const std::string& name) { calls += (calls.empty() ? "" : ", ") + name; }
};

std::string callsOf(const Settings& settings, Script script = {}) {
  try {
    update(script, settings.program, 0);
  } catch (const TransactionError&) {
    script.calls += ", thrown";
  }
  return script.calls;
}

std::string callsOf(const Transaction& transaction, LockKind lock, Overdraft overdraft = Overdraft::allow) {
  Settings settings;
  settings.program.transactions = {transaction};
  settings.program.lock = lock;
  settings.program.overdraft = overdraft;
  return callsOf(settings);
}

TEST(AccountTest, AnUpdateReadsSleepsAndWrites) {
  EXPECT_EQ(callsOf({"deposit", 50}, LockKind::none), "updating, read, sleep, write 150, finishing");
}

TEST(AccountTest, BothPrintsAreOutsideTheLock) {
  const std::string calls = "updating, acquire, read, sleep, write -50, release, finishing";
  EXPECT_EQ(callsOf({"withdrawal", -150}, LockKind::manual), calls);
  EXPECT_EQ(callsOf({"withdrawal", -150}, LockKind::scoped), calls);
}

TEST(AccountTest, OnlyTheContextManagerReleasesAfterAnException) {
  const Transaction throwing{"deposit", 50, 1, true};
  EXPECT_EQ(callsOf(throwing, LockKind::none), "updating, read, fail, thrown");
  EXPECT_EQ(callsOf(throwing, LockKind::manual), "updating, acquire, read, fail, thrown");
  EXPECT_EQ(callsOf(throwing, LockKind::scoped), "updating, acquire, read, fail, release, thrown");
}

TEST(AccountTest, ARefusalNeitherSleepsNorWrites) {
  const Transaction tooMuch{"withdrawal", -101};
  EXPECT_EQ(callsOf(tooMuch, LockKind::none, Overdraft::refuse), "updating, read, refuse -1, finishing");
  EXPECT_EQ(callsOf(tooMuch, LockKind::scoped, Overdraft::refuse), "updating, acquire, read, refuse -1, release, finishing");
  EXPECT_EQ(callsOf(tooMuch, LockKind::manual, Overdraft::refuse), "updating, acquire, read, refuse -1, release, finishing");
  EXPECT_EQ(callsOf({"withdrawal", -100}, LockKind::none, Overdraft::refuse), "updating, read, sleep, write 0, finishing");
}

TEST(AccountTest, ARecursiveLockIsAcquiredTwice) {
  EXPECT_EQ(callsOf({"deposit", 50}, LockKind::recursive),
            "updating, acquire, acquire, read, sleep, write 150, release, release, finishing");
  EXPECT_EQ(callsOf({"deposit", 50, 1, true}, LockKind::recursive),
            "updating, acquire, acquire, read, fail, release, release, thrown");
}

TEST(AccountTest, AReaderOnlyPrints) {
  EXPECT_EQ(callsOf({"statement", 0}, LockKind::shared), "updating, acquire, read, sleep, release, print 100");
  EXPECT_EQ(callsOf({"statement", 0}, LockKind::scoped), "updating, acquire, read, sleep, write 100, release, finishing")
      << "only a shared lock has readers";
}

TEST(AccountTest, AThreadThatGivesUpTouchesNothing) {
  Settings settings;
  settings.program.lock = LockKind::timed;
  EXPECT_EQ(callsOf(settings), "updating, acquire in time, read, sleep, write 150, release, finishing");
  EXPECT_EQ(callsOf(settings, {.calls = {}, .free = false}), "updating, acquire in time, giving up");
}

TEST(AccountTest, AStaleCopyIsReadAgain) {
  Settings settings;
  settings.program.lock = LockKind::cas;
  EXPECT_EQ(callsOf(settings, {.calls = {}, .staleCopies = 1}),
            "updating, read, sleep, swap 150, read, sleep, swap 150, finishing");
  settings.program.lock = LockKind::optimistic;
  EXPECT_EQ(callsOf(settings), "updating, read, sleep, swap 150, finishing");
}

TEST(AccountTest, AnAtomicAdditionReadsOnlyWhatItHasToCheck) {
  EXPECT_EQ(callsOf({"deposit", 50}, LockKind::atomic, Overdraft::refuse), "updating, sleep, add 50, finishing");
  EXPECT_EQ(callsOf({"withdrawal", -50}, LockKind::atomic, Overdraft::refuse), "updating, read, sleep, add -50, finishing");
  EXPECT_EQ(callsOf({"withdrawal", -150}, LockKind::atomic, Overdraft::refuse), "updating, read, refuse -50, finishing");
  EXPECT_EQ(callsOf({"deposit", 50, 1, true}, LockKind::atomic), "updating, sleep, add 50, fail, thrown");
}

TEST(AccountTest, ATransferPaysFirst) {
  Settings settings;
  settings.program.mode = Mode::transfer;
  settings.program.transactions = {{"rent", 30}};
  EXPECT_EQ(callsOf(settings), "updating, read, sleep, write 70, read second, sleep, write 100 second, finishing");
  settings.program.lock = LockKind::scoped;
  EXPECT_EQ(callsOf(settings),
            "updating, acquire both, read, sleep, write 70, read second, sleep, write 100 second, release both, finishing");
}

TEST(AccountTest, ATransferByHandAcquiresInTheOrderGivenOrThatOfTheAccounts) {
  Settings settings;
  settings.program.mode = Mode::transfer;
  settings.program.lock = LockKind::manual;
  settings.program.transactions = {{"refund", -30}};
  const std::string moves = "read second, sleep, write 70 second, read, sleep, write 100, ";
  EXPECT_EQ(callsOf(settings), "updating, acquire second, sleep, acquire, " + moves + "release, release second, finishing");
  settings.program.order = LockOrder::address;
  EXPECT_EQ(callsOf(settings), "updating, acquire, sleep, acquire second, " + moves + "release second, release, finishing");
}

}  // namespace
}  // namespace interleave
