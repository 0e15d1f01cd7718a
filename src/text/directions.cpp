#include "text/directions.h"

#include <algorithm>
#include <array>

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

}  // namespace

const DirectionControl* directionAt(std::string_view utf8) {
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

}  // namespace interleave
