// Keys for the frequent actions, and those of the schedule. Inactive while text is typed or a menu is
// open.
#include <imgui_internal.h>

#include <algorithm>
#include <array>

#include "ui/panel_set.h"

namespace interleave {
namespace {

constexpr std::array kCursorKeys = {ImGuiKey_LeftArrow, ImGuiKey_RightArrow, ImGuiKey_Home, ImGuiKey_End};

bool pressed(ImGuiKey key) { return ImGui::IsKeyPressed(key, false); }
bool pressedOrHeld(ImGuiKey key) { return ImGui::IsKeyPressed(key, true); }

bool contains(const Area& area, ImVec2 point) {
  return point.x >= area.x && point.x < area.x + area.width && point.y >= area.y && point.y < area.y + area.height;
}

// The schedule has the keys while its panel was pressed last, or after the page has begun to show it.
void giveKeys(Ui& ui, bool popup) {
  ScheduleKeys& keys = ui.state.scheduleKeys;
  const bool scheduleShown = panelSet(ui).showsSchedule(ui);
  if (scheduleShown != keys.shown) keys.on = scheduleShown;
  keys.shown = scheduleShown;
  if (!popup && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) keys.on = contains(keys.area, ImGui::GetMousePos());
  if (pressed(ImGuiKey_Escape) || keys.area.width == 0) keys.on = false;
  if (!keys.on) return;
  // Otherwise they would act on the next control, too.
  for (const ImGuiKey key : kCursorKeys) ImGui::SetKeyOwner(key, ImGui::GetID("schedule"));
}

// Of the schedule, where that has something to take back; else of what is set.
void takeBackKeys(Ui& ui) {
  const bool again = pressedOrHeld(ImGuiKey_Y) || (pressedOrHeld(ImGuiKey_Z) && ImGui::GetIO().KeyShift);
  const bool back = pressedOrHeld(ImGuiKey_Z) && !again;
  if (!again && !back) return;
  if (panelSet(ui).takeBack(ui, again)) return;
  again ? ui.app.redo() : ui.app.undo();
}

// The timeline has the keys while it was pressed last or is under the pointer.
void giveTimelineKeys(Ui& ui, bool popup) {
  TimelineState& timeline = ui.state.timeline;
  if (!popup && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) timeline.keys = contains(timeline.area, ImGui::GetMousePos());
}

// One letter has two meanings: while a program runs, S stops it.
bool stops(const Ui& ui) {
  const TimelineState& timeline = ui.state.timeline;
  return (ui.app.runs().running() || ui.app.runs().looping()) && !timeline.keys && !timeline.hovered;
}

// Whether the schedule has used a letter.
bool letterKeys(Ui& ui) {
  if (!ui.state.scheduleKeys.on && !ImGui::GetIO().KeyShift) return false;
  const std::size_t tasks = ui.app.document().settings().program.transactions.size();
  for (std::size_t task = 0; task < tasks; ++task) {
    if (!pressed(static_cast<ImGuiKey>(ImGuiKey_A + static_cast<int>(task)))) continue;
    ui.app.scheduler().step(task);
    return true;
  }
  return false;
}

void cursorKeys(Ui& ui) {
  if (!ui.state.scheduleKeys.on) return;
  Scheduler& scheduler = ui.app.scheduler();
  const ScheduleCursor& cursor = scheduler.cursor();
  if (pressedOrHeld(ImGuiKey_LeftArrow) && cursor.at() > 0) scheduler.seek(cursor.at() - 1);
  if (pressedOrHeld(ImGuiKey_RightArrow) && !cursor.atEnd()) scheduler.seek(cursor.at() + 1);
  if (pressed(ImGuiKey_Home)) scheduler.seek(0);
  if (pressed(ImGuiKey_End)) scheduler.seek(cursor.schedule().size());
  if (pressedOrHeld(ImGuiKey_Backspace)) scheduler.undo();
}

}  // namespace

bool takeBackStep(Ui& ui, bool again) {
  Scheduler& scheduler = ui.app.scheduler();
  const bool scheduleShown = ui.state.scheduleKeys.on || ui.app.display().showsSchedule();
  if (!scheduleShown || !(again ? scheduler.cursor().canRedo() : scheduler.cursor().canUndo())) return false;
  again ? scheduler.redo() : scheduler.undo();
  return true;
}

bool accountKeys(Ui& ui) {
  if (letterKeys(ui)) return true;
  cursorKeys(ui);
  if (pressed(ImGuiKey_R)) ui.app.run();
  if (pressed(ImGuiKey_L)) ui.app.setLooping(!ui.app.runs().looping());
  if (stops(ui)) {
    if (pressed(ImGuiKey_S)) ui.app.stop();
    ui.moveKeys.out = {};
  }
  timelineKeys(ui);
  return false;
}

void takeKeys(Ui& ui, const Area& area) {
  ScheduleKeys& keys = ui.state.scheduleKeys;
  keys.area = area;
  if (!keys.on || ui.touch || ui.narrow) return;
  const float out = ui.theme.px(1);
  const ImVec2 low{area.x - out, area.y - out};
  const ImVec2 high{area.x + area.width + out, area.y + area.height + out};
  const float rounding = ImGui::GetStyle().WindowRounding + out;
  const float width = std::max(1.0f, ui.theme.px(2));
  ImGui::GetBackgroundDrawList()->AddRect(low, high, ui.theme.colors().muted, rounding, 0, width);
}

void handleKeys(Ui& ui) {
  const ImGuiIO& io = ImGui::GetIO();
  const bool popup = ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
  giveKeys(ui, popup);
  ui.state.scheduleKeys.area = {};
  giveTimelineKeys(ui, popup);
  if (io.WantTextInput || popup || io.KeyAlt) return;
  if (io.KeyCtrl || io.KeySuper) return takeBackKeys(ui);
  // The character and not the key, whose place differs between keyboards.
  if (io.InputQueueCharacters.contains('?')) ui.state.helpOpen = true;
  if (panelSet(ui).keys(ui)) return;
  if (pressed(ImGuiKey_C)) ui.app.sharing().copyLink();
  if (pressed(ImGuiKey_T)) ui.app.looks().cycle();
}

}  // namespace interleave
