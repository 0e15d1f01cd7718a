// The lesson's account: copy the balance, change the copy, sleep, write it back.
//
// `update` is the lesson's function, written once and run by real threads everywhere: in the page, by the
// command, and in tests with a plain balance under ThreadSanitizer. Its Thread parameter defines what a
// read, a write, a sleep and a lock are:
//
//   Money read(ObjectId)            copies an account's balance
//   void write(ObjectId, Money)     stores it
//   void add(Money)                 changes the balance in one step
//   bool swap(Money)                stores the balance if the copy read last is still good
//   void sleep()                    between reading and writing
//   void acquire(ObjectSpan), release(ObjectSpan)  the lock of an account, or of both
//   bool acquireInTime()            false: the lock was not available in time
//   void refuse(Money)              a withdrawal that would have left this balance is refused
//   void fail()                     throws
//   void printUpdating(), printFinishing(), printBalance(Money), printGivingUp()
//
// read() and write() are two separate atomic accesses, never one read-modify-write. On a plain
// integer the lesson's race would be a data race, and so undefined behaviour in C++
// ([intro.races]/21): the compiler could do anything. Atomic accesses keep the program defined and
// lose updates all the same, because the transaction as a whole is not atomic.
#pragma once

#include <mutex>

#include "model/account_program.h"

namespace interleave {

// Thrown by a transaction that is set to throw (`fail=` in the link).
struct TransactionError {};

// An adapter with the members that std::scoped_lock needs ([thread.req.lockable.basic]).
template <class Thread>
class BasicLockable {
 public:
  explicit BasicLockable(Thread& thread, ObjectSpan which = kFirstAccount) : thread_(thread), which_(which) {}
  void lock() { thread_.acquire(which_); }
  void unlock() { thread_.release(which_); }

 private:
  Thread& thread_;
  ObjectSpan which_;
};

// Reads, and throws where the transaction does. False if the update is refused.
template <class Thread>
bool readAndCheck(Thread& thread, const AccountProgram& program, std::size_t task, ObjectId account, Money& copy) {
  const Transaction& transaction = program.transactions[task];
  copy = thread.read(account);
  if (transaction.throws) thread.fail();
  copy += changeOf(program.mode, transaction.amount, account);
  if (!checksOverdraft(program, task) || copy >= 0) return true;
  thread.refuse(copy);
  return false;
}

template <class Thread>
void readSleepWrite(Thread& thread, const AccountProgram& program, std::size_t task) {
  Money copy = 0;
  if (!readAndCheck(thread, program, task, kFirstAccount, copy)) return;
  thread.sleep();
  thread.write(kFirstAccount, copy);
}

template <class Thread>
void addAtOnce(Thread& thread, const AccountProgram& program, std::size_t task) {
  const Transaction& transaction = program.transactions[task];
  if (checksOverdraft(program, task)) {
    Money copy = 0;
    // Other threads can write between this check and the addition.
    if (!readAndCheck(thread, program, task, kFirstAccount, copy)) return;
  }
  thread.sleep();
  thread.add(transaction.amount);
  if (transaction.throws) thread.fail();
}

template <class Thread>
void swapUntilGood(Thread& thread, const AccountProgram& program, std::size_t task) {
  Money copy = 0;
  do {
    if (!readAndCheck(thread, program, task, kFirstAccount, copy)) return;
    thread.sleep();
  } while (!thread.swap(copy));
}

// From one account to the other, under any lock or none.
template <class Thread>
void moveMoney(Thread& thread, const AccountProgram& program, std::size_t task, ObjectId payer, ObjectId payee) {
  Money copy = 0;
  if (!readAndCheck(thread, program, task, payer, copy)) return;
  thread.sleep();
  thread.write(payer, copy);
  copy = thread.read(payee) + changeOf(program.mode, program.transactions[task].amount, payee);
  thread.sleep();
  thread.write(payee, copy);
}

template <class Thread>
void transfer(Thread& thread, const AccountProgram& program, std::size_t task) {
  const TransferRoute route = routeOf(program, task);
  const auto move = [&] { moveMoney(thread, program, task, route.payer, route.payee); };
  const UpdateForm form = lockInfo(program.lock).form;
  if (form == UpdateForm::byHand) {
    thread.acquire(route.acquiredFirst);
    // Holding one lock while waiting for the other is what makes a deadlock possible.
    thread.sleep();
    thread.acquire(route.acquiredLast);
    move();
    thread.release(route.acquiredLast);
    thread.release(route.acquiredFirst);
  } else if (form == UpdateForm::guarded) {
    // std::scoped_lock(a, b) takes both or none, in either order of the arguments.
    BasicLockable lock(thread, kBothAccounts);
    std::scoped_lock guard(lock);
    move();
  } else {
    move();
  }
}

// Under a lock that is released on every path.
template <class Thread>
void updateLocked(Thread& thread, const AccountProgram& program, std::size_t task) {
  BasicLockable lock(thread);
  std::scoped_lock guard(lock);
  if (lockInfo(program.lock).form == UpdateForm::twice) {
    // The function that it calls acquires the lock, too.
    std::scoped_lock again(lock);
    readSleepWrite(thread, program, task);
  } else {
    readSleepWrite(thread, program, task);
  }
}

// Only prints the balance, and holds the lock for as long as an update would.
template <class Thread>
void printBalance(Thread& thread, const AccountProgram& program, std::size_t task) {
  Money balance = 0;
  {
    BasicLockable lock(thread);
    std::scoped_lock guard(lock);
    balance = thread.read(kFirstAccount);
    if (program.transactions[task].throws) thread.fail();
    thread.sleep();
  }
  thread.printBalance(balance);
}

template <class Thread>
void update(Thread& thread, const AccountProgram& program, std::size_t task) {
  thread.printUpdating();
  if (readsOnly(program, task)) return printBalance(thread, program, task);
  if (program.mode == Mode::transfer) {
    transfer(thread, program, task);
    return thread.printFinishing();
  }
  switch (lockInfo(program.lock).form) {
    case UpdateForm::plain: readSleepWrite(thread, program, task); break;
    case UpdateForm::byHand:
      thread.acquire(kFirstAccount);
      // An exception here skips the release, which a context manager would do.
      readSleepWrite(thread, program, task);
      thread.release(kFirstAccount);
      break;
    case UpdateForm::inTime: {
      if (!thread.acquireInTime()) return thread.printGivingUp();
      BasicLockable lock(thread);
      std::scoped_lock guard(std::adopt_lock, lock);
      readSleepWrite(thread, program, task);
      break;
    }
    case UpdateForm::added: addAtOnce(thread, program, task); break;
    case UpdateForm::swapped: swapUntilGood(thread, program, task); break;
    case UpdateForm::guarded:
    case UpdateForm::twice: updateLocked(thread, program, task); break;
  }
  thread.printFinishing();
}

}  // namespace interleave
