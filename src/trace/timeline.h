// A trace over time: a lane for each task, and the balance of each account. A lane shows for two locks
// whether the task holds them; for each two further locks a task has another lane, which shows nothing else.
//
// It is built event by event, and answers queries for any stretch in a time that depends on the number of columns and
// hardly on the number of events. Times: ns. Money: whole units.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <ranges>
#include <vector>

#include "model/account_program.h"
#include "trace/balance_line.h"
#include "trace/event.h"
#include "trace/lane.h"

namespace interleave {

class Timeline {
 public:
  explicit Timeline(const AccountProgram& program)
      : Timeline(program.transactions.size(), accountsOf(program.mode), program.start) {}
  // Of so many tasks and accounts, which all start with the same balance.
  Timeline(std::size_t tasks, std::size_t accounts, Money start);

  // Any range of events, in the order in which they happened: times never decrease.
  void append(const std::ranges::input_range auto& events) {
    for (const Event& event : events) add(event);
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
  using Mask = std::uint32_t;  // a bit a task
  struct LockUse {
    Mask holders = 0;
    Mask waiters = 0;
  };

  void add(const Event& event);
  void enter(const Event& event, Doing doing);
  void stopWaiting(const Event& event);
  void startWaiting(const Event& event);
  void take(const Event& event);
  void giveBack(const Event& event);
  void write(const Event& event);
  void judgeContention(std::int64_t timeNs, std::size_t account);
  void changeHolding(std::size_t task, std::int64_t timeNs);

  // How often a task has acquired an account's lock, and has not released it.
  int& timesHeld(std::size_t task, std::size_t account) { return timesHeld_[task * accounts() + account]; }

  std::size_t tasks_;
  std::vector<Lane> lanes_;        // the first of each task, then the second of each
  std::vector<BalanceLine> balances_;
  std::vector<int> timesHeld_;
  std::vector<LockUse> locks_;     // of each account
  std::vector<Mask> copies_;       // of each account: tasks with a copy in hand that is what the balance is
  std::uint64_t events_ = 0;
  std::int64_t endNs_ = 0;
  Money lowest_ = 0;
  Money highest_ = 0;
  std::size_t mostHolders_ = 1;
};

}  // namespace interleave
