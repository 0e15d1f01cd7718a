#include "explore/decimal.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace interleave {
namespace {

constexpr std::size_t kLimbDigits = 18;
constexpr std::uint64_t kLimb = 1'000'000'000'000'000'000;

std::uint64_t numberIn(std::string_view digits) {
  std::uint64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

// The three leading digits, rounded to nearest, and the power of ten that goes with the first.
std::string scientific(std::string_view decimal) {
  std::uint64_t leading = numberIn(decimal.substr(0, 3));
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

void DecimalSum::add(std::string_view decimal) {
  std::uint64_t carry = 0;
  for (std::size_t i = 0; !decimal.empty() || carry > 0; ++i) {
    const std::size_t cut = decimal.size() - std::min(decimal.size(), kLimbDigits);
    if (i == limbs_.size()) limbs_.push_back(0);
    limbs_[i] += numberIn(decimal.substr(cut)) + carry;
    carry = limbs_[i] / kLimb;
    limbs_[i] %= kLimb;
    decimal = decimal.substr(0, cut);
  }
}

std::string DecimalSum::str() const {
  if (limbs_.empty()) return "0";
  std::string text = std::to_string(limbs_.back());
  for (std::size_t i = limbs_.size() - 1; i-- > 0;) {
    const std::string digits = std::to_string(limbs_[i]);
    text += std::string(kLimbDigits - digits.size(), '0') + digits;
  }
  return text;
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
