// Small pieces that several panels use.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "trace/verdict.h"
#include "ui/panels.h"

namespace interleave {

// A docked area while it lives: a child of the one window, so that Tab and the arrow keys go through
// all of them. `background` 0 is that of a panel.
class Panel {
 public:
  static constexpr ImGuiWindowFlags kFixed = ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
  static constexpr ImGuiWindowFlags kScrolls = 0;
  Panel(const Ui& ui, const char* name, const Area& area, ImGuiWindowFlags flags = kFixed, ImU32 background = 0);
  ~Panel();
  Panel(const Panel&) = delete;
  Panel& operator=(const Panel&) = delete;
};

void panelTitle(const Ui& ui, std::string_view title);
void mutedText(const Ui& ui, std::string_view text);
void text(std::string_view text);

// For the item before: shown when it is hovered, or reached with the keyboard.
void tooltip(const Ui& ui, const char* text);

// Remembers where the item before is, under a name, for programs that operate the page.
void noteItem(Ui& ui, std::string_view name);

// What stands behind "###" is the item's name where its label changes.
bool button(Ui& ui, const char* label, const char* tip, ImVec2 size = {0, 0});
// As wide as the label, without what stands behind "###", makes a button.
float buttonWidth(std::string_view label);
bool primaryButton(Ui& ui, const char* label, const char* tip, ImVec2 size = {0, 0});

// One of several of which one is chosen.
bool choiceButton(const Ui& ui, const char* label, bool chosen, ImVec2 size = {0, 0});

// How wide words are in the present font, and the cursor to where so much ends at the right.
float wordsWidth(std::string_view words);
void alignRight(float width);

// The lock: `present` or a place for it, open or closed.
void padlock(const Ui& ui, bool present, bool locked, ImU32 color);

// A thread's letter on its colour; an item of `size` by `size` pixels. Zero: as high as a line.
void badge(const Ui& ui, std::size_t task, float size = 0);

// "A, B": the letters of tasks.
std::string lettersOf(const std::vector<std::size_t>& tasks);

// A row of names of which one is chosen, in the head of a card. Returns the one that was pressed, or `chosen`.
struct TabName {
  const char* name;
  const char* tip;
};
int tabNames(Ui& ui, std::span<const TabName> tabs, int chosen);

// In a window that scrolls: a finger that drags moves its content, as everywhere on a phone.
void touchScroll(const Ui& ui);

// Draws "as expected", "wrong", "deadlock" or another verdict with its sign; or another word for it.
void verdict(const Ui& ui, Verdict verdict, std::string_view word = {});
// How much room that takes, by its own word.
float verdictWidth(const Ui& ui, Verdict verdict);
// Its sign alone, and the colour of both.
void verdictSign(const Ui& ui, Verdict verdict);
ImU32 verdictColor(const Palette& palette, Verdict verdict);

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
