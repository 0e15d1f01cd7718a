#include "explore/task_classes.h"

#include <algorithm>
#include <cmath>

namespace interleave {
namespace {

// The number of ways to distribute `values` values to that many interchangeable tasks.
double multisets(std::size_t tasks, double values) {
  double ways = 1;
  for (std::size_t i = 1; i <= tasks; ++i) ways *= (values - 1 + static_cast<double>(i)) / static_cast<double>(i);
  return ways;
}

class Classifier {
 public:
  Classifier(const AccountProgram& source, const CompactProgram& program)
      : source_(source), program_(program), contained_(containedOf(source)) {}

  // `individual`: tasks of the same shape that start in flight are interchangeable, even with different amounts.
  TaskClasses classify(bool individual) const {
    TaskClasses classes;
    classes.contained = contained_;
    if (contained_ == Contained::chain) classes.intentions = accountsOf(source_.mode);
    if (contained_ == Contained::admitted) classes.intentions = 1;
    classes.of.resize(program_.tasks());
    for (const bool own : {false, true}) {
      for (std::size_t task = 0; task < program_.tasks(); ++task) {
        if (own != (individual && chooses(task) && task < program_.workers())) continue;
        classes.of[task] = classOf(task, own, classes.list);
      }
    }
    return classes;
  }

 private:
  // It decides in each schedule anew how many of the task's updates the last balance contains.
  bool chooses(std::size_t task) const { return contained_ != Contained::all && !program_.throws(task); }

  bool silent(std::size_t task) const {
    return lockInfo(source_.lock).copyCheck == CopyCheck::value && source_.transactions[task].amount == 0;
  }

  bool alike(std::size_t task, std::size_t model) const {
    return program_.throws(task) == program_.throws(model) && program_.end(task) == program_.end(model) &&
           program_.updateOf(task).actions == program_.updateOf(model).actions && silent(task) == silent(model);
  }

  // The place in `list` of the task's class, which may be new.
  std::size_t classOf(std::size_t task, bool own, std::vector<TaskClass>& list) const {
    const bool byAmount = chooses(task) && !own;
    const auto found = std::ranges::find_if(list, [&](const TaskClass& each) {
      const bool sameAmount = !byAmount || program_.amount(task) == program_.amount(each.model);
      return each.individual == own && sameAmount && alike(task, each.model);
    });
    if (found != list.end()) {
      ++found->tasks;
      return static_cast<std::size_t>(found - list.begin());
    }
    list.push_back({task, 1, chooses(task) ? source_.transactions[task].times : 0, own, silent(task)});
    return list.size() - 1;
  }

  const AccountProgram& source_;
  const CompactProgram& program_;
  const Contained contained_;
};

// An estimate of the work, from the number of states and of intentions, to choose between the two ways.
double costOf(const TaskClasses& classes, const CompactProgram& program) {
  double states = 1;
  for (const TaskClass& each : classes.list) {
    const auto exponent = static_cast<double>(classes.intentions);
    const auto updates = static_cast<double>(each.updates);
    states *= each.individual ? multisets(each.tasks, std::pow(updates + 1, exponent + 1))
                              : multisets(each.tasks, program.end(each.model) + 1.0) *
                                    std::pow(updates * static_cast<double>(each.tasks) + 1, exponent);
  }
  return states + choicesOf(classes) * static_cast<double>(program.longest());
}

}  // namespace

Contained containedOf(const AccountProgram& program) {
  if (endPartsOf(program).gaveUp) return Contained::admitted;
  return mayLoseUpdates(program) ? Contained::chain : Contained::all;
}

double choicesOf(const TaskClasses& classes) {
  double choices = 1;
  for (const TaskClass& each : classes.list) {
    const std::size_t digits = (each.individual ? each.tasks : 1) * classes.intentions;
    const std::int64_t most = each.individual ? each.updates : each.allUpdates();
    for (std::size_t i = 0; i < digits; ++i) choices *= static_cast<double>(most + 1);
  }
  return choices;
}

TaskClasses classifyTasks(const AccountProgram& source, const CompactProgram& program) {
  const Classifier classifier(source, program);
  TaskClasses whole = classifier.classify(false);
  TaskClasses individual = classifier.classify(true);
  return costOf(individual, program) < costOf(whole, program) ? individual : whole;
}

}  // namespace interleave
