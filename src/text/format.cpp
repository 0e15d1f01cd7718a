#include "text/format.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

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

std::string groupThousands(std::string digits) {
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

std::string formatSigned(std::int64_t number) { return number < 0 ? formatNumber(number) : "+" + formatNumber(number); }

std::string formatCount(std::uint64_t count, std::string_view noun) {
  return formatNumber(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string formatCount(std::uint64_t count, std::string_view one, std::string_view several) {
  return formatNumber(count) + " " + std::string(count == 1 ? one : several);
}

std::string formatPercent(double part) {
  if (part > 0 && part < 0.01) return "< 1 %";
  if (part < 1 && part > 0.99) return "> 99 %";
  return std::to_string(std::lround(part * 100)) + " %";
}

std::string ordinalOf(std::size_t index) {
  static constexpr std::array<std::string_view, 3> kWords = {"first", "second", "third"};
  if (index < kWords.size()) return std::string(kWords[index]);
  const std::size_t number = index + 1;
  const bool teen = number / 10 % 10 == 1;
  const std::string_view ending = teen || number % 10 == 0 || number % 10 > 3 ? "th"
                                  : number % 10 == 1                          ? "st"
                                  : number % 10 == 2                          ? "nd"
                                                                              : "rd";
  return std::to_string(number) + std::string(ending);
}

std::string formatDuration(std::int64_t ns) {
  struct Unit {
    double ns;
    const char* name;
  };
  static constexpr std::array kUnits = {Unit{1e9, "s"}, Unit{1e6, "ms"}, Unit{1e3, "µs"}};
  std::array<char, 40> text{};
  // Three digits, and none where rounding them makes a fourth: 999.9 µs are 1.00 ms.
  for (const Unit& unit : kUnits) {
    const double value = static_cast<double>(ns) / unit.ns;
    if (std::abs(value) < 0.9995) continue;
    const int decimals = std::abs(value) >= 99.95 ? 0 : std::abs(value) >= 9.995 ? 1 : 2;
    std::snprintf(text.data(), text.size(), "%.*f %s", decimals, value, unit.name);
    return text.data();
  }
  return std::to_string(ns) + " ns";
}

std::string formatDecimal(std::string_view decimal, std::size_t most) {
  return decimal.size() > most ? scientific(decimal) : groupThousands(std::string(decimal));
}

std::string capitalized(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

}  // namespace interleave
