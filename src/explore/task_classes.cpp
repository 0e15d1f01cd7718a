#include "explore/task_classes.h"

#include <cmath>
#include <map>

namespace interleave {
namespace {

double logChoose(double n, double k) { return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1); }

// Ways to hand out `values` to so many tasks that are interchangeable.
double logMultisets(double tasks, double values) { return logChoose(tasks + values - 1, tasks); }

// `individual`: tasks of like shape that start in flight are interchangeable whatever their amounts.
TaskClasses classify(const Settings& settings, const CompactProgram& program, bool individual) {
  struct Kind {
    bool own;
    bool throws;
    std::int64_t times;
    Money amount;
    auto operator<=>(const Kind&) const = default;
  };
  std::map<Kind, std::vector<std::size_t>> tasksOf;
  for (std::size_t task = 0; task < settings.transactions.size(); ++task) {
    const Transaction& each = settings.transactions[task];
    const bool chooses = !program.locks() && !each.throws;
    const bool own = individual && chooses && task < program.workers();
    tasksOf[{own, each.throws, each.throws ? 1 : each.times, chooses && !own ? each.amount : 0}].push_back(task);
  }
  TaskClasses classes;
  classes.of.resize(settings.transactions.size());
  for (const auto& [kind, tasks] : tasksOf) {
    for (const std::size_t task : tasks) classes.of[task] = classes.list.size();
    const bool chooses = !program.locks() && !kind.throws;
    classes.list.push_back({tasks.front(), tasks.size(), chooses ? kind.times : 0, kind.own});
  }
  return classes;
}

// About how much work it is, to choose between two ways. From the number of states and of intentions.
double costOf(const TaskClasses& classes, const CompactProgram& program) {
  double states = 0;
  for (const TaskClass& each : classes.list) {
    const auto updates = static_cast<double>(each.updates);
    const auto tasks = static_cast<double>(each.tasks);
    states += each.individual ? logMultisets(tasks, (updates + 1) * (updates + 1))
                              : logMultisets(tasks, program.end(each.model) + 1.0) + std::log(updates * tasks + 1);
  }
  return std::exp(states) + choicesOf(classes) * static_cast<double>(program.longest());
}

}  // namespace

double choicesOf(const TaskClasses& classes) {
  double choices = 1;
  for (const TaskClass& each : classes.list) {
    choices *= each.individual ? std::pow(static_cast<double>(each.updates + 1), static_cast<double>(each.tasks))
                               : static_cast<double>(each.allUpdates() + 1);
  }
  return choices;
}

TaskClasses classifyTasks(const Settings& settings, const CompactProgram& program) {
  TaskClasses whole = classify(settings, program, false);
  TaskClasses individual = classify(settings, program, true);
  return costOf(individual, program) < costOf(whole, program) ? individual : whole;
}

}  // namespace interleave
