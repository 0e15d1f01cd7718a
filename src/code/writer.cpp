#include "code/writer.h"

#include <array>

namespace interleave {
namespace {

struct Escape {
  std::string_view utf8;
  std::string_view written;
};
constexpr std::array kDirections = {
    Escape{"\xD8\x9C", "\\u061C"},     Escape{"\xE2\x80\x8E", "\\u200E"}, Escape{"\xE2\x80\x8F", "\\u200F"},
    Escape{"\xE2\x80\xAA", "\\u202A"}, Escape{"\xE2\x80\xAB", "\\u202B"}, Escape{"\xE2\x80\xAC", "\\u202C"},
    Escape{"\xE2\x80\xAD", "\\u202D"}, Escape{"\xE2\x80\xAE", "\\u202E"}, Escape{"\xE2\x81\xA6", "\\u2066"},
    Escape{"\xE2\x81\xA7", "\\u2067"}, Escape{"\xE2\x81\xA8", "\\u2068"}, Escape{"\xE2\x81\xA9", "\\u2069"},
};

}  // namespace

std::string stringLiteral(std::string_view label, std::string_view escaped) {
  std::string text = "\"";
  while (!label.empty()) {
    std::size_t taken = 1;
    const Escape* direction = nullptr;
    for (const Escape& each : kDirections) {
      if (label.starts_with(each.utf8)) direction = &each;
    }
    if (direction != nullptr) {
      text += direction->written;
      taken = direction->utf8.size();
    } else {
      if (escaped.find(label.front()) != std::string_view::npos) text += '\\';
      text += label.front();
    }
    label.remove_prefix(taken);
  }
  return text + "\"";
}

}  // namespace interleave
