// The wide layout's card of the schedule: the scheduler, the tree of choices, or the threads.
#include <array>

#include "ui/widgets.h"

namespace interleave {
namespace {

struct Tab {
  const char* name;
  const char* tip;
  void (*draw)(Ui&, const Area&);
};

constexpr std::array kTabs = {
    Tab{"Scheduler", "You say which thread takes the next step", drawScheduler},
    Tab{"Tree", "Every choice there is, and where it leads", drawTree},
    Tab{"Threads", "The lock and each thread, where what is shown ends", drawThreads}};

constexpr float kHead = 38;

bool tabButton(Ui& ui, const Tab& tab, bool chosen) {
  const Palette& p = ui.theme.colors();
  WithFont font(ui.theme.strong());
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 extent = ImGui::CalcTextSize(tab.name);
  const float height = ui.theme.px(kHead - 10);
  const bool pressed = ImGui::InvisibleButton(tab.name, {extent.x, height});
  noteItem(ui, tab.name);
  const bool hovered = ImGui::IsItemHovered();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddText({at.x, std::round(at.y + (height - extent.y) / 2)}, chosen || hovered ? p.text : p.muted, tab.name);
  const float line = ui.theme.px(2);
  if (chosen) draw.AddRectFilled({at.x, at.y + height - line}, {at.x + extent.x, at.y + height}, p.text, line / 2);
  WithFont body(nullptr);
  tooltip(ui, tab.tip);
  return pressed;
}

}  // namespace

void drawSchedule(Ui& ui, const Area& area) {
  takeKeys(ui, area);
  drawCard(ui, area, area);
  const float head = ui.theme.px(kHead);
  {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.theme.px(16), ui.theme.px(8)});
    Panel panel(ui, "Schedule", {area.x, area.y, area.width, head}, Panel::kFixed | ImGuiWindowFlags_NoBackground);
    ImGui::PopStyleVar();
    for (int i = 0; i < static_cast<int>(kTabs.size()); ++i) {
      if (i > 0) ImGui::SameLine(0, ui.theme.px(18));
      if (tabButton(ui, kTabs[static_cast<std::size_t>(i)], i == ui.state.scheduleTab)) ui.state.scheduleTab = i;
    }
    if (ui.state.scheduleTab < 2) drawWalkState(ui, true);
  }
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.theme.px(16), ui.theme.px(8)});
  const Area rest{area.x, area.y + head, area.width, area.height - head};
  kTabs[static_cast<std::size_t>(ui.state.scheduleTab)].draw(ui, rest);
  ImGui::PopStyleVar();
}

}  // namespace interleave
