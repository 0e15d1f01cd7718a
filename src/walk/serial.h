// The serial execution of a program: the lowest letter that has a step takes it, main last (src/program/README.md, "Endings"). For
// one thread at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "program/code.h"
#include "program/ending.h"

namespace interleave::walk {

struct Serial {
  std::optional<program::Ending> ending;  // none: it does not end within kMostSerialSteps, or a bound of the language stopped it
  std::string summary;  // what there is in it: "3 threads, 2 locks, 4 variables"
};

inline constexpr std::size_t kMostSerialSteps = 1'000;

// A part of it, at least, in a program that goes on and on.
Serial serialOf(const std::shared_ptr<const program::Program>& program, bool output);

}  // namespace interleave::walk
