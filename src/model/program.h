// The program as a machine of atomic steps: what a schedule is made of.
//
// One update is, without a lock, read . write; with one, acquire . read . write . release. Sleeping,
// printing and starting are no steps. The pool is first in, first out and a worker that finishes
// takes the next task at once, so the tasks in flight are always the first `workers` unfinished ones.
// README.md, "The link" states the same rules for users; tests hold real runs against this machine.
//
//   state of a task        | its next step | can take it
//   before an update, lock | acquire       | while the lock is free
//   before an update, none | read          | always
//   has read               | write         | always (not after a refusal or an exception)
//   holds the lock         | release       | always
//
// A Program is a plain value for one thread at a time; copies are independent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "model/settings.h"

namespace interleave {

enum class Step : std::uint8_t { acquire, read, write, release };
std::string_view stepName(Step step);

class Program {
 public:
  struct Task {
    std::int64_t updatesLeft = 0;
    Step next = Step::read;
    Money copy = 0;      // meaningful between read and write
    bool ended = false;
  };

  // Takes what it needs from `settings`; a schedule in it is not applied.
  explicit Program(const Settings& settings);

  Money balance() const { return balance_; }
  // The task that holds the lock; it may have ended (manual lock, exception).
  std::optional<std::size_t> lockOwner() const { return owner_; }
  const std::vector<Task>& tasks() const { return tasks_; }
  std::int64_t refusals() const { return refusals_; }

  bool inFlight(std::size_t task) const;
  // In flight and not blocked on the lock.
  bool canStep(std::size_t task) const;
  // Every task has ended.
  bool finished() const { return unfinished_ == 0; }
  // Not finished, and no task has a step.
  bool deadlocked() const;

  // Takes the task's next step and returns which one it was. Precondition: canStep(task).
  Step step(std::size_t task);

 private:
  void endUpdate(std::size_t task);
  void endTask(std::size_t task);
  void readBalance(std::size_t task);

  std::vector<Transaction> transactions_;
  std::vector<Task> tasks_;
  std::size_t workers_;
  LockKind lock_;
  Overdraft overdraft_;
  Money balance_;
  std::optional<std::size_t> owner_;
  std::size_t unfinished_;
  std::int64_t refusals_ = 0;
};

// How many leading letters of `schedule` are a possible schedule of the program; equal to its
// length where all of it is.
std::size_t possiblePrefix(const Settings& settings, std::string_view schedule);

}  // namespace interleave
