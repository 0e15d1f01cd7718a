// Threads by the letters that schedules have for them: A, B, … in the order in which they are started, and m for main.
#pragma once

#include <string>

#include "ui/panels.h"

namespace interleave {

inline constexpr char kMainLetter = 'm';

// "A"; "main"
std::string letterName(char letter);
// The thread's colour; of main, which has none, that of secondary text.
ImU32 letterColor(const Ui& ui, char letter);
// Text that can be read on it.
ImU32 onLetterColor(const Ui& ui, char letter);
// The letter on its colour, an item of `size` by `size` pixels. Zero: as high as a line.
void letterBadge(const Ui& ui, char letter, float size = 0);

}  // namespace interleave
