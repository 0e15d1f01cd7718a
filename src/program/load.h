// A program's text to what a machine runs.
#pragma once

#include <memory>
#include <string_view>

#include "lang/source.h"
#include "program/code.h"

namespace interleave::program {

struct Loaded {
  std::shared_ptr<const Program> program;  // null where there are faults
  lang::Faults faults;                     // in the order of their places
};

// Parses, checks and compiles. Pure; for any thread.
Loaded load(std::string_view source);

// The same with a question about its states (lang/asked.h).
struct LoadedQuestion {
  std::shared_ptr<const Program> program;  // with Program::question; null where there are faults
  lang::Faults faults;  // of the program
  lang::Faults questionFaults;  // of the question: places in its text
};
LoadedQuestion load(std::string_view source, std::string_view question);

}  // namespace interleave::program
