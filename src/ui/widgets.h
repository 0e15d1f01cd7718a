// Small pieces that several panels use.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "trace/verdict.h"
#include "ui/panels.h"

namespace interleave {

// A docked area during its lifetime: a child of the one window, so that Tab and the arrow keys go through
// all areas. `background` 0 is a panel's background.
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

// What users write, and words with it, is drawn and measured by `text` and these, in the present font: they show every
// script (ui/shaped_text.h). The text as ImGui has to get it, which lives until the frame's end: the same one, or one made
// in `room`.
std::string_view drawable(std::string_view text, std::string& room);
// `wrap`: the width at which it is wrapped; 0: it is not.
ImVec2 wordsSize(std::string_view words, float wrap = 0);
void drawWords(ImDrawList& draw, ImVec2 at, ImU32 color, std::string_view words);
// Of what is wider than `width` only its beginning, which is on the right where it is written from there.
void drawLabel(ImDrawList& draw, ImVec2 at, float width, ImU32 color, std::string_view label);

// A tooltip for the previous item: shown when it is hovered or has the keyboard focus.
void tooltip(const Ui& ui, const char* text);
// At the pointer, for a place that is no item.
void hoverWords(const Ui& ui, std::string_view words);

// Records the place of the previous item under a name, for programs that operate the page.
void noteItem(Ui& ui, std::string_view name);

// The text after "###" is the name of an item with a changing label.
bool button(Ui& ui, const char* label, const char* tip, ImVec2 size = {0, 0});
// The width of a button with that label, without the text after "###".
float buttonWidth(std::string_view label);
// A button of a row, `gap` behind the previous item; 0: it begins the row.
bool rowButton(Ui& ui, const char* label, const std::string& tip, bool enabled, float gap);
bool primaryButton(Ui& ui, const char* label, const char* tip, ImVec2 size = {0, 0});

// A button at the right edge of a card's head that copies something of it, and says so once that is done.
bool copyAtRight(Ui& ui, const char* name, const char* tip, Sharing::What what);
// Its width, and that of the edge.
float copyWidth(const Ui& ui);

// One of several of which one is chosen.
bool choiceButton(const Ui& ui, const char* label, bool chosen, ImVec2 size = {0, 0});

// A dashed line of that thickness from `left` to `right`, its upper edge at `top`.
void dashedLine(float left, float right, float top, float line, float dash, ImU32 color);

// The width of words in the present font, and the cursor's place for content of that width at the right edge.
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

// In a window that scrolls: a dragging finger moves its content, as usual on a phone.
void touchScroll(const Ui& ui);

// Draws "as expected", "wrong", "deadlock" or another verdict with its sign.
void verdict(const Ui& ui, Verdict verdict);
// The width of that, with the verdict's own word.
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

// An expression of a program, in the page's own field: what was typed, once that is done. `hint`: stands there while it is empty.
std::optional<std::string> expressionField(Ui& ui, const char* id, std::string_view name, const std::string& shown,
                                           const char* hint, float width, const char* tip);

// A line of text; the same contract. Not allowed are empty and too long labels.
bool labelField(Ui& ui, const char* id, std::string_view name, std::string& value, float width, const char* tip);

}  // namespace interleave
