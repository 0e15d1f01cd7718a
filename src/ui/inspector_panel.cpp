// A lock by itself: the reader makes, acquires and releases it, and a second thread waits for it.
#include <algorithm>

#include "ui/widgets.h"

namespace interleave {
namespace {

using Who = LockInspector::Who;

constexpr float kColumn = 92;

// The two threads have the colours of the first two threads of a run.
ImU32 colorOf(Who who, const Palette& p) { return who == Who::nobody ? p.muted : Theme::thread(who == Who::main ? 0 : 1); }

void drawState(Ui& ui) {
  const LockInspector& lock = ui.app.lesson().inspector();
  padlock(ui, lock.made(), lock.owner() != Who::nobody, colorOf(lock.owner(), ui.theme.colors()));
  ImGui::SameLine(0, ui.theme.px(8));
  WithFont font(ui.theme.strong());
  ImGui::PushTextWrapPos(0);
  text(lock.words());
  ImGui::PopTextWrapPos();
}

void drawMakers(Ui& ui) {
  const float gap = ui.theme.px(6);
  if (button(ui, "New lock", "lock = Lock(), std::mutex: unlocked")) ui.app.lesson().use(LockAction::make);
  ImGui::SameLine(0, gap);
  if (button(ui, "New recursive lock", "lock = RLock(), std::recursive_mutex: its owner may acquire it again")) {
    ui.app.lesson().use(LockAction::makeRecursive);
  }
}

void drawThreadRow(Ui& ui, const char* name, std::size_t color, LockAction acquire, LockAction release, bool busy) {
  const float height = ImGui::GetFrameHeight();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::GetWindowDrawList()->AddRectFilled({at.x, at.y + ui.theme.px(4)},
                                            {at.x + ui.theme.px(4), at.y + height - ui.theme.px(4)}, Theme::thread(color),
                                            ui.theme.px(2));
  const float left = ImGui::GetCursorPosX();
  ImGui::SetCursorPosX(left + ui.theme.px(10));
  ImGui::AlignTextToFramePadding();
  text(name);
  ImGui::SameLine(left + ui.theme.px(kColumn) + ui.theme.px(8));
  ImGui::BeginDisabled(!ui.app.lesson().inspector().made() || busy);
  const std::string of = std::string(", ") + name;
  if (button(ui, ("acquire()###acquire" + of).c_str(), "Lock it, or wait until it is unlocked")) ui.app.lesson().use(acquire);
  ImGui::SameLine(0, ui.theme.px(6));
  if (button(ui, ("release()###release" + of).c_str(), "Unlock it, and let one that waits go on")) ui.app.lesson().use(release);
  ImGui::EndDisabled();
}

}  // namespace

void drawLockInspector(Ui& ui, const Area& area) {
  Panel panel(ui, "Lock", area, ui.narrow ? Panel::kScrolls : Panel::kScrolls | ImGuiWindowFlags_NoBackground);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.theme.px(8), ui.theme.px(6)});
  const LockInspector& lock = ui.app.lesson().inspector();
  drawMakers(ui);
  drawState(ui);
  drawThreadRow(ui, "main thread", 0, LockAction::acquire, LockAction::release, false);
  drawThreadRow(ui, "other thread", 1, LockAction::acquireOnOther, LockAction::releaseOnOther,
                lock.otherWaits() || lock.otherBusy());
  WithFont font(ui.theme.small());
  ImGui::PushTextWrapPos(0);
  // The newest first, so that the effect of a press is in sight.
  for (auto words = lock.log().rbegin(); words != lock.log().rend(); ++words) {
    if (words == lock.log().rbegin()) text(*words);
    else mutedText(ui, *words);
  }
  ImGui::PopTextWrapPos();
  touchScroll(ui);
  ImGui::PopStyleVar();
}

}  // namespace interleave
