// A thread in a state, for a reader. For one thread at a time.
#pragma once

#include <string_view>

#include "program/names.h"
#include "walk/program_schedule.h"

namespace interleave::walk {

// What the state itself tells: all but `title`, `done` and `holds`. `able`: it has a step that it can take. `names` are those of the
// machine's state, `source` is the program's text.
ThreadState threadStateOf(program::Machine& machine, program::AgentId agent, bool able, const program::Names& names,
                          std::string_view source);

}  // namespace interleave::walk
