// The lock's state and each thread's, at the end of what is shown.
#include "text/format.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

// "locked, held by A".
std::string lockWords(const ThreadStates& states, std::size_t account) {
  const std::vector<std::size_t>& holders = states.holders[account];
  return holders.empty() ? "unlocked" : "locked, held by " + lettersOf(holders);
}

void drawLock(const Ui& ui, const ThreadStates& states, const AccountProgram& program) {
  const Palette& p = ui.theme.colors();
  const bool present = acquires(program.lock);
  const auto owner = states.lockOwner();
  padlock(ui, present, owner.has_value(), owner ? Theme::thread(*owner) : p.muted);
  ImGui::SameLine(0, ui.theme.px(8));
  if (!present) {
    mutedText(ui, "There is no lock");
    return;
  }
  std::string words;
  for (std::size_t account = 0; account < states.holders.size(); ++account) {
    if (account > 0) words += "; ";
    if (states.holders.size() > 1) words += ordinalOf(account) + " ";
    words += lockWords(states, account);
  }
  if (!states.waiters.empty()) words += "; waiting: " + lettersOf(states.waiters);
  text(words);
}

void drawTask(const Ui& ui, std::size_t task, const ThreadStates& states, const AccountProgram& program) {
  const ThreadState& each = states.tasks[task];
  const Transaction& transaction = program.transactions[task];
  badge(ui, task);
  ImGui::SameLine(0, ui.theme.px(8));
  text(transaction.label);
  ImGui::SameLine(0, ui.theme.px(8));
  {
    WithFont font(ui.theme.mono());
    mutedText(ui, formatSigned(transaction.amount));
  }
  ImGui::SameLine(0, ui.theme.px(12));
  // In a schedule there is no time to sleep.
  const bool holds = ui.app.display().showsSchedule() && each.state == TaskState::sleeping && each.copy;
  std::string words = holds ? "holds copy " + formatNumber(*each.copy) : describe(each, states, program);
  if (transaction.times > 1) {
    words += "; " + formatNumber(each.updatesDone) + " of " + formatNumber(transaction.times) + " updates";
  }
  mutedText(ui, words);
}

// Whether the accesses to the balance in the shown trace are ordered, and by what.
void drawRaces(const Ui& ui) {
  const Report* report = ui.app.display().report();
  if (report == nullptr || ui.app.display().live()) return;
  ImGui::Spacing();
  ImGui::PushTextWrapPos(0);
  mutedText(ui, report->races.words);
  ImGui::PopTextWrapPos();
}

}  // namespace

void drawThreads(Ui& ui, const Area& area) {
  Panel panel(ui, "Threads", area, ui.narrow ? Panel::kFixed : Panel::kFixed | ImGuiWindowFlags_NoBackground);
  const ThreadStates& states = ui.state.shown.states;
  const AccountProgram& program = ui.app.display().settings().program;
  if (states.tasks.size() != program.transactions.size()) return;
  ImGui::BeginChild("list", {0, 0}, 0, ImGuiWindowFlags_NavFlattened);
  drawLock(ui, states, program);
  for (std::size_t task = 0; task < states.tasks.size(); ++task) drawTask(ui, task, states, program);
  drawRaces(ui);
  touchScroll(ui);
  ImGui::EndChild();
}

}  // namespace interleave
