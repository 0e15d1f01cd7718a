#include "explore/limbs.h"

#include <bit>

namespace interleave::limbs {

std::size_t forSchedules(std::uint64_t steps, std::size_t choices) {
  // choices^steps <= 2^(steps * bits), a number of one bit more.
  const auto bits = static_cast<std::uint64_t>(std::bit_width(choices - 1));
  return static_cast<std::size_t>(steps * bits / 64) + 1;
}

}  // namespace interleave::limbs
