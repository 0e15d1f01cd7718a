// Classes of schedules: their number, and a schedule of each class that is listed.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <vector>

#include "explore/partial_order.h"

namespace interleave {

struct ClassSample {
  ScheduleClasses found;
  // The alphabetically first schedule of each listed class, in alphabetical order.
  std::vector<std::string> representatives;
};

// Lists at most `most` representatives, one of each class. Otherwise like exploreClasses().
ClassSample sampleClasses(const AccountProgram& program, const PartialOrderOptions& options, std::size_t most,
                          const std::atomic<bool>& cancel);

}  // namespace interleave
