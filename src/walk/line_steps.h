// The steps that the lines of a program take, for the border beside its text: `x += 1` is read · write. Pure; for any thread.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "program/code.h"

namespace interleave::walk {

struct LineSteps {
  int line = 0;
  std::vector<std::string> steps;  // in the order of the code: "reads counter", "writes counter", "acquires lock"

  bool operator==(const LineSteps&) const = default;
};

// Of the lines that have any, in order: as they are found in the serial execution, in some drawn at random, and in `schedules`.
// Which line has a step depends on what threads share, which only executions tell.
std::vector<LineSteps> stepsOfLines(const std::shared_ptr<const program::Program>& program, bool output,
                                    std::span<const std::string> schedules = {});

}  // namespace interleave::walk
