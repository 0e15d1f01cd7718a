// One schedule of each class: what differs beyond the order of steps that do not depend on each other.
//
// When two steps are dependent, and so when two schedules are of one class, is stated in
// explore/causal_run.h. All schedules of a class end alike. Without a lock classes are fewer than
// schedules; under a lock every step excludes all others, and each schedule is a class of its own.
//
// The search is Optimal-DPOR (Abdulla, Aronis, Jonsson, Sagonas: "Optimal Dynamic Partial Order
// Reduction", POPL 2014; "Source Sets: A Foundation for Optimal Dynamic Partial Order Reduction",
// Journal of the ACM 64(4), 2017). It runs one schedule to its end, looks for races in it, and for each
// notes at the node before the race what to run so that it goes the other way; sleep sets and wakeup
// trees see to it that no class is run twice and that no run has to be given up.
//
// The papers first assume that no step takes another's away. Here an acquire does, and only that:
//   - A race of two acquires is one of the later with the earlier, although the release in between
//     happens after the one and before the other.
//   - A schedule may end with tasks that wait (a deadlock). Whoever waits races with who acquired.
// That finds what is missing: let q be explored at a node and w be a class from there that q cannot
// begin. What of w does not depend on q, say w', may be run after q; the next step of w is possible
// after w' alone, so after q.w' as well, unless both acquire. It then waits, and is the next to acquire
// after q's release, or waits for ever: either way it races with q, and turning that round runs w' and
// then the step. The rest is the papers' argument.
//
// Memory: the schedule at hand with a sleep set of at most `workers` steps for each of its steps, and
// the wakeup trees. Those may grow with the number of classes; a bound keeps them in check.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "model/account_program.h"

namespace interleave {

// What may be spent. A search that needs more ends early, and says so.
struct PartialOrderOptions {
  std::uint64_t maxClasses = limits::kDefaultClasses;
  std::chrono::milliseconds maxTime = limits::kDefaultExploreTime;
  std::size_t maxWakeups = limits::kDefaultWakeups;  // nodes of wakeup trees, 12 bytes each
};

struct ScheduleClasses {
  bool complete = true;
  std::string bound;                        // what cut it short, in words; empty: nothing
  std::uint64_t classes = 0;                // a deadlock's included
  std::uint64_t steps = 0;                  // that were taken in all
  std::uint64_t blocked = 0;                // runs that were given up as redundant: always 0
  std::size_t wakeups = 0;                  // the most nodes of wakeup trees at a time
  std::map<Money, std::uint64_t> endings;   // classes of each
  std::uint64_t deadlocks = 0;              // classes
};

// Calls `onRepresentative`, if there is one, with a schedule of each class. A program with a schedule
// of more than kMaxScheduleSteps is not explored to its end. Any thread but the browser's main one;
// returns soon after `cancel` is set. Precondition: `program` is within its limits.
ScheduleClasses exploreClasses(const AccountProgram& program, const PartialOrderOptions& options,
                               const std::function<void(std::string_view schedule)>& onRepresentative,
                               const std::atomic<bool>& cancel);

// The alphabetically first schedule of the same class. Precondition: `schedule` is a possible one, to
// its end or not.
std::string canonicalSchedule(const AccountProgram& program, std::string_view schedule);

}  // namespace interleave
