// What is wrong and what to do about it: link problems, refused input, threads that did not start.
#include "ui/widgets.h"

namespace interleave {
namespace {

std::vector<std::string> notices(const Ui& ui) {
  std::vector<std::string> lines = ui.app.notices().lines();
  if (ui.state.renderer && !ui.state.renderer->problem().empty()) {
    lines.push_back("The timeline cannot be drawn: " + ui.state.renderer->problem());
  }
  return lines;
}

float textWidth(const Ui& ui, float width) { return width - ui.theme.px(16 + 16 + 44); }

}  // namespace

float noticesHeight(const Ui& ui, float width) {
  const std::vector<std::string> lines = notices(ui);
  if (lines.empty()) return 0;
  float height = 2 * ui.theme.px(9);
  for (const std::string& line : lines) {
    height += ImGui::CalcTextSize(line.c_str(), nullptr, false, textWidth(ui, width)).y + ui.theme.px(3);
  }
  // Many problems scroll: the page stays usable under them.
  return std::min(std::round(height), ui.theme.px(140));
}

void drawNotices(Ui& ui, const Area& area) {
  if (area.height <= 0) return;
  WithColor foreground(ImGuiCol_Text, ui.theme.colors().onNotice);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.theme.px(16), ui.theme.px(9)});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.theme.px(8), ui.theme.px(3)});
  Panel panel(ui, "Notices", area, Panel::kFixed, ui.theme.colors().notice);
  ImGui::PopStyleVar(2);
  const float close = ui.theme.px(28);
  ImGui::BeginChild("lines", {area.width - ui.theme.px(32) - close - ui.theme.px(8), 0});
  ImGui::PushTextWrapPos(0);
  for (const std::string& line : notices(ui)) text(line);
  ImGui::PopTextWrapPos();
  ImGui::EndChild();
  ImGui::SameLine();
  if (button(ui, "×###dismiss", "Put this notice away", {close, 0})) {
    ui.app.dismissNotices();
  }
}

}  // namespace interleave
