// Where a run stands at one point of its trace: each thread, the lock and the balance.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/settings.h"
#include "trace/event.h"

namespace interleave {

enum class TaskState : std::uint8_t {
  notStarted,
  started,    // has begun an update, and does nothing with the balance yet
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
};

struct Standing {
  std::vector<TaskStanding> tasks;
  std::optional<std::size_t> lockOwner;
  std::vector<std::size_t> waiters;  // in the order in which they came
  Money balance = 0;
};

// After the first `events` of the trace. Pure; O(events).
Standing standingAfter(const Settings& settings, std::span<const Event> events);

// "sleeps with copy 100"
std::string describe(const TaskStanding& task, const Standing& standing, const Settings& settings);

}  // namespace interleave
