// Classes of schedules by their definition, slowly: which steps of an account depend on each other, told by
// what model/program.h does alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/program.h"

namespace interleave::test {

// A step as observed from outside the program.
struct SeenStep {
  std::size_t task = 0;
  Step step = Step::read;
  bool ended = false;
  std::optional<std::size_t> admitted;  // the task that the step has brought into flight

  bool operator==(const SeenStep&) const = default;
};

// Takes the step. Precondition: it is possible.
SeenStep takeAndSee(Program& program, std::size_t task);
std::vector<SeenStep> seenSteps(const Settings& settings, std::string_view schedule);
// Whether neighbours may swap.
bool maySwap(const SeenStep& a, const SeenStep& b);
// before[i][j]: step i happens before step j.
std::vector<std::vector<bool>> happensBefore(const std::vector<SeenStep>& steps);

// All schedules, and their classes under swaps of neighbours.
struct SlowClasses {
  std::vector<std::string> schedules;           // in alphabetical order
  std::map<std::string, std::size_t> classOf;   // each class by the place of its first schedule
  std::size_t classes = 0;
  std::map<Money, std::uint64_t> endings;       // classes of each
  std::uint64_t deadlocks = 0;                  // classes

  const std::string& firstOf(const std::string& schedule) const { return schedules[classOf.at(schedule)]; }
};
// None if there are more than `most` schedules. Fails the test where a swap is not possible, or changes
// what the steps do.
std::optional<SlowClasses> classesBySwaps(const Settings& settings, std::size_t most);

// The number of classes, without schedules: for each gap between two writes, the tasks that read there and the
// task that writes next are chosen. For programs without a lock, without exceptions and without a queue.
std::uint64_t classesByGaps(const Settings& settings);

}  // namespace interleave::test
