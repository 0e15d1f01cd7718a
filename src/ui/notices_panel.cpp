// What is wrong and what to do about it: link problems, refused input, threads that did not start.
#include <algorithm>
#include <cmath>

#include "ui/widgets.h"

namespace interleave {
namespace {

std::vector<std::string> notices(const Ui& ui) {
  std::vector<std::string> lines = ui.app.notices().since();
  if (ui.state.renderer && !ui.state.renderer->problem().empty()) {
    lines.push_back("The timeline cannot be drawn: " + ui.state.renderer->problem());
  }
  return lines;
}

float textWidth(const Ui& ui, float width) { return width - ui.theme.px(16 + 16 + 44); }

float heightOf(const Ui& ui, const std::vector<std::string>& lines, float width) {
  if (lines.empty()) return 0;
  float height = 2 * ui.theme.px(9);
  for (const std::string& line : lines) {
    height += wordsSize(line, textWidth(ui, width)).y + ui.theme.px(3);
  }
  // Many problems scroll: the page stays usable.
  return std::min(std::round(std::max(height, ImGui::GetFrameHeight() + 2 * ui.theme.px(9))), ui.theme.px(140));
}

// Whether it was put away.
bool drawLines(Ui& ui, const char* name, const char* dismiss, const Area& area, const std::vector<std::string>& lines) {
  if (area.height <= 0) return false;
  WithColor foreground(ImGuiCol_Text, ui.theme.colors().onNotice);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.theme.px(16), ui.theme.px(9)});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.theme.px(8), ui.theme.px(3)});
  Panel panel(ui, name, area, Panel::kFixed, ui.theme.colors().notice);
  ImGui::PopStyleVar(2);
  const ImVec2 low{area.x, area.y};
  const ImVec2 high{area.x + area.width, area.y + area.height};
  ImGui::GetWindowDrawList()->AddRect(low, high, withAlpha(ui.theme.colors().onNotice, 0x60), ImGui::GetStyle().ChildRounding);
  const float close = ui.theme.px(28);
  ImGui::BeginChild("lines", {area.width - ui.theme.px(32) - close - ui.theme.px(8), 0});
  ImGui::PushTextWrapPos(0);
  for (const std::string& line : lines) text(line);
  ImGui::PopTextWrapPos();
  touchScroll(ui);
  ImGui::EndChild();
  ImGui::SameLine();
  return button(ui, dismiss, "Put this notice away", {close, 0});
}

}  // namespace

float bannerHeight(const Ui& ui, float width) { return heightOf(ui, ui.app.notices().standing(), width); }

float noticesHeight(const Ui& ui, float width) { return heightOf(ui, notices(ui), width); }

void drawBanner(Ui& ui, const Area& area) {
  if (drawLines(ui, "Banner", "×###dismiss banner", area, ui.app.notices().standing())) ui.app.notices().dismissStanding();
}

void drawNotices(Ui& ui, const Area& area) {
  if (drawLines(ui, "Notices", "×###dismiss", area, notices(ui))) ui.app.dismissNotices();
}

}  // namespace interleave
