// Exact counts as they are passed around: strings of decimal digits, of any length.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace interleave {

// Adds counts up. A plain value; the time is linear in the digits that are added.
class DecimalSum {
 public:
  // Precondition: digits only.
  void add(std::string_view decimal);
  std::string str() const;

 private:
  std::vector<std::uint64_t> limbs_;  // 18 digits each, the lowest first
};

// For eyes: "81,729,648,000"; from 16 digits on rounded, "3.81e21". Precondition: digits only, no
// leading zeros.
std::string formatDecimal(std::string_view decimal);
// True where formatDecimal() does not show every digit.
bool isRounded(std::string_view decimal);

}  // namespace interleave
