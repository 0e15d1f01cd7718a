// The lock's state and each thread's, at the end of what is shown.
#include <numbers>

#include "ui/widgets.h"

namespace interleave {
namespace {

constexpr float kPi = std::numbers::pi_v<float>;

void padlock(const Ui& ui, bool present, bool locked, ImU32 color) {
  const float size = ImGui::GetTextLineHeight() + ui.theme.px(2);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::Dummy({size, size});
  if (!present) color = ui.theme.colors().border;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float line = std::max(1.5f, size * 0.1f);
  const ImVec2 low{at.x + size * 0.18f, at.y + size * 0.46f};
  const ImVec2 high{at.x + size * 0.82f, at.y + size * 0.95f};
  draw.AddRectFilled(low, high, color, size * 0.1f);
  // The shackle: closed over the body, or swung to the side.
  const float radius = size * 0.2f;
  const ImVec2 centre{at.x + size * (locked ? 0.5f : 0.66f), at.y + size * 0.3f};
  draw.PathArcTo(centre, radius, kPi, 2 * kPi);
  if (locked) draw.PathLineTo({centre.x + radius, low.y});
  draw.PathStroke(color, 0, line);
  draw.AddLine({centre.x - radius, centre.y}, {centre.x - radius, low.y}, color, line);
}

std::string lettersOf(const std::vector<std::size_t>& tasks) {
  std::string letters;
  for (const std::size_t task : tasks) {
    if (!letters.empty()) letters += ", ";
    letters += taskLetter(task);
  }
  return letters;
}

void drawLock(const Ui& ui, const Standing& standing, const Settings& settings) {
  const Palette& p = ui.theme.colors();
  const bool present = settings.lock != LockKind::none;
  padlock(ui, present, standing.lockOwner.has_value(), standing.lockOwner ? Theme::thread(*standing.lockOwner) : p.muted);
  ImGui::SameLine(0, ui.theme.px(8));
  if (!present) {
    mutedText(ui, "There is no lock");
    return;
  }
  std::string words = standing.lockOwner ? std::string("locked, held by ") + taskLetter(*standing.lockOwner) : "unlocked";
  if (!standing.waiters.empty()) words += "; waiting: " + lettersOf(standing.waiters);
  text(words);
}

void drawTask(const Ui& ui, std::size_t task, const Standing& standing, const Settings& settings) {
  const TaskStanding& each = standing.tasks[task];
  const Transaction& transaction = settings.transactions[task];
  badge(ui, task);
  ImGui::SameLine(0, ui.theme.px(8));
  text(transaction.label);
  ImGui::SameLine(0, ui.theme.px(8));
  {
    WithFont font(ui.theme.mono());
    mutedText(ui, formatAmount(transaction.amount));
  }
  ImGui::SameLine(0, ui.theme.px(12));
  std::string words = describe(each, standing, settings);
  if (transaction.times > 1) {
    words += "; " + formatMoney(each.updatesDone) + " of " + formatMoney(transaction.times) + " updates";
  }
  mutedText(ui, words);
}

}  // namespace

void drawThreads(Ui& ui, const Area& area) {
  Panel panel(ui, "Threads", area);
  if (!ui.narrow) panelTitle(ui, "Lock and threads");
  const Standing& standing = ui.state.shown.standing;
  const Settings& settings = ui.app.shownSettings();
  if (standing.tasks.size() != settings.transactions.size()) return;
  ImGui::BeginChild("list", {0, 0}, 0, ImGuiWindowFlags_NavFlattened);
  drawLock(ui, standing, settings);
  for (std::size_t task = 0; task < standing.tasks.size(); ++task) drawTask(ui, task, standing, settings);
  touchScroll(ui);
  ImGui::EndChild();
}

}  // namespace interleave
