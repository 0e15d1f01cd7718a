// The step machine of model/program.h in numbers: where each task stands, and nothing about values.
//
// A task stands at a position: how many steps of its program order lie behind it, steps that a refusal
// or an exception has skipped included. An update takes as many positions as it has steps:
//
//   lock | position mod its steps: 0, 1, ...
//   none | read, write
//   any  | acquire, read, write, release
//
// Who holds the lock, who holds a copy and which tasks are in flight all follow from the positions.
// Tests hold this against model/program.h.
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

  explicit CompactProgram(const Settings& settings);

  std::size_t tasks() const { return ends_.size(); }
  std::size_t workers() const { return workers_; }
  bool locks() const { return lock_ != LockKind::none; }
  // Some withdrawal may be refused: what is possible depends on the balance.
  bool refuses() const { return refuses_; }
  bool mayRefuse(std::size_t task) const { return refuses_ && amounts_[task] < 0 && !throws_[task]; }
  // Whether a read that finds that balance refuses the withdrawal.
  bool refuses(std::size_t task, Money balance) const { return mayRefuse(task) && balance + amounts_[task] < 0; }
  bool throws(std::size_t task) const { return throws_[task]; }
  Money amount(std::size_t task) const { return amounts_[task]; }

  // Where the task has ended.
  Position end(std::size_t task) const { return ends_[task]; }
  // Its next step. Precondition: it has not ended.
  Step stepAt(Position position) const {
    return locks() ? static_cast<Step>(position % 4) : position % 2 == 0 ? Step::read : Step::write;
  }
  // Between read and write.
  bool holdsCopy(std::size_t task, Position position) const {
    return position != ends_[task] && stepAt(position) == Step::write;
  }
  bool holdsLock(std::size_t task, Position position) const {
    if (position == ends_[task]) return throws_[task] && lock_ == LockKind::manual;
    return locks() && position % 4 != 0;
  }

  // Where a step leads. `refused`: a read that refuses the withdrawal.
  Position after(std::size_t task, Position position, bool refused = false) const;

  // The tasks that can step, in list order: in flight and not blocked on the lock.
  void steppers(std::span<const Position> positions, std::vector<std::size_t>& tasks) const;

  bool finished(std::span<const Position> positions) const {
    return std::equal(positions.begin(), positions.end(), ends_.begin());
  }

  // The most steps that a schedule can have.
  std::uint64_t longest() const { return longest_; }

 private:
  std::vector<Position> ends_;
  std::vector<bool> throws_;
  std::vector<Money> amounts_;
  std::size_t workers_;
  LockKind lock_;
  bool refuses_ = false;
  std::uint64_t longest_ = 0;
};

}  // namespace interleave
