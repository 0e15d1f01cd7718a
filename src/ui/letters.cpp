#include "ui/letters.h"

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
  if (letter != kMainLetter) return badge(ui, taskOf(letter), size);
  if (size <= 0) size = ImGui::GetTextLineHeight() + ui.theme.px(2);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::Dummy({size, size});
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(at, {at.x + size, at.y + size}, letterColor(ui, letter), ui.theme.px(4));
  WithFont font(ui.theme.strong());
  const char words[2] = {letter, 0};
  const ImVec2 extent = ImGui::CalcTextSize(words);
  draw.AddText({std::round(at.x + (size - extent.x) / 2), std::round(at.y + (size - extent.y) / 2)}, onLetterColor(ui, letter),
               words);
}

}  // namespace interleave
