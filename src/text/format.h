// Numbers, counts and times as readers see them, and the case of a sentence. Pure functions, for any thread.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace interleave {

// A comma before every three digits: "1234" is "1,234". Precondition: digits only.
std::string groupThousands(std::string digits);

// "1,234" and "-150": money, counts, and numbers of steps, runs and events alike.
template <std::integral Number>
std::string formatNumber(Number number) {
  const std::string digits = std::to_string(number);
  return digits[0] == '-' ? "-" + groupThousands(digits.substr(1)) : groupThousands(digits);
}

// Always with a sign: "+50", "-150", "+0".
std::string formatSigned(std::int64_t number);

// "1 update", "2,000 updates".
std::string formatCount(std::uint64_t count, std::string_view noun);
std::string formatCount(std::uint64_t count, std::string_view one, std::string_view several);

// "33 %", of a part from 0 to 1. "0 %" and "100 %" are exact: what is nearer to them is "< 1 %" or "> 99 %".
std::string formatPercent(double part);

// "first", "second", "third", "4th": of an index from 0.
std::string ordinalOf(std::size_t index);

// With a unit that fits: "840 ns", "12.5 us" (with the micro sign), "3.20 ms", "1.00 s".
std::string formatDuration(std::int64_t ns);

// Of a whole number of any length, as its decimal digits: "81,729,648,000"; of more than `most` digits rounded,
// "3.81e21". Preconditions: digits only, no leading zeros, and `most` is at least 3.
inline constexpr std::size_t kExactDigits = 15;
std::string formatDecimal(std::string_view decimal, std::size_t most = kExactDigits);

// The first letter, if it is one of ASCII, as a capital.
std::string capitalized(std::string text);

}  // namespace interleave
