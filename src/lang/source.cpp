#include "lang/source.h"

#include <algorithm>

namespace interleave::lang {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

std::string_view lineOf(std::string_view source, std::size_t number) {
  if (source.starts_with(kByteOrderMark)) source.remove_prefix(kByteOrderMark.size());
  for (std::size_t line = 1; line < number; ++line) {
    const std::size_t end = source.find_first_of("\r\n");
    if (end == std::string_view::npos) return {};
    source.remove_prefix(source.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
  }
  return source.substr(0, source.find_first_of("\r\n"));
}

std::size_t columnOf(const Fault& fault, std::string_view source) {
  const std::string_view before = lineOf(source, fault.span.line).substr(0, fault.span.column);
  // Bytes that continue a UTF-8 sequence begin no character. A column behind the line's end counts on from there.
  const auto characters = std::ranges::count_if(before, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  return static_cast<std::size_t>(characters) + (fault.span.column - before.size()) + 1;
}

std::string messageOf(const Fault& fault, std::string_view source) {
  return "line " + std::to_string(fault.span.line) + ", column " + std::to_string(columnOf(fault, source)) + ": " + fault.what;
}

}  // namespace interleave::lang
