#include "lang/formats.h"

#include <algorithm>
#include <cctype>

namespace interleave::lang {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isAlign(std::string_view text) {
  return !text.empty() && std::string_view("<>^=").find(text.front()) != std::string_view::npos;
}

void skipDigits(std::string_view& text) {
  while (!text.empty() && isDigit(text.front())) text.remove_prefix(1);
}

// Bytes of the first character in UTF-8.
std::size_t firstCharacter(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) ++size;
  return std::min(size, text.size());
}

std::optional<std::string> faultOfField(std::string_view field) {
  const std::size_t end = std::min(field.find_first_of("!:"), field.size());
  const std::string_view name = field.substr(0, end);
  const bool plain =
      std::ranges::all_of(name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; });
  if (!plain) return "`{" + std::string(name) + "}` is not in the language; a field is `{}`, `{0}` or `{name}`";
  field.remove_prefix(end);
  if (field.starts_with('!')) {
    if (!field.starts_with("!r") && !field.starts_with("!s")) return "conversions are `!r` and `!s`";
    field.remove_prefix(2);
  }
  if (field.empty()) return std::nullopt;
  if (!field.starts_with(':')) return "behind a conversion stands `:` or `}`";
  if (isFormat(field.substr(1))) return std::nullopt;
  return "the format `" + std::string(field.substr(1)) + "` is not in the language; " + std::string(kFormats);
}

}  // namespace

bool isFormat(std::string_view spec) {
  const std::size_t fill = firstCharacter(spec);
  if (!spec.empty() && isAlign(spec.substr(fill))) {
    spec.remove_prefix(fill + 1);
  } else if (isAlign(spec)) {
    spec.remove_prefix(1);
  }
  if (!spec.empty() && std::string_view("+- ").find(spec.front()) != std::string_view::npos) spec.remove_prefix(1);
  skipDigits(spec);
  if (spec.starts_with(',')) spec.remove_prefix(1);
  if (spec.starts_with('.')) {
    spec.remove_prefix(1);
    if (spec.empty() || !isDigit(spec.front())) return false;
    skipDigits(spec);
  }
  return spec.empty() || spec == "d" || spec == "f" || spec == "s";
}

std::optional<std::string> faultOfTemplate(std::string_view text) {
  while (!text.empty()) {
    const std::size_t brace = text.find_first_of("{}");
    if (brace == std::string_view::npos) return std::nullopt;
    const bool doubled = brace + 1 < text.size() && text[brace + 1] == text[brace];
    if (doubled) {
      text.remove_prefix(brace + 2);
      continue;
    }
    if (text[brace] == '}') return "a single `}` in a format; write `}}` for the character itself";
    const std::size_t end = text.find_first_of("{}", brace + 1);
    if (end == std::string_view::npos || text[end] == '{')
      return "a field in a format is `{…}` with a width that is written as a number";
    if (std::optional<std::string> fault = faultOfField(text.substr(brace + 1, end - brace - 1))) return fault;
    text.remove_prefix(end + 1);
  }
  return std::nullopt;
}

}  // namespace interleave::lang
