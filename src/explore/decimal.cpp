#include "explore/decimal.h"

#include <algorithm>
#include <limits>

#include "explore/limbs.h"

namespace interleave {

bool isDecimal(std::string_view text) { return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos; }

std::string sumOf(std::span<const std::string_view> decimals) {
  Count sum = 0;
  for (const std::string_view decimal : decimals) sum += Count(std::string(decimal));
  return sum.str();
}

double ratioOf(std::string_view part, std::string_view whole) {
  static constexpr std::size_t kDigits = 18;
  const auto leading = [](std::string_view decimal) {
    double value = 0;
    for (const char digit : decimal.substr(0, kDigits)) value = value * 10 + (digit - '0');
    return value;
  };
  const auto behind = [](std::string_view decimal) { return decimal.size() - std::min(decimal.size(), kDigits); };
  double ratio = leading(part) / leading(whole);
  if (ratio == 0) return 0;
  for (std::size_t i = behind(part); i < behind(whole); ++i) ratio /= 10;
  for (std::size_t i = behind(whole); i < behind(part); ++i) ratio *= 10;
  return std::clamp(ratio, std::numeric_limits<double>::min(), 1.0);
}

}  // namespace interleave
