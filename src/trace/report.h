// A result and all that is told about it, worked out once, by the thread that has the time.
#pragma once

#include <string>

#include "trace/happens_before.h"
#include "trace/result.h"
#include "trace/standing.h"
#include "trace/timeline.h"

namespace interleave {

struct Report : RunResult {
  std::string sentence;  // explain()
  Console console;
  std::size_t steps = 0; // stepsOf() the trace
  StandingTrail standings;
  Timeline timeline;     // of the trace
  RaceVerdict races;
  std::string json;      // toJson()
};

// O(events).
Report makeReport(RunResult result);
// The same without the JSON, which takes most of the time.
Report makeBriefReport(RunResult result);

// As toJson() of its result; what is known already is not worked out again.
std::string toJson(const Report& report);

}  // namespace interleave
