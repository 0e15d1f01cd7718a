// What the schedulers of an account and of a program have alike, beside the strip (ui/schedule_strip.h): buttons, and a row a thread.
#pragma once

#include <string>

#include "ui/panels.h"

namespace interleave {

// Two buttons that take back the newest edit of a schedule and do it again: the one that was pressed.
enum class Pressed : std::uint8_t { none, undo, redo };
Pressed drawUndoRedo(Ui& ui, bool canUndo, bool canRedo);

// A button in the same line that goes on by chance; `more`: there are steps to take. Whether it was pressed.
bool drawRandom(Ui& ui, bool more, float gap);

// A button, two lines high, that takes a thread's next step, with the thread's letter at its left.
struct ThreadRow {
  ImVec2 at;
  ImVec2 size;
  float left = 0;  // of what is drawn behind the letter
  float right = 0;
  bool pressed = false;
};
// `able`: there is such a step. `pad`: above the lines and below.
ThreadRow drawThreadRow(Ui& ui, char letter, bool able, float pad, const std::string& tip);

}  // namespace interleave
