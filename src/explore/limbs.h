// Natural numbers of a fixed length: `limbs` 64-bit digits, the lowest first.
//
// A counter adds up one such number for each of millions of states, side by side in one array. A number
// type that owns its memory, or always has the length of the longest count, would cost more than the rest
// of the state. All other arithmetic on counts is Boost.Multiprecision's (toCount).
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cstddef>
#include <cstdint>

namespace interleave {

// A number of schedules, of any size.
using Count = boost::multiprecision::cpp_int;

namespace limbs {

// to += from * factor; `from` may be shorter. Preconditions: the sum fits, factor < 2^32.
inline void addMultiple(std::uint64_t* to, std::size_t limbs, const std::uint64_t* from, std::size_t fromLimbs,
                        std::uint64_t factor) {
  constexpr std::uint64_t kLow = 0xFFFF'FFFF;
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < limbs; ++i) {
    // In halves: on 32-bit machines a product of 64 by 64 bits is a function call.
    const std::uint64_t digit = i < fromLimbs ? from[i] : 0;
    const std::uint64_t low = (digit & kLow) * factor + (to[i] & kLow) + (carry & kLow);
    const std::uint64_t high = (digit >> 32) * factor + (to[i] >> 32) + (carry >> 32) + (low >> 32);
    to[i] = (high << 32) | (low & kLow);
    carry = high >> 32;
  }
}

inline bool isZero(const std::uint64_t* number, std::size_t limbs) {
  for (std::size_t i = 0; i < limbs; ++i) {
    if (number[i] != 0) return false;
  }
  return true;
}

inline Count toCount(const std::uint64_t* number, std::size_t limbs) {
  Count count;
  import_bits(count, number, number + limbs, 64, false);
  return count;
}

// The limbs that hold any number of schedules of `steps` steps with `choices` tasks to choose from, at least one.
std::size_t forSchedules(std::uint64_t steps, std::size_t choices);

}  // namespace limbs
}  // namespace interleave
