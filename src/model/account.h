// The lesson's account: copy the balance, change the copy, sleep, write it back.
//
// `update` is the lesson's function, written once and run by real threads everywhere: in the page, by
// the command, and in tests with a plain balance under ThreadSanitizer. What a read, a write, a
// sleep and a lock are is up to the thread that it is given:
//
//   Money read()              copies the balance
//   void write(Money)         stores the balance
//   void sleep()              between the two
//   void acquire(), release() the account's lock
//   void refuse(Money)        a withdrawal is refused, it would have left this balance
//   void fail()               throws
//   void printUpdating(), printFinishing()
//
// read() and write() are two separate atomic accesses, never one read-modify-write. On a plain
// integer the lesson's race would be a data race, and so undefined behaviour in C++
// ([intro.races]/21): the compiler could do anything. Atomic accesses keep the program defined and
// lose updates all the same, because what is not atomic is the transaction.
#pragma once

#include <mutex>

#include "model/settings.h"

namespace interleave {

// Thrown by a transaction that is set to throw (`fail=` in the link).
struct TransactionError {};

// What std::scoped_lock needs of a lock ([thread.req.lockable.basic]).
template <class Thread>
class BasicLockable {
 public:
  explicit BasicLockable(Thread& thread) : thread_(thread) {}
  void lock() { thread_.acquire(); }
  void unlock() { thread_.release(); }

 private:
  Thread& thread_;
};

template <class Thread>
void readSleepWrite(Thread& thread, const Transaction& transaction, Overdraft overdraft) {
  Money copy = thread.read();
  if (transaction.throws) thread.fail();
  copy += transaction.amount;
  if (overdraft == Overdraft::refuse && transaction.amount < 0 && copy < 0) {
    thread.refuse(copy);
    return;
  }
  thread.sleep();
  thread.write(copy);
}

template <class Thread>
void update(Thread& thread, const Transaction& transaction, LockKind kind, Overdraft overdraft) {
  thread.printUpdating();
  switch (kind) {
    case LockKind::none: readSleepWrite(thread, transaction, overdraft); break;
    case LockKind::manual:
      thread.acquire();
      // An exception in here skips the release: that is what the context manager is for.
      readSleepWrite(thread, transaction, overdraft);
      thread.release();
      break;
    case LockKind::scoped: {
      BasicLockable lock(thread);
      std::scoped_lock guard(lock);
      readSleepWrite(thread, transaction, overdraft);
      break;
    }
  }
  thread.printFinishing();
}

}  // namespace interleave
