// Whether a trace is one that its program can leave. Each trace that was recorded is; one that was read from a file may
// have been changed.
//
// The events are gone through in the step machine (model/program.h): each step must be possible where it stands, with the
// value that the program reads or writes there, by the worker that has the task. The counters are those of the events, and of at
// most as many more as were dropped. Where all steps are recorded, the run ends as the program does. Any thread.
#pragma once

#include <atomic>
#include <string>

#include "trace/result.h"

namespace interleave {

// The first thing that is wrong, with its place, its value and what is allowed; empty: nothing, or `cancel` was set. O(events).
std::string contradictionIn(const RunResult& result, const std::atomic<bool>& cancel);
std::string contradictionIn(const RunResult& result);

}  // namespace interleave
