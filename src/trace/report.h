// A result and everything derived from it, computed once, on a thread that may take the time.
#pragma once

#include <string>

#include "trace/happens_before.h"
#include "trace/result.h"
#include "trace/thread_states_trail.h"
#include "trace/timeline.h"
#include "trace/verdict.h"

namespace interleave {

struct Report {
  RunResult run;
  Verdict verdict = Verdict::unfinished;  // verdictOf() the run
  std::string sentence;                   // explain()
  Console console;
  std::size_t steps = 0; // stepsOf() the trace
  ThreadStatesTrail threadStates;
  Timeline timeline;     // of the trace
  RaceVerdict races;
};

// O(events). Where there is too little memory, the later half of the trace is dropped, until there is enough; std::bad_alloc
// where there is not enough even without an event.
Report makeReport(RunResult result);

// The JSON of the run, as src/link/README.md, "A run" describes it. It takes what the report has worked out, so the length of
// the run does not matter.
std::string toJson(const Report& report);

}  // namespace interleave
