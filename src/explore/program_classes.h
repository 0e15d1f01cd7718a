// Classes of schedules of a program (explore/class_search.h; which steps depend on which: explore/program_run.h), and the search for a
// schedule that ends badly, which looks at one schedule of each class and keeps few states at a time, so that it also serves programs
// that have too many.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "explore/class_search.h"
#include "explore/program_exploration.h"
#include "program/code.h"

namespace interleave {

// The number of classes, and the alphabetically first schedule of each listed class, in alphabetical order.
struct ProgramClasses : ClassCounts {
  bool leftOut = false;  // `bound` says what of the language classes are not defined for
  std::vector<std::string> representatives;
};

// At most `most` representatives. Any thread but the browser's main one; returns soon after `cancel` is set.
ProgramClasses exploreClasses(std::shared_ptr<const program::Program> program, bool output, const PartialOrderOptions& options,
                              std::size_t most, const std::atomic<bool>& cancel);

struct BadEnding {
  program::Ending ending;
  Grade grade = Grade::wrong;  // wrong, error or deadlock
  std::string schedule;
};

struct BadEndingSearch : ClassCounts {  // up to the bad ending
  bool leftOut = false;  // as in ProgramClasses
  std::optional<program::Ending> expected;  // as in ProgramExploration; without one, only errors and deadlocks are bad
  std::optional<BadEnding> bad;  // none: no schedule ends badly if `complete`
};

BadEndingSearch findBadEnding(std::shared_ptr<const program::Program> program, bool output, const PartialOrderOptions& options,
                              const std::atomic<bool>& cancel);

std::string toJson(const BadEndingSearch& search, bool output, const std::string& words);

}  // namespace interleave
