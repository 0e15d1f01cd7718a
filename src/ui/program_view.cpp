#include "ui/program_view.h"

#include <algorithm>

#include "ui/program_panels.h"
#include "ui/widgets.h"
#include "walk/program_tree.h"

namespace interleave {
namespace {

constexpr float kPale = 0.55f;  // opacity
constexpr float kSignGap = 4;

// Two explorations of which this is the same have the same table. Comparing this is much less than making a table of thousands of rows.
std::string signatureOf(const ProgramExploration* exploration) {
  if (exploration == nullptr) return {};
  std::string signature = std::to_string(exploration->states) + " " + exploration->schedules + " " +
                          std::to_string(exploration->endings.size()) + (exploration->complete ? " complete" : " cut short");
  if (exploration->endings.empty()) return signature;
  for (const ProgramEnding* const each : {&exploration->endings.front(), &exploration->endings.back()}) {
    signature += "\n" + nameOf(each->ending) + " " + each->schedules + " " + each->example + " " + each->simplest;
  }
  return signature;
}

std::optional<std::size_t> rowOf(const ProgramExploration& exploration, const walk::ProgramSchedule& schedule) {
  const std::string& letters = schedule.schedule();
  const auto ending = schedule.ending();
  for (std::size_t i = 0; i < exploration.endings.size(); ++i) {
    const ProgramEnding& each = exploration.endings[i];
    const bool follows = !letters.empty() && (letters == each.simplest || letters == each.example);
    if (ending ? *ending == each.ending : follows) return i;
  }
  const auto& endless = exploration.endless;
  if (endless && letters.starts_with(endless->schedule + endless->cycle)) return exploration.endings.size();
  return std::nullopt;
}

void updateRow(const UserProgram& program, ProgramView& view) {
  const walk::ProgramSchedule& schedule = program.schedule();
  if (view.rowOf != schedule.schedule()) view.row.reset();
  view.rowOf = schedule.schedule();
  if (program.exploration() == nullptr) view.row.reset();
  else if (!view.row) view.row = rowOf(*program.exploration(), schedule);
}

}  // namespace

void updateProgramView(const UserProgram& program, ProgramView& view) {
  if (view.version == program.version()) return;
  view.version = program.version();
  view.console = {};
  if (!program.playable()) {
    view.table = {};
    view.tableOf = {};
    view.lanes = {};
    ++view.tableNumber;
    return;
  }
  const walk::ProgramSchedule& schedule = program.schedule();
  view.lanes = walk::lanesOf(schedule.tracks(), schedule.steps(), schedule.locks(), schedule.histories());
  std::string signature = signatureOf(program.exploration());
  if (signature != view.tableOf) {
    view.table = program.exploration() != nullptr ? programTable(*program.exploration()) : ProgramTable();
    view.tableOf = std::move(signature);
    ++view.tableNumber;
    view.row.reset();
  }
  updateRow(program, view);
}

bool saysUnplayable(const Ui& ui) {
  if (ui.app.userProgram().playable()) return false;
  ImGui::PushTextWrapPos(0);
  mutedText(ui, "The program has faults, and cannot be run yet. The code shows where.");
  ImGui::PopTextWrapPos();
  return true;
}

OfOlderText::OfOlderText(const Ui& ui) : pale_(ui.app.userProgram().playable() && !ui.app.userProgram().current()) {
  if (pale_) ImGui::PushStyleVar(ImGuiStyleVar_Alpha, kPale);
}

OfOlderText::~OfOlderText() {
  if (pale_) ImGui::PopStyleVar();
}

void gradeSign(const Ui& ui, Grade grade, bool words) {
  verdictSign(ui, walk::asVerdict(grade));
  if (!words) return tooltip(ui, std::string(nameOf(grade)).c_str());
  ImGui::SameLine(0, ui.theme.px(kSignGap));
  WithColor color(ImGuiCol_Text, verdictColor(ui.theme.colors(), walk::asVerdict(grade)));
  WithFont font(ui.theme.strong());
  text(nameOf(grade));
}

float gradeWidth(const Ui& ui, Grade grade, bool words) {
  const float sign = ImGui::GetTextLineHeight();
  if (!words) return sign;
  WithFont font(ui.theme.strong());
  return sign + ui.theme.px(kSignGap) + wordsWidth(nameOf(grade));
}

std::vector<const walk::ThreadState*> byLetter(const walk::State& state) {
  std::vector<const walk::ThreadState*> threads;
  for (const walk::ThreadState& thread : state.threads) threads.push_back(&thread);
  std::ranges::sort(threads, {}, [](const walk::ThreadState* thread) { return thread->letter; });
  return threads;
}

std::string variableText(const walk::Variable& variable) { return variable.name + " " + variable.value; }

}  // namespace interleave
