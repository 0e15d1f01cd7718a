// Exact counts as they are passed around: strings of decimal digits, of any length.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace interleave {

// Their exact sum. Precondition: digits only, no leading zeros.
std::string sumOf(std::span<const std::string_view> decimals);

// For eyes: "81,729,648,000"; of more than `most` digits rounded, "3.81e21". Preconditions: digits
// only, no leading zeros, and `most` is at least 3.
inline constexpr std::size_t kExactDigits = 15;
std::string formatDecimal(std::string_view decimal, std::size_t most = kExactDigits);

}  // namespace interleave
