// A program's text as the lexer reads it, and the places in it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "lang/source.h"

namespace interleave::lang {

// Line ends are single '\n', the last line has one, and a byte-order mark at the beginning is gone, as in CPython. Columns are
// those of the original, as all of these stand at the end of a line or before the first. Owns its text; not to be moved while
// views of the text are in use.
class SourceText {
 public:
  // Preconditions: at most kMaxSourceBytes.
  explicit SourceText(std::string_view source);

  std::string_view text() const { return text_; }
  // From the byte `begin` of the text to the byte before `end`.
  Span span(std::size_t begin, std::size_t end) const;
  Span span(std::string_view part) const;

 private:
  std::string text_;
  std::vector<std::size_t> lineStarts_;
};

// Why a text cannot be read at all: too long, a NUL byte, or not UTF-8. Empty: it can be read.
Faults unreadable(std::string_view source);

// The code point at the beginning of a text, which is valid UTF-8 and not empty, and how many bytes it takes.
struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 1;
};
CodePoint firstCodePoint(std::string_view utf8);

// `value` as UTF-8, added to `text`.
void appendUtf8(std::string& text, char32_t value);

}  // namespace interleave::lang
