// Values by name, as below the sentence of an outcome; counts, shares and progress, as tables of outcomes show them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "ui/panels.h"

namespace interleave {

// The sentence of an outcome, and the height of a panel of that width with room for it and the figures; of the sentence, never less
// than so many lines.
void outcomeSentence(const Ui& ui, std::string_view sentence);
float heightWithSentence(const Ui& ui, std::string_view sentence, float width, int leastLines);
// A value behind its name. The next item goes on in the same line, behind a gap.
inline constexpr float kFigureGap = 20;
void figure(const Ui& ui, std::string_view name, std::string_view value);
// With the gap.
float figureWidth(const Ui& ui, std::string_view name, std::string_view value);
// A count. Digits that do not fit (`rounded`) are in the tooltip, and a press copies them; `name` is the item's.
void countText(Ui& ui, const std::string& shown, std::string_view decimal, bool rounded, const std::string& name);
// The number of digits that fit into a width in the present font, with a comma before every three.
std::size_t digitsThatFit(float width);
// A bar below a number: a part of a total, on the same scale wherever it stands. Returns its height.
float drawShareBar(const Ui& ui, ImVec2 at, float width, double part, ImU32 color);
// The same as an item that takes the rest of the line.
void shareBar(const Ui& ui, double part, ImU32 color);
// The same in per cent at the left edge, where there is room beside a count of that width.
void percentBefore(const Ui& ui, double part, float beside);
// A bar that fills, with words in it.
void progressBar(const Ui& ui, double part, const std::string& words, float width);
// The progress of an exploration, of which `words` say how far it is, and a button behind it: whether that was pressed. `tip`: of the bar.
bool drawExploring(Ui& ui, const ExploreProgress& progress, const std::string& words, const char* tip);
// Words in lines of that width. ImGui itself breaks lines after a comma, and so within a number.
std::string inLines(std::string_view words, float width);

}  // namespace interleave
