// The commands. Each prints its result to standard output, problems with the source to
// standard error, and returns the exit code.
#pragma once

#include <optional>
#include <string_view>

#include "cli/arguments.h"
#include "cli/source.h"

namespace interleave {

inline constexpr int kDone = 0;
inline constexpr int kNotAllowed = 1;  // by the machine: no thread, no memory, nowhere to write
inline constexpr int kBadInput = 2;
inline constexpr int kCutShort = 3;  // a bound cut it short

int runCommand(const Arguments& arguments);
int replayCommand(const Arguments& arguments);
int exploreCommand(const Arguments& arguments);
int checkCommand(const Arguments& arguments);
int linkCommand(const Arguments& arguments);
int codeCommand(const Arguments& arguments);
int galleryCommand(const Arguments& arguments);

// What replay takes: the schedule beside the source, or else the steps that its link shows. None: there is neither, which is said on
// standard error.
std::optional<std::string_view> scheduleOf(const Arguments& arguments, const View& view);

// Their ways with an account and with a program.
int runAccount(const Arguments& arguments, const Source& source);
int replayAccount(const Arguments& arguments, const Source& source);
int exploreAccount(const Arguments& arguments, const Source& source);
int runProgram(const Arguments& arguments, const Source& source);
int replayProgram(const Arguments& arguments, const Source& source);
int exploreProgram(const Arguments& arguments, const Source& source);

// Precondition: arguments.ask. `text`: of the source, a program without faults.
int askProgram(const Arguments& arguments, const Source& source, std::string_view text, bool output);

}  // namespace interleave
