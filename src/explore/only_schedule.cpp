#include "explore/only_schedule.h"

#include <utility>

#include "model/program.h"
#include "model/task_letter.h"

namespace interleave {

bool hasOnlySchedule(const AccountProgram& program) { return program.workers == 1 || program.transactions.size() == 1; }

Counted countOnlySchedule(const AccountProgram& source, Budget& budget) {
  constexpr std::uint64_t kStepsPerLook = 4'096;
  Counted counted;
  Program program(withoutLabels(source));
  std::string schedule;
  std::size_t task = 0;
  // As long as it can get, so that it does not grow by copies.
  std::uint64_t longest = 0;
  for (std::size_t each = 0; each < source.transactions.size(); ++each) {
    longest += updateSteps(source, each).actions.size() * static_cast<std::uint64_t>(source.transactions[each].times);
  }
  budget.hold(longest);
  if (!budget.spent()) schedule.reserve(static_cast<std::size_t>(longest));
  while (!budget.spent() && !program.finished() && program.canStep(task)) {
    program.step(task);
    schedule += taskLetter(task);
    // The pool is first in, first out.
    if (program.tasks()[task].ended) ++task;
    if (schedule.size() % kStepsPerLook != 0) continue;
    budget.progress().states.store(schedule.size() + 1, std::memory_order_relaxed);
    budget.look();
  }
  if (budget.spent()) {
    counted.missing = "no schedule is counted";
    return counted;
  }
  budget.progress().states.store(schedule.size() + 1, std::memory_order_relaxed);
  const bool finished = program.finished();
  CountedEnding& ending = finished ? counted.endings[program.finalState(endPartsOf(source))] : counted.deadlock;
  ending.include(1, std::move(schedule));
  return counted;
}

}  // namespace interleave
