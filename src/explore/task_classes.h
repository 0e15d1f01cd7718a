// Which tasks are interchangeable where no value decides which steps are possible (symmetry_counter.h).
//
// Tasks of one shape take the same steps. The intention for a task is how many of its updates the last balance is to
// contain. Where that can be fewer than all, there are two ways to distinguish as few tasks as possible:
//   - tasks of one shape and one amount are alike, and share one intention;
//   - tasks of one shape that start in flight are alike, even with different amounts, and each has an
//     intention of its own. Tasks that wait in the queue are alike as above: they enter flight in list order.
// The way with less work is taken. Where every update goes in, tasks of one shape are alike, and there is no intention.
#pragma once

#include <cstdint>
#include <vector>

#include "explore/compact_program.h"
#include "model/account_program.h"

namespace interleave {

// Which of the updates that are made the last balance contains.
enum class Contained : std::uint8_t {
  all,       // updates are neither lost nor given up
  chain,     // those that none after them has overwritten, for each account
  admitted,  // those that were not given up
};
Contained containedOf(const AccountProgram& program);

struct TaskClass {
  std::size_t model = 0;     // a task of the class
  std::size_t tasks = 0;
  std::int64_t updates = 0;  // of one task, that an intention can count
  bool individual = false;   // each task has an intention of its own
  bool silent = false;       // its swap leaves all copies good: it changes nothing, and the value is what counts

  std::int64_t allUpdates() const { return updates * static_cast<std::int64_t>(tasks); }
};

struct TaskClasses {
  Contained contained = Contained::all;
  std::size_t intentions = 0;       // for one task: one for each account with a chain, or one for what is admitted
  std::vector<TaskClass> list;      // the individual ones come last
  std::vector<std::size_t> of;      // the place of each task's class in `list`
};

// The number of possible intentions for all tasks together.
double choicesOf(const TaskClasses& classes);

TaskClasses classifyTasks(const AccountProgram& source, const CompactProgram& program);

}  // namespace interleave
