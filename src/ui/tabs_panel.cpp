// The narrow layout's lower part: one panel at a time.
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/widgets.h"

namespace interleave {
namespace {

struct Tab {
  const char* name;
  void (*draw)(Ui&, const Area&);
};

constexpr std::array kTabs = {
    Tab{"Program", drawProgram},   Tab{"Code", drawCode},         Tab{"Scheduler", drawScheduler},
    Tab{"Tree", drawTree},         Tab{"Threads", drawThreads},   Tab{"Outcomes", drawOutcomes},
    Tab{"Console", drawConsole},   Tab{"Lock", drawLockInspector}, Tab{"Speed", drawComparison}};
constexpr int kProgramTab = 0;
constexpr int kNarrowSchedulerTab = 2;

// Names of different length get the same room around them.
float roomBeside(float width, float gap) {
  float names = 0;
  for (const Tab& tab : kTabs) names += ImGui::CalcTextSize(tab.name).x;
  const auto tabs = static_cast<float>(kTabs.size());
  return (width - names - (tabs - 1) * gap) / tabs;
}

void drawTabButtons(Ui& ui, float width) {
  const float gap = ui.theme.px(4);
  const float height = ImGui::GetFrameHeight();
  const bool tight = roomBeside(width, gap) < ui.theme.px(14);
  WithFont font(tight ? ui.theme.small() : nullptr);
  const float room = std::max(ui.theme.px(4), roomBeside(width, gap));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {0, (height - ImGui::GetTextLineHeight()) / 2});
  for (int i = 0; i < static_cast<int>(kTabs.size()); ++i) {
    if (i > 0) ImGui::SameLine(0, gap);
    const char* name = kTabs[static_cast<std::size_t>(i)].name;
    const ImVec2 size{std::floor(ImGui::CalcTextSize(name).x + room), height};
    const bool chosen = i == ui.state.tab;
    {
      const Palette& p = ui.theme.colors();
      WithColor base(ImGuiCol_Button, chosen ? p.primary : p.field);
      WithColor hovered(ImGuiCol_ButtonHovered, chosen ? p.primaryHover : p.fieldHover);
      WithColor words(ImGuiCol_Text, chosen ? p.onPrimary : p.text);
      if (ImGui::Button(name, size)) ui.state.tab = i;
    }
    noteItem(ui, name);
    tooltip(ui, chosen ? "Shown below" : "Show this below");
  }
  ImGui::PopStyleVar();
}

}  // namespace

void drawTabs(Ui& ui, const Area& area) {
  if (ui.state.tab < 0) ui.state.tab = ui.app.showsWalk() ? kNarrowSchedulerTab : kProgramTab;
  const float height = ImGui::GetFrameHeight() + ui.theme.px(9);
  {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, ui.theme.px(3)});
    Panel panel(ui, "Tabs", {area.x, area.y, area.width, height}, Panel::kFixed, ui.theme.colors().background);
    ImGui::PopStyleVar();
    drawTabButtons(ui, area.width);
  }
  kTabs[static_cast<std::size_t>(ui.state.tab)].draw(ui, {area.x, area.y + height, area.width, area.height - height});
}

}  // namespace interleave
