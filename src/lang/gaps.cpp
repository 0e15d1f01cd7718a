#include "lang/gaps.h"

#include <algorithm>
#include <array>
#include <optional>

#include "lang/token.h"
#include "lang/vocabulary.h"

namespace interleave::lang {
namespace {

bool continuesName(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Words behind which a name is bound, whatever follows it.
bool binds(std::string_view word) {
  constexpr std::array<std::string_view, 8> kBinding = {"def", "class", "import", "from", "as", "for", "global", "nonlocal"};
  return std::ranges::find(kBinding, word) != kBinding.end();
}

bool isBuiltIn(std::string_view name) {
  const std::optional<EntryId> entry = findEntry(name);
  return entry && entries()[*entry].kind != EntryKind::module;
}

// The names in a text that may be bound by it: what is called, indexed, or has a dot behind it is only mentioned.
void findBound(std::string_view text, std::set<std::string, std::less<>>& names) {
  std::string_view before;
  for (std::size_t at = 0; at < text.size();) {
    if (!continuesName(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && continuesName(text[end])) ++end;
    const std::string_view name = text.substr(at, end - at);
    const std::size_t next = text.find_first_not_of(" \t", end);
    const char follows = next == std::string_view::npos ? '\n' : text[next];
    const bool mentioned = follows == '(' || follows == '[' || follows == '.' || (isBuiltIn(name) && follows != '=');
    if (!isKeyword(name) && (binds(before) || !mentioned)) names.emplace(name);
    before = name;
    at = end;
  }
}

}  // namespace

void Gaps::findNames(const SourceText& source) {
  for (const auto& [first, last] : lines_) {
    for (std::size_t line = first; line <= last; ++line) findBound(lineOf(source.text(), line), names_);
  }
}

bool Gaps::touches(std::size_t first, std::size_t last) const {
  return std::ranges::any_of(lines_, [&](const auto& each) { return each.first <= last && first <= each.second; });
}

}  // namespace interleave::lang
