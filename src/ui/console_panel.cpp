// What the program prints.
#include "text/format.h"
#include "ui/widgets.h"

namespace interleave {

void drawConsole(Ui& ui, const Area& area) {
  Panel panel(ui, "Console", area, ui.narrow ? Panel::kFixed : Panel::kFixed | ImGuiWindowFlags_NoBackground);
  const Console& console = ui.state.shown.console;
  // A stop of its own for the keyboard, which the arrows scroll.
  ImGui::BeginChild("lines");
  WithFont font(ui.theme.mono());
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, ui.theme.px(3)});
  const bool closing = console.omitted > 0 && !ui.state.shown.live;
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(console.lines.size()) - (closing ? 1 : 0));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) text(console.lines[static_cast<std::size_t>(i)]);
  }
  if (closing) {
    mutedText(ui, "(" + formatCount(console.omitted, "more line") + ")");
    text(console.lines.back());
  }
  ImGui::PopStyleVar();
  touchScroll(ui);
  // Follows the newest line unless the reader has scrolled up.
  if (ImGui::GetScrollY() >= ImGui::GetScrollMaxY() - ui.theme.px(2)) ImGui::SetScrollHereY(1);
  ImGui::EndChild();
}

}  // namespace interleave
