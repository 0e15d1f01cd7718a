// The step machine of model/program.h in numbers: where each task stands, and nothing about values.
//
// A task stands at a position: how many steps of its program order lie behind it, steps that a refusal
// or an exception has skipped included. An update takes as many positions as it has steps (updateSteps()
// in model/account_program.h); a swap that failed goes back by one.
//
// The positions determine the owners of the locks, the tasks with a copy, and the tasks in flight. Whatever else a
// step may depend on is in model/program.h and, packed, in packed_values.h: the balances, whether a copy is stale,
// which ticket is served, a lock that is a flag. Tests compare this with model/program.h.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "model/program.h"

namespace interleave {

class CompactProgram {
 public:
  using Position = std::uint32_t;

  explicit CompactProgram(const AccountProgram& program);

  std::size_t tasks() const { return ends_.size(); }
  std::size_t workers() const { return workers_; }
  LockKind lock() const { return lock_; }
  // The program has a lock to acquire.
  bool locks() const { return locks_; }
  // A withdrawal may be refused, so the possible steps depend on the balance.
  bool refuses() const { return refuses_; }
  bool mayRefuse(std::size_t task) const { return mayRefuse_[task]; }
  // Whether a read of the paying account that finds `balance` refuses the withdrawal.
  bool refuses(std::size_t task, Money balance) const { return mayRefuse(task) && balance < takesOut_[task]; }
  bool throws(std::size_t task) const { return throws_[task]; }
  Money amount(std::size_t task) const { return amounts_[task]; }

  // The position of a task that has ended.
  Position end(std::size_t task) const { return ends_[task]; }
  // One of its updates.
  const UpdateSteps& updateOf(std::size_t task) const { return scripts_[task].steps; }
  // Its next step. Precondition: it has not ended.
  const Action& actionAt(std::size_t task, Position position) const {
    const Script& script = scripts_[task];
    return script.steps.actions[script.offset(position)];
  }
  Step stepAt(std::size_t task, Position position) const { return actionAt(task, position).step; }
  // The first read of an update: the one that may refuse and throw.
  bool isFirstRead(std::size_t task, Position position) const {
    return scripts_[task].offset(position) == scripts_[task].firstRead;
  }
  // Between read and write, or swap.
  bool holdsCopy(std::size_t task, Position position) const {
    if (position == ends_[task]) return false;
    const Step step = stepAt(task, position);
    return step == Step::write || step == Step::swap;
  }
  // Those that hold a lock, beside the task that asks.
  struct Holders {
    std::size_t count = 0;
    bool writer = false;  // one of them writes
  };
  // Whether a lock that they hold admits the task, as far as that does not depend on values: whose turn it is.
  bool admits(std::size_t task, const Holders& others) const;
  bool readsOnly(std::size_t task) const { return readers_[task]; }
  // The accounts whose locks the task holds, a bit each.
  std::uint32_t locksHeld(std::size_t task, Position position) const {
    if (position == ends_[task]) return throws_[task] && keepsOnException_ ? ~std::uint32_t{0} : 0;
    return scripts_[task].holds[scripts_[task].offset(position)];
  }
  // The task holds the lock of that account.
  bool holdsLock(std::size_t task, Position position, std::size_t account = 0) const {
    return (locksHeld(task, position) >> account & 1) != 0;
  }
  // The task has a ticket that has not been served.
  bool isQueued(std::size_t task, Position position) const {
    return admission_ == Admission::inTurn && position != ends_[task] && scripts_[task].offset(position) > 0;
  }

  // The position after a step with that outcome.
  Position after(std::size_t task, Position position, StepOutcome outcome = StepOutcome::done) const;
  // The outcome of a step as far as it does not depend on values: of a read, whether it throws.
  StepOutcome outcomeOf(std::size_t task, std::span<const Position> positions) const;

  // The tasks that can step, in list order: in flight and not blocked on the lock. For a lock that is a queue or a
  // flag the list includes tasks that only a value blocks.
  void enabledTasks(std::span<const Position> positions, std::vector<std::size_t>& tasks) const;

  bool finished(std::span<const Position> positions) const {
    return std::equal(positions.begin(), positions.end(), ends_.begin());
  }

  // The most steps that a schedule can have.
  std::uint64_t longest() const { return longest_; }

 private:
  struct Script {
    UpdateSteps steps;
    std::size_t firstRead = 0;
    std::vector<std::uint32_t> holds{};  // before each step: a bit for each account's lock
    Position length = 0;

    // Of a position, in its update. Many tasks make but one, and a division takes its time.
    Position offset(Position position) const { return position < length ? position : position % length; }
  };

  static Script scriptOf(const AccountProgram& program, std::size_t task);
  bool admitted(std::size_t task, std::size_t account, std::span<const Position> positions) const;
  bool blocked(std::size_t task, std::span<const Position> positions) const;

  std::vector<Script> scripts_;
  std::vector<Position> ends_;
  std::vector<bool> throws_;
  std::vector<bool> mayRefuse_;
  std::vector<bool> readers_;
  std::vector<Money> amounts_;
  std::vector<Money> takesOut_;
  std::size_t workers_;
  std::size_t permits_;
  LockKind lock_;
  bool keepsOnException_;
  Admission admission_;
  bool locks_;
  bool refuses_ = false;
  std::uint64_t longest_ = 0;
};

}  // namespace interleave
