// Classes of schedules of a program (explore/class_search.h; which steps depend on which: explore/program_run.h), and the search for a
// schedule that ends badly, which looks at one schedule of each class and keeps few states at a time, so that it also serves programs
// that have too many.
#pragma once

#include <atomic>
#include <chrono>
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
  std::string words;  // what went wrong (words/words.h), once it has been asked for
};

struct BadEndingSearch : ClassCounts {  // up to the bad ending
  bool leftOut = false;  // as in ProgramClasses
  std::optional<program::Ending> expected;  // as in ProgramExploration; without one, only errors and deadlocks are bad
  std::optional<BadEnding> bad;  // none: no schedule ends badly if `complete`
};

// Progress counts classes, as its states. Returns soon after its `cancel` is set.
BadEndingSearch findBadEnding(std::shared_ptr<const program::Program> program, bool output, const PartialOrderOptions& options,
                              ExploreProgress& progress);

// Whether an exploration came to its bound of states or of memory and knows of no bad ending: there the search goes on.
bool isWorthSearching(const ProgramExploration& exploration);
// What the search may spend where so much is given for an exploration.
PartialOrderOptions searchBounds(const ExploreOptions& options);
// The search behind an exploration, for the time that is left of what `options` gave both from `begun` on. None: it is not worth
// searching, no time is left, or classes are not defined for the program.
std::optional<BadEndingSearch> searchOn(std::shared_ptr<const program::Program> program, bool output,
                                        const ProgramExploration& exploration, ExploreOptions options,
                                        std::chrono::steady_clock::time_point begun, ExploreProgress& progress);
// "Then classes of schedules were gone through, all 1,234 of them: none ends badly." Pure.
std::string inWords(const BadEndingSearch& search);
// Adds the bad ending to those of an exploration, in their order, with its sentence, unless it is among them. Pure.
void addFound(const BadEndingSearch& search, ProgramExploration& exploration, ExplorationWords& words);

std::string toJson(const BadEndingSearch& search, bool output);

}  // namespace interleave
