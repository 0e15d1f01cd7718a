// A run in words: the one sentence of the page, the console command and screen readers.
#pragma once

#include <string>

#include "trace/result.h"

namespace interleave {

// One or two sentences: what went wrong and which thread caused it, or why nothing went wrong.
std::string explain(const RunResult& result);

// "read 100", "acquired the lock": what one event was.
std::string describe(const Event& event);

}  // namespace interleave
