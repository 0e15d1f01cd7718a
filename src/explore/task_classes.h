// Which tasks are interchangeable where nothing depends on the balance's value (symmetry_counter.h).
//
// A chain of updates is all that a schedule leaves; how many updates of a task are to go into it is
// what is intended for that task. There are two ways to tell tasks apart as little as possible:
//   - tasks of one shape (times, throws) and one amount are alike, and what is intended for them is one
//     number for all;
//   - tasks of one shape that start in flight are alike whatever their amounts, and what is intended is
//     each task's own. Tasks that wait in the queue are alike as above: they enter flight in list order.
// The one that makes for less work is taken. Under a lock every update goes into the chain: tasks of one
// shape are alike, and nothing is intended.
#pragma once

#include <cstdint>
#include <vector>

#include "explore/compact_program.h"
#include "model/account_program.h"

namespace interleave {

struct TaskClass {
  std::size_t model = 0;     // one of its tasks
  std::size_t tasks = 0;
  std::int64_t updates = 0;  // of one task, that can be intended
  bool individual = false;   // what is intended is each task's own

  std::int64_t allUpdates() const { return updates * static_cast<std::int64_t>(tasks); }
};

struct TaskClasses {
  std::vector<TaskClass> list;      // those that are individual come last
  std::vector<std::size_t> of;      // of each task, its place in `list`
};

// In how many ways something can be intended.
double choicesOf(const TaskClasses& classes);

TaskClasses classifyTasks(const AccountProgram& source, const CompactProgram& program);

}  // namespace interleave
