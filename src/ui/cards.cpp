// The wide layout's cards that hold several panels, one at a time: the schedule's, the outcomes', the code's.
#include "ui/panel_set.h"

namespace interleave {
namespace {

constexpr float kHead = 38;

void drawTabbedCard(Ui& ui, const char* name, const Area& area, std::span<const Tab> tabs, int& chosen) {
  drawCard(ui, area, area);
  const float head = ui.theme.px(kHead);
  std::vector<TabName> names;
  for (const Tab& tab : tabs) names.push_back(tab.name);
  {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.theme.px(16), ui.theme.px(8)});
    Panel panel(ui, name, {area.x, area.y, area.width, head}, Panel::kFixed | ImGuiWindowFlags_NoBackground);
    ImGui::PopStyleVar();
    chosen = tabNames(ui, names, chosen);
    if (const auto more = tabs[static_cast<std::size_t>(chosen)].head) more(ui);
  }
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.theme.px(16), ui.theme.px(8)});
  const Area rest{area.x, area.y + head, area.width, area.height - head};
  tabs[static_cast<std::size_t>(chosen)].draw(ui, rest);
  ImGui::PopStyleVar();
}

}  // namespace

void drawScheduleCard(Ui& ui, const Area& area) {
  takeKeys(ui, area);
  drawTabbedCard(ui, "Schedule", area, panelSet(ui).schedule, ui.state.scheduleTab);
}

void drawOutcomesCard(Ui& ui, const Area& area) {
  drawTabbedCard(ui, "Results", area, panelSet(ui).outcomes, ui.state.outcomesTab);
}

void drawCodeCard(Ui& ui, const Area& area) { drawTabbedCard(ui, "Program code", area, panelSet(ui).code, ui.state.codeTab); }

}  // namespace interleave
