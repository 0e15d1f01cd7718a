#include "cli/terminal.h"

#include <unistd.h>

#include <algorithm>
#include <limits>

#include "text/utf8.h"

namespace interleave {
namespace {

constexpr std::size_t kTerminalColumns = 100;

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

}  // namespace

std::size_t columnsOfOutput() { return isatty(STDOUT_FILENO) != 0 ? kTerminalColumns : std::numeric_limits<std::size_t>::max(); }

std::vector<std::string> charactersOf(std::string_view text) {
  std::vector<std::string> characters;
  while (!text.empty()) {
    std::size_t length = 1;
    while (length < text.size() && continues(text[length])) ++length;
    const std::string_view character = text.substr(0, length);
    // A byte of its own that is none: '?' once a byte.
    const auto count = countCharacters(character);
    if (text[0] == '\t') characters.emplace_back(" ");
    else if (count == 1U) characters.emplace_back(character);
    else characters.insert(characters.end(), count ? 1 : length, "?");
    text.remove_prefix(length);
  }
  return characters;
}

std::string shown(std::string_view text) {
  std::string all;
  for (const std::string& character : charactersOf(text)) all += character;
  return all;
}

std::size_t widthOf(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return !continues(c); }));
}

std::string cutTo(std::string_view text, std::size_t columns) {
  if (widthOf(text) <= columns) return std::string(text);
  const std::vector<std::string> characters = charactersOf(text);
  std::string cut;
  for (std::size_t i = 0; i + 1 < columns; ++i) cut += characters[i];
  return cut + "…";
}

}  // namespace interleave
