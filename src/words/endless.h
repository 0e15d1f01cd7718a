// Executions that can go on for ever, in words.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "explore/program_exploration.h"

namespace interleave::words {

// A sentence: who goes round where, and, in a livelock, that a fair scheduler does not end it, or who starves at what.
std::string textOf(const Endless& endless, std::shared_ptr<const program::Program> program, std::string_view source, bool output);

}  // namespace interleave::words
