// Places in a program's text, and what is wrong at a place. Plain values, for any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::lang {

// From the first byte of something to the byte behind its last. Lines count from 1; columns count bytes of the line from 0,
// as `lineno` and `col_offset` of Python's module `ast` do. At most kMaxSourceBytes of each.
struct Span {
  std::uint16_t line = 0;
  std::uint16_t column = 0;
  std::uint16_t endLine = 0;
  std::uint16_t endColumn = 0;

  bool operator==(const Span&) const = default;
};

// One reason why a program is refused.
struct Fault {
  Span span;
  std::string what;  // a sentence without full stop: what stands there, and what is allowed or can be written instead

  bool operator==(const Fault&) const = default;
};

// The faults of one program, in the order of their places. The first kMaxFaults are kept.
using Faults = std::vector<Fault>;

// `line 3, column 7: …` for a reader: columns count characters from 1. `source` is the text that the fault is about; a line ends
// with LF, CR, or CR and LF, and a byte-order mark at the beginning belongs to no column.
std::string messageOf(const Fault& fault, std::string_view source);

// The line of a source, counted from 1, without its end and without a byte-order mark; empty behind the last.
std::string_view lineOf(std::string_view source, std::size_t number);

// The character of its line at which a fault begins, counted from 1.
std::size_t columnOf(const Fault& fault, std::string_view source);

// What stands in the program, as a message names it.
inline std::string inTicks(std::string_view text) { return "`" + std::string(text) + "`"; }

inline constexpr std::size_t kMaxSourceBytes = 16'384;
inline constexpr std::size_t kMaxFaults = 20;

}  // namespace interleave::lang
