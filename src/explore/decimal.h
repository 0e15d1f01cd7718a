// Exact counts as they are passed around: strings of decimal digits, of any length.
#pragma once

#include <cstddef>
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

// For eyes: "81,729,648,000"; of more than `most` digits rounded, "3.81e21". Preconditions: digits
// only, no leading zeros, and `most` is at least 3.
inline constexpr std::size_t kExactDigits = 15;
std::string formatDecimal(std::string_view decimal, std::size_t most = kExactDigits);

}  // namespace interleave
