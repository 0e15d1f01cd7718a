// Exact counts as strings of decimal digits, of any length.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace interleave {

// Whether a text is one: numbers of schedules may also be empty or "unbounded" (explore/program_exploration.h).
bool isDecimal(std::string_view text);

// Their exact sum. Precondition: digits only, no leading zeros.
std::string sumOf(std::span<const std::string_view> decimals);

// `part` divided by `whole`, to about 17 digits; 0 only where `part` is "0". Preconditions as above, `whole` is not "0", and the
// quotient is not above 1.
double ratioOf(std::string_view part, std::string_view whole);

}  // namespace interleave
