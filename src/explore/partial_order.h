// One schedule of each class; schedules of one class differ only in the order of independent steps.
//
// explore/causal_run.h defines when two steps depend on each other, and so when two schedules are of one
// class. All schedules of a class have the same ending. Without a lock there are fewer classes than
// schedules; under a lock each schedule is a class of its own.
//
// The search is Optimal-DPOR (Abdulla, Aronis, Jonsson, Sagonas: "Optimal Dynamic Partial Order
// Reduction", POPL 2014; "Source Sets: A Foundation for Optimal Dynamic Partial Order Reduction",
// Journal of the ACM 64(4), 2017). It runs one schedule to its end, finds the races in it, and notes for
// each, at the node before the race, a sequence that reverses it. Sleep sets and wakeup trees ensure that no
// class is run twice and that no run is abandoned as redundant.
//
// The papers first assume that no step disables another. Here an acquire does, and no other step:
//   - A race of two acquires relates the later with the earlier, although the release in between
//     happens after the one and before the other.
//   - A schedule may end with tasks that wait (a deadlock). A waiting task races with the acquire of the
//     lock's owner.
// This is complete: let q be explored at a node and w be a class from there that q cannot begin. The part w'
// of w that does not depend on q may be run after q. The next step of w is possible after w' alone, and so
// after q.w' as well, unless both acquire. Then it waits, and either is the next to acquire after q's
// release or waits for ever; in both cases it races with q, and reversing that race runs w' and then the
// step. The rest is the papers' argument.
//
// Memory: the current schedule, with a sleep set of at most `workers` steps for each of its steps, and the
// wakeup trees. Those may grow with the number of classes; a bound limits them.
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

// Bounds. A search that reaches one ends early and reports it.
struct PartialOrderOptions {
  std::uint64_t maxClasses = limits::kDefaultClasses;
  std::chrono::milliseconds maxTime = limits::kDefaultExploreTime;
  std::size_t maxWakeups = limits::kDefaultWakeups;  // nodes of wakeup trees, 12 bytes each
};

struct ScheduleClasses {
  bool complete = true;
  std::string bound;                        // the bound that cut it short, in words; empty: none
  std::uint64_t classes = 0;                // a deadlock's included
  std::uint64_t steps = 0;                  // taken in all
  std::uint64_t blocked = 0;                // runs abandoned as redundant: always 0
  std::size_t wakeups = 0;                  // the most nodes of wakeup trees at a time
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
