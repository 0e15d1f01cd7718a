// The lesson on a balance that is a plain integer, as in the original, for ThreadSanitizer to judge.
//
//   plain_balance none|manual|scoped
//
// Without a lock both threads read and write the balance, and nothing orders these accesses: a data
// race, which the sanitizer must report. With a lock it must stay silent, and the ending is right.
// This is why the account itself has an atomic balance (model/account.h).

#include <barrier>
#include <iostream>
#include <mutex>
#include <string_view>
#include <thread>

#include "model/account.h"

namespace {

using interleave::LockKind;
using interleave::Money;
using interleave::Overdraft;
using interleave::Transaction;

struct Account {
  Money balance = 100;
  std::mutex mutex;
  std::barrier<> ready{2};
};

// What `update` asks of a thread, in the plainest way.
class PlainThread {
 public:
  explicit PlainThread(Account& account) : account_(account) {}

  // Nobody reads before both are here: what follows on one thread is ordered with what follows on
  // the other by the lock alone. After this the two meet no more, which would order it as well.
  void printUpdating() { account_.ready.arrive_and_wait(); }
  Money read() const { return account_.balance; }
  void write(Money value) { account_.balance = value; }
  void sleep() { std::this_thread::yield(); }
  void acquire() { account_.mutex.lock(); }
  void release() { account_.mutex.unlock(); }
  void refuse(Money) {}
  void fail() { throw interleave::TransactionError{}; }
  void printFinishing() {}

 private:
  Account& account_;
};

Money endingOf(LockKind lock) {
  Account account;
  const auto worker = [&](const Transaction& transaction) {
    PlainThread thread(account);
    interleave::update(thread, transaction, lock, Overdraft::allow);
  };
  std::thread deposit(worker, Transaction{"deposit", 50});
  std::thread withdrawal(worker, Transaction{"withdrawal", -150});
  deposit.join();
  withdrawal.join();
  return account.balance;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view name = argc == 2 ? argv[1] : "";
  if (name != "none" && name != "manual" && name != "scoped") {
    std::cerr << "Usage: plain_balance none|manual|scoped\n";
    return 2;
  }
  const LockKind lock = name == "none" ? LockKind::none : name == "manual" ? LockKind::manual : LockKind::scoped;
  const Money ending = endingOf(lock);
  std::cout << "ending balance of " << ending << '\n';
  return lock == LockKind::none || ending == 0 ? 0 : 1;
}
