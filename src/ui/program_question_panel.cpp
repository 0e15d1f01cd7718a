// A question about the program's states, and its answer.
#include <algorithm>
#include <cmath>

#include "text/format.h"
#include "ui/figures.h"
#include "ui/program_panels.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

constexpr const char* kFieldTip =
    "Looks for a schedule to a state in which this holds: an expression over the program's variables, such as\n"
    "account.balance < 0    len(queue) > 2 and not done    lock.locked()\n"
    "The simplest is followed at once: with the fewest preemptions, of those the shortest. A state in which a name is not bound "
    "yet does not match.";
constexpr const char* kMomentTip =
    "The state after any step counts, and the one before the first.\nPress to ask of endings alone";
constexpr const char* kEndTip =
    "A state counts in which no thread has a step left, deadlocks included.\nPress to ask of the states on the way, too";
constexpr float kLeastAnswer = 28;  // CSS pixels: a finger has to meet it
constexpr std::string_view kNothingAsked =
    "Is there a schedule where something holds? Ask with an expression over variables, such as x < 0.";

void drawProgress(Ui& ui, float width) {
  const ProgramAsking& asking = ui.app.userProgram().asking();
  const float gap = ui.theme.px(8);
  const float cancel = buttonWidth("Cancel");
  progressBar(ui, 0, formatCount(asking.progress().states.load(), "state"), width - cancel - gap);
  tooltip(ui, "Asking in every state: so many found so far");
  ImGui::SameLine(0, gap);
  if (button(ui, "Cancel###cancel asking", "Give up asking", {cancel, 0})) ui.app.userProgram().cancelAsking();
}

void drawAnswer(Ui& ui, float width) {
  UserProgram& program = ui.app.userProgram();
  const ProgramAsking& asking = program.asking();
  const QuestionAnswer* const answer = asking.answer();
  const bool found = answer != nullptr && answer->schedule;
  const bool asks = !asking.question().expression.empty();
  const std::string sentence = asks ? asking.sentence() : std::string(kNothingAsked);
  WithFont font(ui.theme.small());
  const std::string lines = inLines(sentence, width);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 size{width, std::max(wordsSize(lines).y, ui.theme.px(kLeastAnswer))};
  const bool pressed = ImGui::InvisibleButton("answer", size);
  noteItem(ui, "answer");
  const Palette& p = ui.theme.colors();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImVec2 high{at.x + size.x, at.y + size.y};
  if (found && ImGui::IsItemHovered()) draw.AddRectFilled(at, high, p.field, ui.theme.px(5));
  tooltip(ui, (sentence + (found ? "\nPress to follow this schedule" : "")).c_str());
  const ImU32 color = asking.isFaulty() ? p.bad : asks ? p.text : p.muted;
  drawWords(draw, at, color, lines);
  if (pressed && found) program.follow(*answer->schedule, answer->schedule->size());
}

}  // namespace

void drawProgramQuestion(Ui& ui, const Area& area) {
  Panel panel(ui, "Ask", area, ui.narrow ? Panel::kScrolls : Panel::kScrolls | ImGuiWindowFlags_NoBackground);
  if (saysUnplayable(ui)) return;
  UserProgram& program = ui.app.userProgram();
  Question question = program.asking().question();
  const float width = ImGui::GetContentRegionAvail().x;
  const float gap = ui.theme.px(6);
  const float choice = std::max(buttonWidth("at any moment"), buttonWidth("at the end"));
  bool asked = false;
  if (auto typed = expressionField(ui, "question", "A schedule where", question.expression, "A schedule where…",
                                   width - choice - gap, kFieldTip)) {
    question.expression = std::move(*typed);
    asked = true;
  }
  ImGui::SameLine(0, gap);
  const char* const label = question.atEnd ? "at the end###when" : "at any moment###when";
  if (button(ui, label, question.atEnd ? kEndTip : kMomentTip, {choice, 0})) {
    question.atEnd = !question.atEnd;
    asked = true;
  }
  if (asked) program.ask(std::move(question));
  if (program.asking().answering()) drawProgress(ui, width);
  else drawAnswer(ui, width);
  touchScroll(ui);
}

}  // namespace interleave
