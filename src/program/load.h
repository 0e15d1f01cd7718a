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

}  // namespace interleave::program
