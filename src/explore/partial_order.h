// Classes of schedules of an account.
//
// explore/causal_run.h defines when two steps depend on each other, and so when two schedules are of one
// class; explore/class_search.h is the search. Without a lock there are fewer classes than schedules; under a lock each schedule is a
// class of its own.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "explore/class_search.h"
#include "model/account_program.h"

namespace interleave {

struct ScheduleClasses : ClassCounts {
  std::map<Money, std::uint64_t> endings;   // classes with each ending
  std::uint64_t deadlocks = 0;              // classes
};

// Calls `onRepresentative`, if there is one, with a schedule of each class. A program with a schedule
// of more than kMaxScheduleSteps is not explored to its end. Any thread but the browser's main one;
// returns soon after `cancel` is set. Precondition: `program` is within its limits.
ScheduleClasses exploreClasses(const AccountProgram& program, const PartialOrderOptions& options,
                               const std::function<void(std::string_view schedule)>& onRepresentative,
                               const std::atomic<bool>& cancel);

// The alphabetically first schedule of the same class. Precondition: `schedule` is possible; it need not
// be complete.
std::string canonicalSchedule(const AccountProgram& program, std::string_view schedule);

}  // namespace interleave
