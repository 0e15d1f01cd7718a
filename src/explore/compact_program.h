// The step machine of model/program.h in numbers: where each task stands, and nothing about values.
//
// A task stands at a position: how many steps of its program order lie behind it, steps that a refusal
// or an exception has skipped included. An update takes as many positions as it has steps (updateSteps()
// in model/account_program.h); a swap that failed goes back by one.
//
// Who holds which lock, who holds a copy and which tasks are in flight all follow from the positions. What
// else a step may depend on is in model/program.h and, packed, in packed_values.h: the balances, whether a
// copy is stale, whose number is called, a lock that is a mere flag. Tests hold this against
// model/program.h.
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
  // There is a lock to acquire.
  bool locks() const { return locks_; }
  // The program is that of a lock that excludes, or of none, on one account: read and write, perhaps between
  // acquire and release, and what is possible follows from the positions and from what is refused.
  bool plain() const { return plain_; }
  // Some withdrawal may be refused: what is possible depends on the balance.
  bool refuses() const { return refuses_; }
  bool mayRefuse(std::size_t task) const { return checks_[task] && !throws_[task]; }
  // Whether a read that finds that balance of the account that pays refuses the withdrawal.
  bool refuses(std::size_t task, Money balance) const { return mayRefuse(task) && balance < takesOut_[task]; }
  bool throws(std::size_t task) const { return throws_[task]; }
  Money amount(std::size_t task) const { return amounts_[task]; }

  // Where the task has ended.
  Position end(std::size_t task) const { return ends_[task]; }
  // Its next step. Precondition: it has not ended.
  const Action& actionAt(std::size_t task, Position position) const {
    const Script& script = scripts_[task];
    return script.steps.actions[position % script.steps.actions.size()];
  }
  Step stepAt(std::size_t task, Position position) const { return actionAt(task, position).step; }
  // The first read of an update: the one that may refuse and throw.
  bool isFirstRead(std::size_t task, Position position) const {
    return position % scripts_[task].steps.actions.size() == scripts_[task].firstRead;
  }
  // Between read and write, or swap.
  bool holdsCopy(std::size_t task, Position position) const {
    if (position == ends_[task]) return false;
    const Step step = stepAt(task, position);
    return step == Step::write || step == Step::swap;
  }
  // The lock of an account.
  bool holdsLock(std::size_t task, Position position, std::size_t account = 0) const {
    const Script& script = scripts_[task];
    if (position == ends_[task]) return throws_[task] && lock_ == LockKind::manual;
    return (script.holds[position % script.holds.size()] >> account & 1) != 0;
  }
  // Has drawn a number that has not been served.
  bool isQueued(std::size_t task, Position position) const {
    return lock_ == LockKind::ticket && position != ends_[task] && position % scripts_[task].steps.actions.size() > 0;
  }

  // Where a step with that outcome leads.
  Position after(std::size_t task, Position position, StepOutcome outcome = StepOutcome::done) const;
  // What comes of a step that does not depend on values: of a read it says whether it throws.
  StepOutcome outcomeOf(std::size_t task, std::span<const Position> positions) const;

  // The tasks that can step, in list order: in flight and not blocked on the lock. Of a lock that is a queue
  // or a flag, also those that only a value keeps out.
  void steppers(std::span<const Position> positions, std::vector<std::size_t>& tasks) const;

  bool finished(std::span<const Position> positions) const {
    return std::equal(positions.begin(), positions.end(), ends_.begin());
  }

  // The most steps that a schedule can have.
  std::uint64_t longest() const { return longest_; }

 private:
  struct Script {
    UpdateSteps steps;
    std::size_t firstRead = 0;
    std::vector<std::uint32_t> holds;  // before each step: a bit for each account's lock
  };

  static Script scriptOf(const AccountProgram& program, std::size_t task);
  bool letsIn(std::size_t task, std::size_t account, std::span<const Position> positions) const;
  bool blocked(std::size_t task, std::span<const Position> positions) const;

  std::vector<Script> scripts_;
  std::vector<Position> ends_;
  std::vector<bool> throws_;
  std::vector<bool> checks_;
  std::vector<bool> readers_;
  std::vector<Money> amounts_;
  std::vector<Money> takesOut_;
  std::size_t workers_;
  std::size_t permits_;
  LockKind lock_;
  bool locks_;
  bool plain_;
  bool refuses_ = false;
  std::uint64_t longest_ = 0;
};

}  // namespace interleave
