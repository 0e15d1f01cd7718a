// The narrow layout's lower part: one panel at a time.
#include <algorithm>
#include <cmath>
#include <span>

#include "ui/panel_set.h"

namespace interleave {
namespace {

constexpr float kGap = 4;
// The least distance of names from their edges, in CSS pixels.
constexpr float kLeastRoom = 8;

// Names of different length get the same room around them.
float roomBeside(std::span<const Tab> tabs, float width, float gap) {
  float names = 0;
  for (const Tab& tab : tabs) names += ImGui::CalcTextSize(tab.name.name).x;
  const auto count = static_cast<float>(tabs.size());
  return (width - names - (count - 1) * gap) / count;
}

// One row where all names fit, else two.
std::size_t rowsFor(const Ui& ui, std::span<const Tab> tabs, float width) {
  WithFont font(ui.theme.small());
  return roomBeside(tabs, width, ui.theme.px(kGap)) < ui.theme.px(kLeastRoom) ? 2 : 1;
}

void drawTabRow(Ui& ui, std::span<const Tab> tabs, int first, float width) {
  const float gap = ui.theme.px(kGap);
  const float height = ImGui::GetFrameHeight();
  const bool tight = roomBeside(tabs, width, gap) < ui.theme.px(14);
  WithFont font(tight ? ui.theme.small() : nullptr);
  const float room = std::max(ui.theme.px(4), roomBeside(tabs, width, gap));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {0, (height - ImGui::GetTextLineHeight()) / 2});
  for (int i = 0; i < static_cast<int>(tabs.size()); ++i) {
    if (i > 0) ImGui::SameLine(0, gap);
    const char* name = tabs[static_cast<std::size_t>(i)].name.name;
    const ImVec2 size{std::floor(ImGui::CalcTextSize(name).x + room), height};
    const bool chosen = first + i == ui.state.tab;
    if (choiceButton(ui, name, chosen, size)) ui.state.tab = first + i;
    noteItem(ui, name);
    tooltip(ui, chosen ? "Shown below" : "Show this below");
  }
  ImGui::PopStyleVar();
}

}  // namespace

void drawTabs(Ui& ui, const Area& area) {
  if (area.height <= 0) return;
  const std::span<const Tab> tabs = panelSet(ui).narrow;
  if (ui.state.tab < 0) ui.state.tab = tabNamed(tabs, panelSet(ui).opensScheduler(ui) ? "Scheduler" : "Program");
  const std::size_t rows = rowsFor(ui, tabs, area.width);
  const float gap = ui.theme.px(kGap);
  const float height = static_cast<float>(rows) * (ImGui::GetFrameHeight() + gap) - gap + ui.theme.px(9);
  {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, ui.theme.px(3)});
    Panel panel(ui, "Tabs", {area.x, area.y, area.width, height}, Panel::kFixed, ui.theme.colors().background);
    ImGui::PopStyleVar();
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {gap, gap});
    const std::size_t inRow = (tabs.size() + rows - 1) / rows;
    for (std::size_t first = 0; first < tabs.size(); first += inRow) {
      const std::size_t count = std::min(inRow, tabs.size() - first);
      drawTabRow(ui, tabs.subspan(first, count), static_cast<int>(first), area.width);
    }
    ImGui::PopStyleVar();
  }
  tabs[static_cast<std::size_t>(ui.state.tab)].draw(ui, {area.x, area.y + height, area.width, area.height - height});
}

}  // namespace interleave
