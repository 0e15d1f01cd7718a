// The sentence that says what went wrong, and the ending beside the expected ending.
#include "text/format.h"
#include "trace/verdict.h"
#include "ui/figures.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

std::string orDash(std::optional<Money> amount) { return amount ? formatNumber(*amount) : "–"; }

// The place in the schedule, and a way back to the run.
void scheduleFigures(Ui& ui) {
  const Report& report = ui.app.scheduler().report();
  const ScheduleCursor& cursor = ui.app.scheduler().cursor();
  const std::string step = formatNumber(cursor.at()) + (ui.narrow ? "/" : " of ") + formatNumber(cursor.schedule().size());
  const char* const name = report.run.ending() ? "ending" : "balance";
  const std::string balance = formatNumber(report.run.ending().value_or(report.run.balance));
  const std::string expected = orDash(report.run.expected);
  const Verdict judged = report.verdict;
  // With little room, the number of the step is shown before the end of the schedule, and the verdict at its end, if need be
  // without what was expected.
  const bool unfinished = ui.narrow && judged == Verdict::unfinished;
  const float room = ImGui::GetContentRegionAvail().x;
  const float judgement = figureWidth(ui, name, balance) + figureWidth(ui, "expected", expected) + verdictWidth(ui, judged);
  if (!ui.narrow || unfinished || figureWidth(ui, "step", step) + judgement <= room) figure(ui, "step", step);
  figure(ui, name, balance);
  if (!ui.narrow || unfinished || judgement <= room) figure(ui, "expected", expected);
  if (unfinished) return ImGui::NewLine();
  verdict(ui, judged);
}

// The page shows the schedule and keeps the newest run.
void switchButton(Ui& ui) {
  const bool scheduleShown = ui.app.display().showsSchedule();
  if (scheduleShown ? ui.app.display().result() == nullptr : ui.app.document().settings().view.schedule.empty()) return;
  const char* label = scheduleShown ? "Show the last run###show run" : "Show the schedule###show schedule";
  WithFont font(ui.theme.small());
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.theme.px(7), ui.theme.px(2)});
  const float width = ImGui::CalcTextSize(label, nullptr, true).x + 2 * ui.theme.px(7);
  ImGui::SameLine(ImGui::GetWindowWidth() - ui.theme.px(16) - width);
  const char* tip = scheduleShown ? "Instead of the schedule" : "As far as its cursor, instead of the last run";
  if (button(ui, label, tip, {width, 0})) {
    scheduleShown ? ui.app.display().showRun() : ui.app.display().showSchedule();
  }
  ImGui::PopStyleVar();
}

void figures(Ui& ui) {
  if (ui.app.display().showsSchedule()) return scheduleFigures(ui);
  const Report* result = ui.app.display().result();
  if (!ui.app.display().showsReport()) {
    figure(ui, "balance", ui.app.display().live() ? formatNumber(ui.state.shown.states.balance()) : "–");
    figure(ui, "expected", orDash(serialEnding(ui.app.display().settings().program)));
    ImGui::NewLine();
    return;
  }
  const std::string ending = orDash(result->run.ending());
  const std::string expected = orDash(result->run.expected);
  const Verdict judged = result->verdict;
  // With little room, the verdict says that there is no ending.
  const float all = figureWidth(ui, "ending", ending) + figureWidth(ui, "expected", expected) + verdictWidth(ui, judged);
  if (result->run.ending() || all <= ImGui::GetContentRegionAvail().x) figure(ui, "ending", ending);
  figure(ui, "expected", expected);
  verdict(ui, judged);
  if (!ui.narrow) {
    ImGui::SameLine(0, ui.theme.px(20));
    // A deadlock takes for ever.
    const bool stopped = result->run.end == RunEnd::stopped;
    if (result->run.end != RunEnd::deadlocked)
      figure(ui, stopped ? "stopped after" : "took", formatDuration(result->run.durationNs));
    ImGui::NewLine();
  }
}

}  // namespace

float outcomeHeight(const Ui& ui, float width, int leastLines) {
  return heightWithSentence(ui, ui.state.shown.sentence, width, leastLines);
}

void drawOutcome(Ui& ui, const Area& area) {
  Panel panel(ui, "Outcome", area);
  outcomeSentence(ui, ui.state.shown.sentence);
  const float line = ImGui::GetTextLineHeight();
  ImGui::SetCursorPosY(std::max(ImGui::GetCursorPosY(), area.height - ui.theme.px(14) - line));
  figures(ui);
  if (!ui.narrow) switchButton(ui);
}

}  // namespace interleave
