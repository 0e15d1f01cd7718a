// A text that the system shapes and draws with its own fonts.
#pragma once

#include <cstdint>
#include <vector>

namespace interleave {

// Lengths are in pixels of the picture.
struct TextStyle {
  float em = 0;
  bool strong = false;
  bool mono = false;
  float most = 0;  // width: wider text is condensed
  bool operator==(const TextStyle&) const = default;
};

// Pixels are in rows from the top, four bytes each (red first, alpha last, not premultiplied), with a transparent one
// around them all.
struct TextPicture {
  int width = 0;
  int height = 0;
  int left = 0;     // columns before the place where the text begins
  int above = 0;    // rows above the baseline
  int advance = 0;  // from the text's beginning to its end; the pixels may go beyond either
  std::vector<std::uint32_t> letters{};  // white, to be drawn in any colour; empty: the text has none
  std::vector<std::uint32_t> colored{};  // what has colours of its own, as emoji have; empty: nothing
};

}  // namespace interleave
