// The parts of a text that a font cannot draw, each to be shaped as one by a system that can. Pure functions, for any
// thread.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interleave {

// Bytes of the text, from `begin` to before `end`.
struct TextRun {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool operator==(const TextRun&) const = default;
};

// In the order of the text, without overlap. Such a run is
// - one of `wholes` that stands in the text and lacks a character: its letters belong together, in one order. Of several
//   at one place the first counts, so the longest should come first; or
// - a stretch from one character that the font lacks to another, with no letter that it has between them. A mark that
//   joins what stands before it, as an accent does, takes that along.
// `has` says whether the font has a character; ASCII is always there.
std::vector<TextRun> missingRuns(std::string_view utf8, const std::function<bool(char32_t)>& has,
                                 std::span<const std::string> wholes);

}  // namespace interleave
