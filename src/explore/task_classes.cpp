#include "explore/task_classes.h"

#include <map>

namespace interleave {
namespace {

// The number of ways to distribute `values` values to that many interchangeable tasks.
double multisets(std::size_t tasks, double values) {
  double ways = 1;
  for (std::size_t i = 1; i <= tasks; ++i) ways *= (values - 1 + static_cast<double>(i)) / static_cast<double>(i);
  return ways;
}

// `individual`: tasks of the same shape that start in flight are interchangeable, even with different amounts.
TaskClasses classify(const AccountProgram& source, const CompactProgram& program, bool individual) {
  struct Kind {
    bool own;
    bool throws;
    std::int64_t times;
    Money amount;
    auto operator<=>(const Kind&) const = default;
  };
  std::map<Kind, std::vector<std::size_t>> tasksOf;
  for (std::size_t task = 0; task < source.transactions.size(); ++task) {
    const Transaction& each = source.transactions[task];
    const bool chooses = !program.locks() && !each.throws;
    const bool own = individual && chooses && task < program.workers();
    tasksOf[{own, each.throws, each.throws ? 1 : each.times, chooses && !own ? each.amount : 0}].push_back(task);
  }
  TaskClasses classes;
  classes.of.resize(source.transactions.size());
  for (const auto& [kind, tasks] : tasksOf) {
    for (const std::size_t task : tasks) classes.of[task] = classes.list.size();
    const bool chooses = !program.locks() && !kind.throws;
    classes.list.push_back({tasks.front(), tasks.size(), chooses ? kind.times : 0, kind.own});
  }
  return classes;
}

// An estimate of the work, from the number of states and of intentions, to choose between the two ways.
double costOf(const TaskClasses& classes, const CompactProgram& program) {
  double states = 1;
  for (const TaskClass& each : classes.list) {
    const auto updates = static_cast<double>(each.updates);
    states *= each.individual
                  ? multisets(each.tasks, (updates + 1) * (updates + 1))
                  : multisets(each.tasks, program.end(each.model) + 1.0) * (updates * static_cast<double>(each.tasks) + 1);
  }
  return states + choicesOf(classes) * static_cast<double>(program.longest());
}

}  // namespace

double choicesOf(const TaskClasses& classes) {
  double choices = 1;
  for (const TaskClass& each : classes.list) {
    if (!each.individual) choices *= static_cast<double>(each.allUpdates() + 1);
    else
      for (std::size_t i = 0; i < each.tasks; ++i) choices *= static_cast<double>(each.updates + 1);
  }
  return choices;
}

TaskClasses classifyTasks(const AccountProgram& source, const CompactProgram& program) {
  TaskClasses whole = classify(source, program, false);
  TaskClasses individual = classify(source, program, true);
  return costOf(individual, program) < costOf(whole, program) ? individual : whole;
}

}  // namespace interleave
