// Every choice: the tree of schedules, or the states by level if there are too many.
#include <algorithm>
#include <array>

#include "text/format.h"
#include "trace/verdict.h"
#include "ui/tree_picture.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

std::string label(const Ui& /*ui*/, const ScheduleTree::Node& node) { return formatNumber(node.value); }

std::string about(Ui& ui, std::size_t index) {
  const ScheduleTree::Node& node = ui.app.scheduler().choices().tree()->nodes()[index];
  const std::string balance = formatNumber(node.value);
  if (node.verdict == Verdict::deadlock) return "deadlock, balance " + balance;
  return node.leaf() ? "ends at " + balance + ": " + std::string(verdictName(node.verdict)) : "balance " + balance;
}

std::string totalsOf(const ScheduleTree& tree) {
  std::array<std::uint64_t, kVerdicts> totals{};
  for (const std::uint32_t end : tree.ends()) ++totals[static_cast<std::size_t>(tree.nodes()[end].verdict)];
  std::string words = formatCount(tree.leaves(), "schedule");
  const auto add = [&](Verdict verdict, const char* name) {
    const std::uint64_t total = totals[static_cast<std::size_t>(verdict)];
    if (total > 0) words += ", " + formatNumber(total) + " " + name;
  };
  add(Verdict::expected, "as expected");
  add(Verdict::chance, "right by chance");
  add(Verdict::order, "in another order");
  add(Verdict::gaveUp, "with an update given up");
  add(Verdict::wrong, "wrong");
  add(Verdict::deadlock, "stuck");
  return words;
}

// Along the present schedule if that leads there; then the steps after the cursor are kept.
void goTo(Ui& ui, const std::string& schedule) {
  Scheduler& scheduler = ui.app.scheduler();
  if (scheduler.cursor().schedule().starts_with(schedule)) scheduler.seek(schedule.size());
  else scheduler.follow(schedule, schedule.size());
}

std::string totalsOf(const Ui& ui, const LevelGraph& levels) {
  const Exploration* exploration = ui.app.outcomes().tableIsCurrent() ? ui.app.outcomes().exploration() : nullptr;
  const std::string schedules = exploration != nullptr && exploration->complete
                                    ? formatDecimal(exploration->schedules) + " schedules"
                                    : "More than " + formatNumber(limits::kMaxTreeSchedules) + " schedules";
  const std::string words = schedules + ": too many to draw. States after so many steps (log scale)";
  if (!levels.done()) return words + ", so far:";
  return words + (levels.complete() ? ":" : ", of the first " + formatNumber(limits::kMaxLevelStates) + " states:");
}

}  // namespace

void drawTree(Ui& ui, const Area& area) {
  Panel panel(ui, "Tree", area, ui.narrow ? Panel::kFixed : Panel::kFixed | ImGuiWindowFlags_NoBackground);
  if (ui.narrow) {
    takeKeys(ui, area);
    drawScheduleState(ui, false);
  }
  Scheduler& scheduler = ui.app.scheduler();
  Choices& choices = scheduler.choices();
  if (choices.work()) ui.state.moving = true;
  if (ui.state.tree.version != choices.version()) ui.state.tree = {.version = choices.version()};
  const ScheduleCursor& cursor = scheduler.cursor();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.theme.px(8), ui.theme.px(4)});
  if (const ScheduleTree* tree = choices.tree()) {
    const auto wanted = drawTreePicture(ui, {*tree, cursor.schedule(), cursor.at(), totalsOf(*tree), label, about});
    if (wanted) goTo(ui, *wanted);
  } else if (const LevelGraph* levels = choices.levels()) {
    const auto wanted = drawLevelPicture(ui, {levels->levels(), cursor.at(), totalsOf(ui, *levels)});
    if (wanted) scheduler.seek(std::min(*wanted, cursor.schedule().size()));
  }
  ImGui::PopStyleVar();
}

}  // namespace interleave
