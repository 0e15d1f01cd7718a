#include "explore/partial_order.h"

#include "explore/causal_run.h"

namespace interleave {

ScheduleClasses exploreClasses(const AccountProgram& program, const PartialOrderOptions& options,
                               const std::function<void(std::string_view schedule)>& onRepresentative,
                               const std::atomic<bool>& cancel) {
  CausalRun run(program);
  ScheduleClasses found;
  const auto atEnd = [&] {
    if (run.finished()) {
      ++found.endings[run.balance()];
    } else {
      ++found.deadlocks;
    }
    if (onRepresentative) onRepresentative(run.schedule());
    return true;
  };
  static_cast<ClassCounts&>(found) = ClassSearch(run, options, atEnd, cancel).search();
  return found;
}

std::string canonicalSchedule(const AccountProgram& program, std::string_view schedule) {
  CausalRun run(program);
  for (const char letter : schedule) run.step(taskOf(letter));
  return canonicalSchedule(run, program.transactions.size(), taskLetter);
}

}  // namespace interleave
