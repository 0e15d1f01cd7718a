// The commands. Each prints its result to standard output, problems with the source to
// standard error, and returns the exit code.
#pragma once

#include <string>

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

// Said where replay has no schedule.
std::string noSchedule();

// Their ways with an account and with a program, one a file.
int runAccount(const Arguments& arguments, const Source& source);
int replayAccount(const Arguments& arguments, const Source& source);
int exploreAccount(const Arguments& arguments, const Source& source);
int runProgram(const Arguments& arguments, const Source& source);
int replayProgram(const Arguments& arguments, const Source& source);
int exploreProgram(const Arguments& arguments, const Source& source);

// Precondition: arguments.ask. `text`: of the source, a program without faults.
int askProgram(const Arguments& arguments, const Source& source, std::string_view text, bool output);

}  // namespace interleave
