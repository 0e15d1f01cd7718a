// What a run on real threads depends on: the program, and the times that its threads wait.
#pragma once

#include <chrono>

#include "model/account_program.h"

namespace interleave {

// How a program is run on real threads. No schedule depends on these times: a step takes none.
struct RunOptions {
  std::chrono::milliseconds delay{limits::kDefaultDelayMs};      // between reading and writing
  std::chrono::milliseconds timeout{limits::kDefaultTimeoutMs};  // of a timed lock

  bool operator==(const RunOptions&) const = default;
};

// Runs of equal settings can be counted together.
struct RunSettings {
  AccountProgram program;
  RunOptions run;

  bool operator==(const RunSettings&) const = default;
};

}  // namespace interleave
