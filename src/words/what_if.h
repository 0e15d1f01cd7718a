// What a thread would have done if others had come first: the same program, taken in another order from a step on.
#pragma once

#include <cstddef>
#include <optional>

#include "words/program_trace.h"

namespace interleave::words {

struct Difference {
  std::size_t step = 0;  // of the trace: the first of the thread's steps that would have been another one
  bool elsewhere = false;  // another instruction, or none; else the same one, with another value
};

// The agent of step `from` takes it, and its further steps up to `until`, only after all steps of others that lie between the two.
// None: it would have done the same, or that order is not possible.
std::optional<Difference> ifLater(const ProgramTrace& trace, std::size_t from, std::size_t until);

}  // namespace interleave::words
