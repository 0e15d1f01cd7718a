// The lesson on a balance that is a plain integer, as in the original, for ThreadSanitizer to judge.
//
//   plain_balance LOCK
//
// Without a lock, and with one that keeps nobody out, both threads read and write the balance and nothing
// orders these accesses: a data race, which the sanitizer must report. Under a lock that protects the
// balance it must stay silent, and the ending is right. This is why the account itself has an atomic
// balance (model/account.h). Locks without acquire and release have no plain balance to protect.

#include <algorithm>
#include <barrier>
#include <iostream>
#include <mutex>
#include <string_view>
#include <thread>

#include "model/account.h"
#include "run/run_lock.h"

namespace {

using interleave::LockInfo;
using interleave::LockKind;
using interleave::Money;
using interleave::Promise;
using interleave::Settings;
using interleave::Which;

struct Account {
  explicit Account(const Settings& settings) : lock(interleave::makeRunLock(settings)) {}

  Money balance = 100;
  std::mutex mutex;                           // of manual and scoped
  std::unique_ptr<interleave::RunLock> lock;  // of the others
  std::atomic<bool> flag{false};              // of check-then-lock
  std::barrier<> ready{2};
};

// What `update` asks of a thread, in the plainest way.
class PlainThread {
 public:
  PlainThread(Account& account, const Settings& settings, int worker) : account_(account), settings_(settings), caller_{worker, false} {}

  // Nobody reads before both are here: what follows on one thread is ordered with what follows on
  // the other by the lock alone. After this the two meet no more, which would order it as well.
  void printUpdating() { account_.ready.arrive_and_wait(); }
  Money read(Which) const { return account_.balance; }
  void write(Which, Money value) { account_.balance = value; }
  void sleep() { std::this_thread::yield(); }
  void acquire(Which) {
    if (settings_.lock == LockKind::checkThenLock) {
      // Relaxed, as nothing of it is to order the balance: what a mere flag does by chance is not asked.
      while (account_.flag.load(std::memory_order_relaxed)) std::this_thread::yield();
      account_.flag.store(true, std::memory_order_relaxed);
    } else if (account_.lock) {
      account_.lock->draw(caller_);
      account_.lock->acquire(caller_);
    } else {
      account_.mutex.lock();
    }
  }
  // Waits as long as it takes, so that both updates are made.
  bool acquireInTime() {
    while (!account_.lock->acquireFor(caller_, settings_.timeout)) {
    }
    return true;
  }
  void release(Which) {
    if (settings_.lock == LockKind::checkThenLock) account_.flag.store(false, std::memory_order_relaxed);
    else if (account_.lock) account_.lock->release(caller_);
    else account_.mutex.unlock();
  }
  void add(Money) {}
  bool swap(Money) { return true; }
  void refuse(Money) {}
  void fail() { throw interleave::TransactionError{}; }
  void printFinishing() {}
  void printBalance(Money) {}
  void printGivingUp() {}

 private:
  Account& account_;
  const Settings& settings_;
  const interleave::LockCaller caller_;
};

Money endingOf(const Settings& settings) {
  Account account(settings);
  const auto worker = [&](std::size_t task) {
    PlainThread thread(account, settings, static_cast<int>(task));
    interleave::update(thread, settings, task);
  };
  std::thread deposit(worker, 0);
  std::thread withdrawal(worker, 1);
  deposit.join();
  withdrawal.join();
  return account.balance;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view name = argc == 2 ? argv[1] : "";
  const auto locks = interleave::allLocks();
  const auto lock = std::ranges::find(locks, name, &LockInfo::name);
  if (lock == locks.end() || (lock->kind != LockKind::none && !interleave::acquires(lock->kind))) {
    std::cerr << "Usage: plain_balance LOCK, one of " << interleave::lockNames() << " that has a lock to acquire\n";
    return 2;
  }
  Settings settings;
  settings.lock = lock->kind;
  const Money ending = endingOf(settings);
  std::cout << "ending balance of " << ending << '\n';
  return lock->promise == Promise::none || ending == 0 ? 0 : 1;
}
