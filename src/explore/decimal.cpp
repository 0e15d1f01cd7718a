#include "explore/decimal.h"

#include "explore/limbs.h"

namespace interleave {
std::string sumOf(std::span<const std::string_view> decimals) {
  Count sum = 0;
  for (const std::string_view decimal : decimals) sum += Count(std::string(decimal));
  return sum.str();
}

}  // namespace interleave
