// Small pieces that several panels use.
#pragma once

#include <string_view>

#include "trace/explanation.h"
#include "ui/panels.h"

namespace interleave {

// A docked area while it lives: an ImGui window without any chrome.
class Panel {
 public:
  Panel(const Ui& ui, const char* name, const Area& area, ImGuiWindowFlags flags = 0);
  ~Panel();
  Panel(const Panel&) = delete;
  Panel& operator=(const Panel&) = delete;
};

void panelTitle(const Ui& ui, std::string_view title);
void mutedText(const Ui& ui, std::string_view text);
void text(std::string_view text);

// For the item before: shown when it is hovered, or reached with the keyboard.
void tooltip(const Ui& ui, const char* text);

bool button(const Ui& ui, const char* label, const char* tip, ImVec2 size = {0, 0});
bool primaryButton(const Ui& ui, const char* label, const char* tip, ImVec2 size = {0, 0});

// A thread's letter on its colour; an item of `size` by `size` pixels. Zero: as high as a line.
void badge(const Ui& ui, std::size_t task, float size = 0);

// Draws "as expected", "wrong", "deadlock" or "stopped" with its sign.
void verdict(const Ui& ui, Verdict verdict);

struct NumberLimits {
  Money least, most, step;
};
// A number with steppers. Returns true when `value` has changed; what is typed and not allowed is
// reported in the notices, and `value` stays. `name` names it there ("amount of A"); `steppers`
// may be left out where there is little room.
bool numberField(Ui& ui, const char* id, std::string_view name, Money& value, const NumberLimits& limits, float width,
                 const char* tip, bool steppers = true);

// A line of text; the same contract. Not allowed are empty and too long labels.
bool labelField(Ui& ui, const char* id, std::string_view name, std::string& value, float width, const char* tip);

}  // namespace interleave
