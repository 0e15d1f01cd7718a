#include "explore/class_sample.h"

#include <algorithm>

#include "text/json.h"

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

std::string toJson(const ClassSample& sample) {
  Json json = {{"complete", sample.found.complete}};
  if (!sample.found.complete) json["bound"] = sample.found.bound;
  json["number"] = std::to_string(sample.found.classes);
  json["representatives"] = sample.representatives;
  json["representativesOmitted"] = sample.found.classes - sample.representatives.size();
  return json.dump();
}

}  // namespace interleave
