// The states that there can be after so many steps.
#pragma once

#include <cstdint>

namespace interleave {

struct StepLevel {
  std::uint64_t states = 0;
  std::uint64_t ends = 0;  // of these, where nothing has a step
  // The number of starts of schedules that are so long: `ways` times ten to the power of `exponent`.
  double ways = 0;
  int exponent = 0;

  bool operator==(const StepLevel&) const = default;
};

// A number of ways is brought down by this much before it leaves the range of a double.
inline constexpr double kTooManyWays = 1e200;
inline constexpr int kTooManyWaysLog10 = 200;

}  // namespace interleave
