#include "explore/decimal.h"

#include <charconv>

#include "explore/limbs.h"

namespace interleave {
namespace {

// The three leading digits, rounded to nearest, and the power of ten that goes with the first.
std::string scientific(std::string_view decimal) {
  int leading = 0;
  std::from_chars(decimal.data(), decimal.data() + 3, leading);
  std::size_t exponent = decimal.size() - 1;
  if (decimal[3] >= '5') ++leading;
  if (leading == 1000) {
    leading = 100;
    ++exponent;
  }
  const std::string digits = std::to_string(leading);
  return digits.substr(0, 1) + "." + digits.substr(1) + "e" + std::to_string(exponent);
}

}  // namespace

std::string sumOf(std::span<const std::string_view> decimals) {
  Count sum = 0;
  for (const std::string_view decimal : decimals) sum += Count(std::string(decimal));
  return sum.str();
}

std::string formatDecimal(std::string_view decimal, std::size_t most) {
  if (decimal.size() > most) return scientific(decimal);
  std::string text(decimal);
  for (std::size_t at = text.size(); at > 3;) {
    at -= 3;
    text.insert(at, ",");
  }
  return text;
}

}  // namespace interleave
