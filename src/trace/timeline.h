// What a trace looks like over time: a lane for each task, and the balance of each account.
//
// It is built as events arrive, an event at a time, and answers for any stretch of time in a time that depends
// on the number of columns asked for and hardly on the number of events. Times: ns. Money: whole units.
//
// Not thread-safe.
#pragma once

#include <array>
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
  explicit Timeline(const AccountProgram& program);

  // Any range of events, in the order in which they happened: times never decrease.
  void append(const std::ranges::input_range auto& events) {
    for (const Event& event : events) add(event);
  }

  std::size_t tasks() const { return lanes_.size(); }
  std::size_t accounts() const { return balances_.size(); }
  const Lane& lane(std::size_t task) const { return lanes_[task]; }
  const BalanceLine& balance(std::size_t account) const { return balances_[account]; }

  std::uint64_t events() const { return events_; }
  std::int64_t endNs() const { return endNs_; }  // of the last event
  // Of all balances and copies, the start included.
  Money lowest() const { return lowest_; }
  Money highest() const { return highest_; }
  // Of a lock, at one time.
  std::size_t mostHolders() const { return mostHolders_; }
  std::size_t bytes() const;  // what it takes beside the events

 private:
  using Mask = std::uint32_t;  // a bit a task
  struct Task {
    Which copyOf = Which::first;
    std::array<int, kMostAccounts> times{};  // it has acquired the lock
  };
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

  std::vector<Lane> lanes_;
  std::vector<BalanceLine> balances_;
  std::vector<Task> state_;
  std::array<LockUse, kMostAccounts> locks_;
  std::array<Mask, kMostAccounts> copies_{};  // tasks with a copy in hand that is what the balance is
  std::uint64_t events_ = 0;
  std::int64_t endNs_ = 0;
  Money lowest_ = 0;
  Money highest_ = 0;
  std::size_t mostHolders_ = 1;
};

}  // namespace interleave
