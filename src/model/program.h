// The program as a machine of atomic steps: what a schedule is made of.
//
// Each update is a straight line of steps (updateSteps() in model/account_program.h). Sleeping, printing and
// starting are no steps. The pool is first in, first out and a worker that finishes takes the next task at
// once, so the tasks in flight are always the first `workers` unfinished ones. src/link/README.md, "What a
// program does", states the same rules for users; tests hold real runs against this machine.
//
//   step    | possible                               | effect
//   acquire | while the lock admits the task (below) | it holds the lock
//   read    | always                                 | it has a copy; or is refused, or throws, and goes on to
//           |                                        | the release
//   write   | always                                 | the balance is the copy, changed
//   release | always                                 | the lock is free, or holds one fewer
//   check   | while the lock is free                 | none: another task can do the same
//   ticket  | always                                 | it has the next ticket
//   add     | always                                 | the balance is changed; or that, and it throws
//   swap    | always                                 | as write where the copy is still good; else back to read
//
//   lock                      | admits a task
//   manual, scoped, spin      | while it is free; of a transfer, each of the two locks by itself
//   recursive                 | while no other task holds it
//   shared                    | a reader while no writer holds it, a writer while it is free
//   timed                     | always; while it is held, the task gives its update up
//   semaphore                 | while fewer hold it than there are permits
//   ticket                    | when its ticket is served
//   check-then-lock, wrong-lock | always
//
// A Program is a plain value for one thread at a time; copies are independent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string_view>
#include <vector>

#include "model/account_program.h"

namespace interleave {

// The outcome of a step.
enum class StepOutcome : std::uint8_t {
  done,
  refused,  // a read: too little money
  threw,    // right after its first read
  gaveUp,   // an acquire: the lock was held
  failed,   // a swap: the copy was stale
};

class Program {
 public:
  struct Task {
    std::int64_t updatesLeft = 0;
    std::size_t at = 0;          // in the steps of its update
    Step next = Step::read;      // the step there
    ObjectSpan objects{};         // that it is about
    Money copy = 0;              // meaningful between read and write, or swap
    bool stale = false;          // another task has written since the copy was made
    std::int64_t ticket = 0;     // meaningful between ticket and release
    bool ended = false;
  };

  struct Taken {
    Step step = Step::read;
    ObjectSpan objects{};
    StepOutcome outcome = StepOutcome::done;
    bool updateOver = false;  // the step has ended an update, other than by an exception
  };

  // Takes what it needs from `program`; a schedule in it is not applied.
  explicit Program(const AccountProgram& program);

  // Of all accounts together.
  Money balance() const { return std::accumulate(balances_.begin(), balances_.end(), Money{0}); }
  const Balances& balances() const { return balances_; }
  // The tasks that hold an account's lock, in the order in which they acquired it; one that holds it twice
  // is there twice. One may have ended (manual lock, exception).
  const std::vector<std::size_t>& holders(std::size_t account) const { return holders_[account]; }
  // The first holder of each account's lock.
  std::vector<std::optional<std::size_t>> lockOwners() const;
  // The first holder of any lock.
  std::optional<std::size_t> lockOwner() const;
  const std::vector<Task>& tasks() const { return tasks_; }
  // As FinalState::due has it at the end.
  Money due() const { return due_; }
  // As FinalState has it at the end, with these parts.
  FinalState finalState(const EndParts& parts) const;
  std::int64_t refusals() const { return refusals_; }
  std::int64_t givenUp() const { return givenUp_; }

  bool inFlight(std::size_t task) const;
  // In the order of their numbers.
  std::vector<std::size_t> tasksInFlight() const;
  // In flight, and blocked by a lock at its next step.
  bool waits(std::size_t task) const { return inFlight(task) && blockedByLock(task); }
  // The task that it waits for. Precondition: waits(task).
  std::size_t waitsFor(std::size_t task) const;
  // In flight and not blocked.
  bool canStep(std::size_t task) const { return inFlight(task) && (givesUp(lock_) || !blockedByLock(task)); }
  // Every task has ended.
  bool finished() const { return unfinished_ == 0; }
  // Not finished, and no task has a step.
  bool deadlocked() const;

  // Takes the task's next step and returns what it was. Precondition: canStep(task).
  Taken step(std::size_t task);

 private:
  bool blockedByLock(std::size_t task) const;
  bool admits(std::size_t account, std::size_t task) const;
  StepOutcome take(std::size_t task);
  StepOutcome read(std::size_t task);
  void store(std::size_t task, Money balance);
  void hold(std::size_t task);
  void letGo(std::size_t task);
  bool goOn(std::size_t task, StepOutcome outcome);
  void standAt(std::size_t task, std::size_t at);
  void endTask(std::size_t task);

  std::vector<Transaction> transactions_;
  std::vector<UpdateSteps> steps_;      // of each task
  std::vector<std::size_t> firstRead_;  // of each task, in its steps: of the account that pays
  std::vector<bool> checks_;            // of each task: against an overdraft
  std::vector<Task> tasks_;
  std::size_t workers_;
  LockKind lock_;
  Mode mode_;
  std::size_t permits_;
  std::vector<bool> readers_;           // of each task: holds a shared lock with others
  Balances balances_;
  std::vector<std::vector<std::size_t>> holders_;  // of each account's lock
  bool flagTaken_ = false;              // of check-then-lock
  std::int64_t nextTicket_ = 0;
  std::int64_t serving_ = 0;
  std::size_t unfinished_;
  Money due_ = 0;       // as FinalState::due
  bool lost_ = false;   // a stale copy was written
  std::int64_t refusals_ = 0;
  std::int64_t givenUp_ = 0;
};

// How many leading letters of `schedule` are a possible schedule of the program; equal to its
// length where all of it is.
std::size_t possiblePrefix(const AccountProgram& program, std::string_view schedule);

}  // namespace interleave
