// The commands, one a file. Each prints its result to standard output, problems with the link to
// standard error, and returns the exit code.
#pragma once

#include "cli/arguments.h"
#include "link/link.h"

namespace interleave {

inline constexpr int kDone = 0;
inline constexpr int kNotAllowed = 1;  // by the machine: no thread, no memory, nowhere to write
inline constexpr int kBadInput = 2;
inline constexpr int kCutShort = 3;  // a bound cut the exploration short

int runCommand(const Arguments& arguments);
int replayCommand(const Arguments& arguments);
int exploreCommand(const Arguments& arguments);

// Decodes the link and prints its problems.
DecodedLink readLink(std::string_view link);

}  // namespace interleave
