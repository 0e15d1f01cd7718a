#include "ui/letters.h"

#include <algorithm>
#include <cmath>

#include "model/task_letter.h"
#include "ui/widgets.h"

namespace interleave {

std::string letterName(char letter) { return letter == kMainLetter ? "main" : std::string(1, letter); }

ImU32 letterColor(const Ui& ui, char letter) {
  return letter == kMainLetter ? ui.theme.colors().muted : Theme::thread(taskOf(letter));
}

ImU32 onLetterColor(const Ui& ui, char letter) {
  return letter == kMainLetter ? ui.theme.colors().panel : Theme::onThread(taskOf(letter));
}

void letterBadge(const Ui& ui, char letter, float size) {
  if (size <= 0) size = ImGui::GetTextLineHeight() + ui.theme.px(2);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::Dummy({size, size});
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(at, {at.x + size, at.y + size}, letterColor(ui, letter), ui.theme.px(4));
  const ImU32 color = onLetterColor(ui, letter);
  if (const int repeats = letter == kMainLetter ? 0 : Theme::repeats(taskOf(letter)); repeats > 0) {
    // The pattern of a repeated colour: a stroke below the letter for each repetition.
    const float stroke = std::max(1.0f, std::round(size * 0.12f));
    float x = std::round(at.x + (size - static_cast<float>(2 * repeats - 1) * stroke) / 2);
    for (int i = 0; i < repeats; ++i, x += 2 * stroke)
      draw.AddRectFilled({x, at.y + size - 2 * stroke}, {x + stroke, at.y + size - stroke}, color);
  }
  WithFont font(ui.theme.strong());
  const char words[2] = {letter, 0};
  const ImVec2 extent = ImGui::CalcTextSize(words);
  draw.AddText({std::round(at.x + (size - extent.x) / 2), std::round(at.y + (size - extent.y) / 2)}, color, words);
}

void badge(const Ui& ui, std::size_t task, float size) { letterBadge(ui, taskLetter(task), size); }

}  // namespace interleave
