// Classes of schedules, counted, with a schedule of each as far as they are listed: for programs and people.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <vector>

#include "explore/partial_order.h"

namespace interleave {

struct ClassSample {
  ScheduleClasses found;
  // Of some classes the alphabetically first schedule, in alphabetical order.
  std::vector<std::string> representatives;
};

// Lists `most` representatives, or one of each class where there are fewer. Otherwise like exploreClasses().
ClassSample sampleClasses(const AccountProgram& program, const PartialOrderOptions& options, std::size_t most,
                          const std::atomic<bool>& cancel);

}  // namespace interleave
