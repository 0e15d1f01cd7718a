// Explores a program that is given as text, for explore_bench.cpp.
#pragma once

#include <string_view>

namespace interleave {

// Whether runProgram() has such a method.
bool isProgramMethod(std::string_view method);

// `method` is
//   program  everything that an exploration finds
//   graph    the states and the steps between them, which is what a model checker looks at
//   cancel   the time from a wish to cancel to the exploration's return; the wish comes once it has found `number` states
// With `threads` (0: as many as the machine has), the fastest of `number` runs. Prints a line of JSON; returns an exit code.
int runProgram(std::string_view method, std::string_view text, int number, int threads);

}  // namespace interleave
