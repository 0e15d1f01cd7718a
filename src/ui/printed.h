// What a program has printed: lines that can be selected, in a window of their own that follows the newest one.
#pragma once

#include <cstddef>
#include <limits>

#include "ui/panels.h"

namespace interleave {

inline constexpr std::size_t kNoLine = std::numeric_limits<std::size_t>::max();

// Of `lines`, count and texts; `muted`: the one that is none of the program's.
void drawPrinted(Ui& ui, TextSelection& selection, TextLines lines, std::size_t muted = kNoLine);

}  // namespace interleave
