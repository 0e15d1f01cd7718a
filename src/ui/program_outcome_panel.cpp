// The sentence that says what the program's schedule comes to, and the figures below it: step, values, grade.
#include <algorithm>

#include "text/format.h"
#include "ui/figures.h"
#include "ui/program_panels.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

// The first fault, while nothing of the program can be shown.
std::string faultSentence(const UserProgram& program) {
  if (program.faults().empty()) return "Reading the program...";
  return capitalized(lang::messageOf(program.faults().front(), program.source())) + ".";
}

std::string sentenceOf(const UserProgram& program) { return program.playable() ? program.sentence() : faultSentence(program); }

std::string allValues(const std::vector<walk::Variable>& values) {
  std::string all;
  for (const walk::Variable& each : values) all += (all.empty() ? "" : "\n") + variableText(each);
  return all;
}

// As many as fit; how many more there are, with all of them in the tooltip.
void drawValues(const Ui& ui, const std::vector<walk::Variable>& values, float room) {
  std::size_t shown = 0;
  for (; shown < values.size(); ++shown) {
    const float width = figureWidth(ui, values[shown].name, values[shown].value);
    const bool last = shown + 1 == values.size();
    if (width + (last ? 0 : wordsWidth("+10") + ui.theme.px(kFigureGap)) > room) break;
    figure(ui, values[shown].name, values[shown].value);
    room -= width;
  }
  if (shown == values.size()) return;
  mutedText(ui, shown == 0 ? formatCount(values.size(), "variable") : "+" + std::to_string(values.size() - shown));
  tooltip(ui, allValues(values).c_str());
  ImGui::SameLine(0, ui.theme.px(kFigureGap));
}

void drawFigures(const Ui& ui) {
  const UserProgram& program = ui.app.userProgram();
  const walk::ProgramSchedule& schedule = program.schedule();
  const std::string step = formatNumber(schedule.at()) + (ui.narrow ? "/" : " of ") + formatNumber(schedule.schedule().size());
  figure(ui, "step", step);
  const auto grade = program.grade();
  const float judgement = grade ? gradeWidth(ui, *grade, true) : 0;
  drawValues(ui, schedule.state().values, ImGui::GetContentRegionAvail().x - judgement);
  if (grade) return gradeSign(ui, *grade, true);
  ImGui::NewLine();
}

// While the text has faults: that what is shown is of the one before.
void drawOlder(const Ui& ui) {
  const UserProgram& program = ui.app.userProgram();
  WithFont font(ui.theme.small());
  const std::string words = formatCount(program.faults().size(), "fault") + " in the code: all this is of the text before";
  const float x = ImGui::GetWindowWidth() - ui.theme.px(16) - wordsWidth(words);
  ImGui::SameLine(std::max(ui.theme.px(16), x));
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float pad = ui.theme.px(8);
  ImGui::GetWindowDrawList()->AddRectFilled({at.x - pad, at.y - ui.theme.px(2)},
                                            {at.x + wordsWidth(words) + pad, at.y + ImGui::GetTextLineHeight() + ui.theme.px(2)},
                                            ui.theme.colors().notice, ui.theme.px(4));
  WithColor color(ImGuiCol_Text, ui.theme.colors().onNotice);
  text(words);
}

}  // namespace

float programOutcomeHeight(const Ui& ui, float width, int leastLines) {
  return heightWithSentence(ui, sentenceOf(ui.app.userProgram()), width, leastLines);
}

void drawProgramOutcome(Ui& ui, const Area& area) {
  const UserProgram& program = ui.app.userProgram();
  Panel panel(ui, "Outcome", area);
  {
    OfOlderText pale(ui);
    outcomeSentence(ui, sentenceOf(program));
  }
  if (!program.playable()) return;
  const float line = ImGui::GetTextLineHeight();
  ImGui::SetCursorPosY(std::max(ImGui::GetCursorPosY(), area.height - ui.theme.px(14) - line));
  const float top = ImGui::GetCursorPosY();
  {
    OfOlderText pale(ui);
    drawFigures(ui);
  }
  if (program.current() || program.faults().empty()) return;
  ImGui::SetCursorPosY(top);
  ImGui::Dummy({0, line});
  drawOlder(ui);
}

}  // namespace interleave
