#include "explore/class_sample.h"

#include <algorithm>

namespace interleave {

ClassSample sampleClasses(const AccountProgram& program, const PartialOrderOptions& options, std::size_t most,
                          const std::atomic<bool>& cancel) {
  ClassSample sample;
  const auto keep = [&](std::string_view schedule) {
    if (sample.representatives.size() == most) return;
    sample.representatives.push_back(canonicalSchedule(program, schedule));
  };
  sample.found = exploreClasses(program, options, keep, cancel);
  std::ranges::sort(sample.representatives);
  return sample;
}

}  // namespace interleave
