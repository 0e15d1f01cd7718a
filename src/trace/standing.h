// The state of a run at one point of its trace: each thread, the lock and the balance.
#pragma once

#include <numeric>
#include <optional>
#include <ranges>
#include <string>
#include <vector>

#include "model/account_program.h"
#include "trace/event.h"
#include "trace/trace.h"

namespace interleave {

enum class TaskState : std::uint8_t {
  notStarted,
  started,    // has begun an update, and not accessed the balance yet
  checked,    // has seen that the lock is free
  queued,     // has drawn a number
  waiting,    // for the lock
  holding,    // has the lock, and has not read yet
  sleeping,   // has read: a copy in hand that may get stale
  written,    // has written; with a lock, still holds it
  refused,    // will write nothing; with a lock, still holds it
  ended,
  failed,     // ended by an exception
};

struct TaskStanding {
  TaskState state = TaskState::notStarted;
  std::optional<Money> copy;   // in hand, between read and write
  std::int64_t updatesDone = 0;
  std::size_t at = 0;          // the index of its next step in its update; the number of steps if none is left
};

struct Standing {
  std::vector<TaskStanding> tasks;
  std::vector<std::vector<std::size_t>> holders;  // of each account's lock, in the order in which they came
  std::vector<std::size_t> waiters;               // in the order in which they came
  Balances balances;

  Money balance() const { return std::accumulate(balances.begin(), balances.end(), Money{0}); }
  // The first holder of any lock.
  std::optional<std::size_t> lockOwner() const;
};

// Before the first event of a trace, and from there on event by event.
Standing standingBefore(const AccountProgram& program);
void advance(Standing& standing, const AccountProgram& program, const Event& event);

// After the first events of the trace, any range of them. Pure; O(events).
Standing standingAfter(const AccountProgram& program, const std::ranges::input_range auto& events) {
  Standing standing = standingBefore(program);
  for (const Event& event : events) advance(standing, program, event);
  return standing;
}

// States at regular places of a trace, so that any state is a bounded number of events away from one of them.
class StandingTrail {
 public:
  static constexpr std::size_t kEvery = 65'536;  // events

  // O(events).
  StandingTrail(const AccountProgram& program, const Trace& trace);
  // After the first `events` of the same trace. O(kEvery).
  Standing after(const AccountProgram& program, const Trace& trace, std::size_t events) const;
  const Standing& end() const { return end_; }

 private:
  std::vector<Standing> every_;  // after 0, kEvery, 2 * kEvery ... events
  Standing end_;
};

// "sleeps with copy 100"
std::string describe(const TaskStanding& task, const Standing& standing, const AccountProgram& program);

}  // namespace interleave
