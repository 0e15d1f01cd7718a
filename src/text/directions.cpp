#include "text/directions.h"

#include <algorithm>
#include <array>

#include "text/utf8.h"

namespace interleave {
namespace {

constexpr std::array kControls = {
    DirectionControl{"\xD8\x9C", "ALM", "\\u061C"},     DirectionControl{"\xE2\x80\x8E", "LRM", "\\u200E"},
    DirectionControl{"\xE2\x80\x8F", "RLM", "\\u200F"}, DirectionControl{"\xE2\x80\xAA", "LRE", "\\u202A"},
    DirectionControl{"\xE2\x80\xAB", "RLE", "\\u202B"}, DirectionControl{"\xE2\x80\xAC", "PDF", "\\u202C"},
    DirectionControl{"\xE2\x80\xAD", "LRO", "\\u202D"}, DirectionControl{"\xE2\x80\xAE", "RLO", "\\u202E"},
    DirectionControl{"\xE2\x81\xA6", "LRI", "\\u2066"}, DirectionControl{"\xE2\x81\xA7", "RLI", "\\u2067"},
    DirectionControl{"\xE2\x81\xA8", "FSI", "\\u2068"}, DirectionControl{"\xE2\x81\xA9", "PDI", "\\u2069"},
};

struct Range {
  char32_t first, last;
};
// The blocks of Unicode whose letters have the class R or AL.
constexpr std::array kFromTheRight = {Range{0x0590, 0x08FF}, Range{0xFB1D, 0xFDFF}, Range{0xFE70, 0xFEFC},
                                      Range{0x10800, 0x10FFF}, Range{0x1E800, 0x1EFFF}};
// Latin and what follows it up to Hebrew, and from Devanagari up to the signs; ideographs, syllables and their kin.
constexpr std::array kFromTheLeft = {Range{'A', 'Z'},       Range{'a', 'z'},       Range{0xC0, 0x02B8},   Range{0x0370, 0x058F},
                                     Range{0x0900, 0x1FFF}, Range{0x2C00, 0x2DFF}, Range{0x3005, 0xD7FF}, Range{0xF900, 0xFB1C}};

template <std::size_t count>
bool isIn(const std::array<Range, count>& ranges, char32_t character) {
  return std::ranges::any_of(ranges,
                             [character](const Range& each) { return character >= each.first && character <= each.last; });
}

}  // namespace

const DirectionControl* directionAt(std::string_view utf8) {
  // Most texts have none: their bytes are not compared with each.
  if (utf8.empty() || (utf8[0] != '\xD8' && utf8[0] != '\xE2')) return nullptr;
  const auto* const found =
      std::ranges::find_if(kControls, [utf8](const DirectionControl& each) { return utf8.starts_with(each.utf8); });
  return found == kControls.end() ? nullptr : found;
}

std::string withDirectionsMarked(std::string_view utf8) {
  std::string marked;
  marked.reserve(utf8.size());
  while (!utf8.empty()) {
    const DirectionControl* const control = directionAt(utf8);
    if (control != nullptr) {
      marked.append("[").append(control->name).append("]");
    } else {
      marked += utf8.front();
    }
    utf8.remove_prefix(control != nullptr ? control->utf8.size() : 1);
  }
  return marked;
}

bool isRightToLeft(std::string_view utf8) {
  while (!utf8.empty()) {
    const Character each = characterAt(utf8);
    if (isIn(kFromTheRight, each.value)) return true;
    if (isIn(kFromTheLeft, each.value)) return false;
    utf8.remove_prefix(each.bytes);
  }
  return false;
}

}  // namespace interleave
