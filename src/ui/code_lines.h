// Lines of source text as the code pane draws them: a gutter with the threads that stand there, and the text in its colours.
#pragma once

#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "ui/widgets.h"

namespace interleave {

// The width of the gutter, in the theme's pixels.
inline constexpr float kCodeGutter = 50;

// A thread at a line.
struct CodeMark {
  char letter = 'A';  // `m`: main
  bool next = true;  // its next step is there; else its newest was
};

struct CodeLineMarks {
  std::vector<CodeMark> threads;  // those that come next before the others
  bool steps = false;  // the line has steps
  std::vector<std::pair<std::size_t, std::size_t>> faults;  // bytes of it, from the first to behind the last
};
// By line, from 0; lines without any are left out.
using CodeMarks = std::map<std::size_t, CodeLineMarks>;

// Of what is set: the account, whose listing is in ui.state.code, or the user's program.
CodeMarks codeMarks(const Ui& ui);

// In the present window, where its cursor is; `number` from 0.
void drawCodeLine(Ui& ui, const CodeLine& line, std::size_t number, const CodeLineMarks& marks);
// The text alone, from this byte on.
void drawCodeTokens(const Ui& ui, const CodeLine& line, std::size_t from);

// The user has pressed into the text, and not dragged or scrolled it. To be called in the window that has it.
bool pressedIntoText(const Ui& ui);

}  // namespace interleave
