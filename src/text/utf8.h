// UTF-8: counting its characters, and texts from outside as parts of a message. Pure functions, for any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace interleave {

// Code points of a UTF-8 string; none if it is not valid UTF-8 (RFC 3629) or holds a control
// character.
std::optional<std::size_t> countCharacters(std::string_view utf8);

// The character with which a text begins, and its bytes: one that is U+FFFD where that is not UTF-8. Precondition: the text
// is not empty.
struct Character {
  char32_t value = 0;
  std::size_t bytes = 0;
};
Character characterAt(std::string_view utf8);

// The units of UTF-16, in which the page counts, of the characters that begin before a byte.
std::size_t unitsBefore(std::string_view utf8, std::size_t byte);

// `text` for a message: `most` bytes of it at most, no part of a UTF-8 sequence at their end, and `mark` behind them if
// there is more. Where that is not UTF-8 or has control characters, all but printable ASCII is shown as '?'.
std::string shortened(std::string_view text, std::size_t most, std::string_view mark = "…");

// The first and the last `ends` bytes of a longer ASCII text, with "…" between them.
std::string shortenedInside(std::string_view text, std::size_t ends);

}  // namespace interleave
