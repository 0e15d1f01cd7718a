#include "ui/printed.h"

#include "ui/widgets.h"

namespace interleave {

void drawPrinted(Ui& ui, TextSelection& selection, TextLines lines, std::size_t muted) {
  // A stop of its own for the keyboard, which the arrows scroll.
  ImGui::BeginChild("lines", {0, 0}, 0, ImGuiWindowFlags_HorizontalScrollbar);
  WithFont font(ui.theme.mono());
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, ui.theme.px(3)});
  const ImVec2 at = ImGui::GetCursorScreenPos();
  lines.left = at.x;
  lines.top = at.y - ImGui::GetStyle().ItemSpacing.y / 2;
  lines.height = ImGui::GetTextLineHeightWithSpacing();
  selectText(ui, selection, lines);
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(lines.count));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const auto line = static_cast<std::size_t>(i);
      line == muted ? mutedText(ui, lines.line(line)) : text(lines.line(line));
    }
  }
  ImGui::PopStyleVar();
  touchScroll(ui);
  // Follows the newest line unless the reader has scrolled up.
  if (ImGui::GetScrollY() >= ImGui::GetScrollMaxY() - ui.theme.px(2)) ImGui::SetScrollHereY(1);
  ImGui::EndChild();
}

}  // namespace interleave
