// Which tasks are interchangeable where nothing depends on the balance's value (symmetry_counter.h).
//
// The ending of a schedule is a chain of updates; the intention for a task is how many of its updates are to go
// into the chain. There are two ways to distinguish as few tasks as possible:
//   - tasks of one shape (times, throws) and one amount are alike, and share one intention;
//   - tasks of one shape that start in flight are alike, even with different amounts, and each has an
//     intention of its own. Tasks that wait in the queue are alike as above: they enter flight in list order.
// The way with less work is taken. Under a lock every update goes into the chain: tasks of one shape are alike,
// and there is no intention.
#pragma once

#include <cstdint>
#include <vector>

#include "explore/compact_program.h"
#include "model/account_program.h"

namespace interleave {

struct TaskClass {
  std::size_t model = 0;     // a task of the class
  std::size_t tasks = 0;
  std::int64_t updates = 0;  // of one task, that an intention can count
  bool individual = false;   // each task has an intention of its own

  std::int64_t allUpdates() const { return updates * static_cast<std::int64_t>(tasks); }
};

struct TaskClasses {
  std::vector<TaskClass> list;      // the individual ones come last
  std::vector<std::size_t> of;      // the place of each task's class in `list`
};

// The number of possible intentions.
double choicesOf(const TaskClasses& classes);

TaskClasses classifyTasks(const AccountProgram& source, const CompactProgram& program);

}  // namespace interleave
