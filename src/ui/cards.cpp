// The wide layout's cards that hold several panels, one at a time: the schedule's, the outcomes', the code's.
#include <array>
#include <cmath>
#include <span>

#include "ui/widgets.h"

namespace interleave {
namespace {

struct Tab {
  TabName name;
  void (*draw)(Ui&, const Area&);
};

constexpr std::array kSchedule = {Tab{{"Scheduler", "You say which thread takes the next step"}, drawScheduler},
                                  Tab{{"Tree", "Every choice there is, and where it leads"}, drawTree},
                                  Tab{{"Threads", "The lock and each thread, where what is shown ends"}, drawThreads},
                                  Tab{{"Lock", "A lock by itself: make one, acquire it, release it"}, drawLockInspector}};
static_assert(kSchedule.size() == kScheduleTabs);
constexpr std::array kOutcomes = {Tab{{"Outcomes", "What can happen beside what did"}, drawOutcomes},
                                  Tab{{"History", "The balance over run after run"}, drawHistory},
                                  Tab{{"Speed", "What each lock costs on this device"}, drawComparison}};
constexpr std::array kCode = {Tab{{"Code", "The program that is running, with the line where each thread stands"}, drawCode},
                              Tab{{"Console", "What the program prints"}, drawConsole}};

constexpr float kHead = 38;

// `more` draws into the head, beside the names.
template <class More>
void drawTabbedCard(Ui& ui, const char* name, const Area& area, std::span<const Tab> tabs, int& chosen, More more) {
  drawCard(ui, area, area);
  const float head = ui.theme.px(kHead);
  std::vector<TabName> names;
  for (const Tab& tab : tabs) names.push_back(tab.name);
  {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.theme.px(16), ui.theme.px(8)});
    Panel panel(ui, name, {area.x, area.y, area.width, head}, Panel::kFixed | ImGuiWindowFlags_NoBackground);
    ImGui::PopStyleVar();
    chosen = tabNames(ui, names, chosen);
    more();
  }
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.theme.px(16), ui.theme.px(8)});
  const Area rest{area.x, area.y + head, area.width, area.height - head};
  tabs[static_cast<std::size_t>(chosen)].draw(ui, rest);
  ImGui::PopStyleVar();
}

}  // namespace

void drawScheduleCard(Ui& ui, const Area& area) {
  takeKeys(ui, area);
  int& chosen = ui.state.scheduleTab;
  drawTabbedCard(ui, "Schedule", area, kSchedule, chosen, [&] {
    if (chosen == kSchedulerTab || chosen == kTreeTab) drawScheduleState(ui, true);
  });
}

void drawOutcomesCard(Ui& ui, const Area& area) {
  drawTabbedCard(ui, "Results", area, kOutcomes, ui.state.outcomesTab, [&] {
    ImGui::SameLine(0, ui.theme.px(16));
    WithFont font(ui.theme.small());
    const std::string totals = ui.app.outcomes().totals();
    const bool fit = ImGui::CalcTextSize(totals.c_str()).x <= ImGui::GetContentRegionAvail().x;
    ui.state.totalsInHead = fit && ui.state.outcomesTab == 0 && !ui.app.outcomes().exploring();
    if (!ui.state.totalsInHead) return;
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + std::round((ui.theme.px(28) - ImGui::GetTextLineHeight()) / 2));
    drawOutcomeTotals(ui);
  });
}

void drawCodeCard(Ui& ui, const Area& area) {
  drawTabbedCard(ui, "Program code", area, kCode, ui.state.codeTab, [&] {
    if (ui.state.codeTab != 0) return drawConsoleCommands(ui);
    ImGui::SameLine(0, ui.theme.px(30));
    drawCodeCommands(ui);
  });
}

}  // namespace interleave
