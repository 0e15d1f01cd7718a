#include "text/utf8.h"

#include <algorithm>

namespace interleave {
namespace {

// Length of the UTF-8 sequence that starts at text[0], 0 if it is malformed.
std::size_t sequenceLength(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
  if (length == 0 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  // Overlong forms, surrogates and what lies past U+10FFFF are ruled out by the second byte.
  if (lead == 0xE0 && byte(1) < 0xA0) return 0;
  if (lead == 0xED && byte(1) > 0x9F) return 0;
  if (lead == 0xF0 && byte(1) < 0x90) return 0;
  if (lead == 0xF4 && byte(1) > 0x8F) return 0;
  return length;
}

bool isControl(std::string_view sequence) {
  const auto lead = static_cast<unsigned char>(sequence[0]);
  if (sequence.size() == 1) return lead < 0x20 || lead == 0x7F;
  return lead == 0xC2 && static_cast<unsigned char>(sequence[1]) < 0xA0;
}

}  // namespace

std::optional<std::size_t> countCharacters(std::string_view utf8) {
  std::size_t count = 0;
  while (!utf8.empty()) {
    const std::size_t length = sequenceLength(utf8);
    if (length == 0 || isControl(utf8.substr(0, length))) return std::nullopt;
    utf8.remove_prefix(length);
    ++count;
  }
  return count;
}

Character characterAt(std::string_view utf8) {
  const std::size_t length = sequenceLength(utf8);
  if (length == 0) return {0xFFFD, 1};
  const auto lead = static_cast<unsigned char>(utf8[0]);
  char32_t value = length == 1 ? lead : lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) value = value << 6 | (static_cast<unsigned char>(utf8[i]) & 0x3FU);
  return {value, length};
}

std::size_t unitsBefore(std::string_view utf8, std::size_t byte) {
  std::size_t units = 0;
  for (std::size_t at = 0; at < std::min(byte, utf8.size());) {
    const Character character = characterAt(utf8.substr(at));
    units += character.value > 0xFFFF ? 2 : 1;
    at += character.bytes;
  }
  return units;
}

std::string shortened(std::string_view text, std::size_t most, std::string_view mark) {
  const bool cut = text.size() > most;
  if (cut) {
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text = text.substr(0, end);
  }
  std::string shown(text);
  if (!countCharacters(shown)) {
    for (char& c : shown) c = c < 0x20 || c > 0x7E ? '?' : c;
  }
  if (cut) shown += mark;
  return shown;
}

std::string shortenedInside(std::string_view text, std::size_t ends) {
  if (text.size() <= 2 * ends + 1) return std::string(text);
  return std::string(text.substr(0, ends)) + "…" + std::string(text.substr(text.size() - ends));
}

}  // namespace interleave
