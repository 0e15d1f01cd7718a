#include "model/account.h"

#include "support.h"

namespace interleave {
namespace {

// Writes down what `update` asks of it.
struct Script {
  Money balance = 100;
  std::string calls;

  Money read() { return call("read"), balance; }
  void write(Money value) {
    call("write " + std::to_string(value));
    balance = value;
  }
  void sleep() { call("sleep"); }
  void acquire() { call("acquire"); }
  void release() { call("release"); }
  void refuse(Money left) { call("refuse " + std::to_string(left)); }
  void fail() {
    call("fail");
    throw TransactionError{};
  }
  void printUpdating() { call("updating"); }
  void printFinishing() { call("finishing"); }

 private:
  void call(const std::string& name) { calls += (calls.empty() ? "" : ", ") + name; }
};

std::string callsOf(const Transaction& transaction, LockKind lock, Overdraft overdraft = Overdraft::allow) {
  Script script;
  try {
    update(script, transaction, lock, overdraft);
  } catch (const TransactionError&) {
    script.calls += ", thrown";
  }
  return script.calls;
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
  EXPECT_EQ(callsOf(tooMuch, LockKind::scoped, Overdraft::refuse),
            "updating, acquire, read, refuse -1, release, finishing");
  EXPECT_EQ(callsOf(tooMuch, LockKind::manual, Overdraft::refuse),
            "updating, acquire, read, refuse -1, release, finishing");
  EXPECT_EQ(callsOf({"withdrawal", -100}, LockKind::none, Overdraft::refuse),
            "updating, read, sleep, write 0, finishing");
}

}  // namespace
}  // namespace interleave
