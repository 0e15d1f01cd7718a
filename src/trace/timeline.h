// A trace over time: a lane for each task, and the balance of each account. A lane shows for two locks
// whether the task holds them; for each two further locks a task has another lane, which shows nothing else.
//
// It is built event by event, and answers queries for any stretch in a time that depends on the number of columns and
// hardly on the number of events. Times: ns. Money: whole units.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <ranges>
#include <vector>

#include "model/account_program.h"
#include "trace/balance_line.h"
#include "trace/lane.h"
#include "trace/trace_fold.h"

namespace interleave {

class Timeline {
 public:
  explicit Timeline(const AccountProgram& program)
      : Timeline(program.transactions.size(), accountsOf(program.mode), program.start) {}
  // Of so many tasks and accounts, which all start with the same balance.
  Timeline(std::size_t tasks, std::size_t accounts, Money start);

  // Observes the fold of a trace from its first event on. Times never decrease.
  void observe(const FoldStep& step);
  // Folds any range of events by itself, in place of observing: in the order in which they happened.
  void append(const std::ranges::input_range auto& events) {
    fold_.append(events, [this](const FoldStep& step) { observe(step); });
  }

  std::size_t tasks() const { return tasks_; }
  std::size_t accounts() const { return balances_.size(); }
  const Lane& lane(std::size_t task) const { return lanes_[task]; }
  // How many lanes a task has.
  std::size_t lanesOfTask() const { return lanes_.size() / tasks_; }
  // The lane that shows whether the task holds an account's lock: bit account % kLocksOfLane of LaneState::holds.
  const Lane& laneOfLock(std::size_t task, std::size_t account) const { return lanes_[account / kLocksOfLane * tasks_ + task]; }
  const BalanceLine& balance(std::size_t account) const { return balances_[account]; }

  std::uint64_t events() const { return events_; }
  std::int64_t endNs() const { return endNs_; }  // of the last event
  // Of all balances and copies, the start included.
  Money lowest() const { return lowest_; }
  Money highest() const { return highest_; }
  // Of a lock, at one time.
  std::size_t mostHolders() const { return mostHolders_; }
  std::size_t bytes() const;  // its memory, without the events

 private:
  void follow(const FoldStep& step);
  void changeHolding(const FoldStep& step, LaneState& first);
  void judgeContention(const FoldStep& step, std::size_t account);

  std::size_t tasks_;
  std::vector<Lane> lanes_;        // the first of each task, then the second of each
  std::vector<BalanceLine> balances_;
  std::uint64_t events_ = 0;
  std::int64_t endNs_ = 0;
  Money lowest_ = 0;
  Money highest_ = 0;
  std::size_t mostHolders_ = 1;
  TraceFold fold_;                 // of append()
};

}  // namespace interleave
