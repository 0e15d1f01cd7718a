#include "lang/source_text.h"

#include <algorithm>

#include "text/format.h"

namespace interleave::lang {
namespace {

unsigned char byteAt(std::string_view text, std::size_t i) { return static_cast<unsigned char>(text[i]); }

std::string_view withoutByteOrderMark(std::string_view source) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (source.starts_with(kByteOrderMark)) source.remove_prefix(kByteOrderMark.size());
  return source;
}

// The length of the UTF-8 sequence (RFC 3629) that a text begins with; 0 where it is malformed.
std::size_t sequenceLength(std::string_view text) {
  const unsigned char lead = byteAt(text, 0);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
  if (length == 0 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byteAt(text, i) & 0xC0) != 0x80) return 0;
  }
  // Overlong forms, surrogates and what lies past U+10FFFF are told by the second byte.
  if (lead == 0xE0 && byteAt(text, 1) < 0xA0) return 0;
  if (lead == 0xED && byteAt(text, 1) > 0x9F) return 0;
  if (lead == 0xF0 && byteAt(text, 1) < 0x90) return 0;
  if (lead == 0xF4 && byteAt(text, 1) > 0x8F) return 0;
  return length;
}

std::string hex(unsigned char byte) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  return {kDigits[byte >> 4], kDigits[byte & 0xF]};
}

std::string withLineFeeds(std::string_view source) {
  source = withoutByteOrderMark(source);
  std::string text;
  text.reserve(source.size() + 1);
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (source[i] == '\n' && i > 0 && source[i - 1] == '\r') continue;
    text += source[i] == '\r' ? '\n' : source[i];
  }
  if (!text.ends_with('\n')) text += '\n';
  return text;
}

}  // namespace

SourceText::SourceText(std::string_view source) : text_(withLineFeeds(source)), lineStarts_{0} {
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') lineStarts_.push_back(i + 1);
  }
}

Span SourceText::span(std::size_t begin, std::size_t end) const {
  const auto lineOf = [this](std::size_t offset) {
    return static_cast<std::size_t>(std::ranges::upper_bound(lineStarts_, offset) - lineStarts_.begin());
  };
  const std::size_t first = lineOf(begin);
  const std::size_t last = lineOf(end);
  return {static_cast<std::uint16_t>(first), static_cast<std::uint16_t>(begin - lineStarts_[first - 1]),
          static_cast<std::uint16_t>(last), static_cast<std::uint16_t>(end - lineStarts_[last - 1])};
}

Span SourceText::span(std::string_view part) const {
  const auto begin = static_cast<std::size_t>(part.data() - text_.data());
  return span(begin, begin + part.size());
}

Faults unreadable(std::string_view source) {
  if (source.size() > kMaxSourceBytes) {
    return {{{1, 0, 1, 0},
             "the program has " + formatNumber(source.size()) + " bytes: allowed are at most " + formatNumber(kMaxSourceBytes)}};
  }
  const std::string_view text = withoutByteOrderMark(source);
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = sequenceLength(text.substr(i));
    if (length > 0 && text[i] != '\0') {
      i += length;
      continue;
    }
    const SourceText before(source);
    Span span = SourceText(text.substr(0, i)).span(i, i);
    const std::string what = length > 0 ? "a NUL character, which no program can contain: remove it"
                                        : "the byte 0x" + hex(byteAt(text, i)) + " is not UTF-8: save the program as UTF-8";
    return {{span, what}};
  }
  return {};
}

CodePoint firstCodePoint(std::string_view utf8) {
  const unsigned char lead = byteAt(utf8, 0);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  char32_t value = length == 1 ? lead : lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) value = (value << 6) | (byteAt(utf8, i) & 0x3FU);
  return {value, length};
}

void appendUtf8(std::string& text, char32_t value) {
  const auto add = [&text](char32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (value < 0x80) {
    add(value);
  } else if (value < 0x800) {
    add(0xC0 | (value >> 6));
    add(0x80 | (value & 0x3F));
  } else if (value < 0x10000) {
    add(0xE0 | (value >> 12));
    add(0x80 | ((value >> 6) & 0x3F));
    add(0x80 | (value & 0x3F));
  } else {
    add(0xF0 | (value >> 18));
    add(0x80 | ((value >> 12) & 0x3F));
    add(0x80 | ((value >> 6) & 0x3F));
    add(0x80 | (value & 0x3F));
  }
}

}  // namespace interleave::lang
