// Every choice of a program: the tree of its schedules, or the states by level if there are too many.
#include <algorithm>
#include <array>

#include "explore/decimal.h"
#include "text/format.h"
#include "text/utf8.h"
#include "ui/program_panels.h"
#include "ui/tree_picture.h"
#include "ui/widgets.h"
#include "walk/ending_words.h"

namespace interleave {
namespace {

constexpr std::size_t kLettersOfLabel = 12;

std::size_t endingOf(const ScheduleTree::Node& leaf) { return static_cast<std::size_t>(leaf.value); }

// The values that differ from ending to ending.
std::string programTreeLabel(const Ui& ui, const ScheduleTree::Node& leaf) {
  const ProgramTable& table = ui.state.program.table;
  const ProgramTable::Row& row = table.rows[endingOf(leaf)];
  if (!row.faults.empty()) return "error";
  std::string words;
  for (std::size_t i = 0; i < std::min(row.values.size(), std::max<std::size_t>(1, table.differing)); ++i)
    words += (i == 0 ? "" : ", ") + (row.values[i].empty() ? "–" : row.values[i]);
  return shortened(words.empty() ? "ends" : words, kLettersOfLabel);
}

std::string programTreeWords(Ui& ui, std::size_t index) {
  UserProgram& program = ui.app.userProgram();
  const ScheduleTree::Node& node = program.choices().tree()->nodes()[index];
  if (!node.leaf()) return program.choices().valuesAt(index);
  const ProgramEnding& ending = program.exploration()->endings[endingOf(node)];
  const std::string words = walk::endingWords(ending.ending);
  if (ending.grade == Grade::deadlock) return "deadlock, " + words;
  return "ends with " + words + ": " + std::string(nameOf(ending.grade));
}

std::string totalsOf(const ScheduleTree& tree, const ProgramExploration& exploration) {
  static constexpr std::array<const char*, 5> kNames = {"as expected", "in another order", "wrong", "with an error", "stuck"};
  std::array<std::uint64_t, kNames.size()> totals{};
  for (const std::uint32_t end : tree.ends())
    ++totals[static_cast<std::size_t>(exploration.endings[endingOf(tree.nodes()[end])].grade)];
  std::string words = formatCount(tree.leaves(), "schedule");
  for (std::size_t grade = 0; grade < totals.size(); ++grade) {
    if (totals[grade] > 0) words += ", " + formatNumber(totals[grade]) + " " + kNames[grade];
  }
  return words;
}

// Why there is no tree, and of what the levels are.
std::string totalsOf(const ProgramExploration& exploration) {
  std::string words;
  if (!exploration.complete) words = "Not every schedule is known";
  else if (exploration.endless) words = "Executions can go on for ever";
  else if (!isDecimal(exploration.schedules)) words = "The schedules are not counted";
  else words = formatDecimal(exploration.schedules) + " schedules: too many to draw";
  words += ". States after so many steps (log scale)";
  if (exploration.likeAsOne) words += ", those that differ in the names of like threads counted as one";
  if (exploration.levels.complete) return words + ":";
  std::uint64_t states = 0;
  for (const StepLevel& level : exploration.levels.levels) states += level.states;
  return words + ", of the first " + formatNumber(states) + " states:";
}

// Along the present schedule if that leads there; then the steps after the cursor are kept.
void goTo(UserProgram& program, const std::string& schedule) {
  if (program.schedule().schedule().starts_with(schedule)) program.seek(schedule.size());
  else program.follow(schedule, schedule.size());
}

}  // namespace

void drawProgramTree(Ui& ui, const Area& area) {
  Panel panel(ui, "Tree", area, ui.narrow ? Panel::kFixed : Panel::kFixed | ImGuiWindowFlags_NoBackground);
  if (ui.narrow) takeKeys(ui, area);
  if (saysUnplayable(ui)) return;
  OfOlderText pale(ui);
  UserProgram& program = ui.app.userProgram();
  const ProgramExploration* const exploration = program.exploration();
  if (exploration == nullptr) return mutedText(ui, "The tree is drawn once every schedule has been explored.");
  ProgramChoices& choices = program.choices();
  if (choices.work()) ui.state.moving = true;
  if (ui.state.tree.version != choices.version()) ui.state.tree = {.version = choices.version()};
  const walk::ProgramSchedule& schedule = program.schedule();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.theme.px(8), ui.theme.px(4)});
  if (const ScheduleTree* tree = choices.tree()) {
    const auto wanted = drawTreePicture(
        ui, {*tree, schedule.schedule(), schedule.at(), totalsOf(*tree, *exploration), programTreeLabel, programTreeWords});
    if (wanted) goTo(program, *wanted);
  } else if (!choices.making()) {
    const auto wanted = drawLevelPicture(ui, {exploration->levels.levels, schedule.at(), totalsOf(*exploration)});
    if (wanted) program.seek(std::min(*wanted, schedule.schedule().size()));
  }
  ImGui::PopStyleVar();
}

}  // namespace interleave
