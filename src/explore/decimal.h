// Exact counts as strings of decimal digits, of any length.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace interleave {

// Their exact sum. Precondition: digits only, no leading zeros.
std::string sumOf(std::span<const std::string_view> decimals);

}  // namespace interleave
