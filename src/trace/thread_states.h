// The state of a run at one point of its trace: each thread, the locks and the balances. trace/trace_fold.h goes from one
// event's state to the next one's.
//
// Plain values. Money: whole units.
#pragma once

#include <array>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "model/account_program.h"

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

struct ThreadState {
  TaskState state = TaskState::notStarted;
  bool updating = false;       // an update is under way; between two of them the state is `started`, too
  std::optional<Money> copy;   // in hand, between read and write
  std::int64_t updatesDone = 0;
  std::size_t at = 0;          // the index of its next step in its update; the number of steps if none is left
};

using TaskMask = std::uint32_t;  // a bit a task
static_assert(limits::kMaxTransactions <= 32);
constexpr TaskMask bitOf(std::size_t task) { return TaskMask{1} << task; }

// The tasks that have to do with an account or its lock.
struct ObjectState {
  TaskMask holders = 0;
  TaskMask waiters = 0;  // those included that have drawn a number
  TaskMask copies = 0;   // with a copy in hand that equals the balance; a copy that is not among them is stale
};

struct ThreadStates {
  std::vector<ThreadState> tasks;
  std::vector<std::vector<std::size_t>> holders;  // of each account's lock, in the order in which they came; a task that has
                                                  // acquired a lock twice is there twice
  std::vector<std::size_t> waiters;               // in the order in which they came
  Balances balances;
  std::array<ObjectState, ObjectSpan::kMostObjects> objects{};

  Money balance() const { return std::accumulate(balances.begin(), balances.end(), Money{0}); }
  // The first holder of any lock.
  std::optional<std::size_t> lockOwner() const;
};

// Before the first event of a trace.
ThreadStates threadStatesBefore(const AccountProgram& program);

// "sleeps with copy 100"
std::string describe(const ThreadState& task, const ThreadStates& states, const AccountProgram& program);

}  // namespace interleave
