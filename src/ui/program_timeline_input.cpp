// How the picture of a program's schedule is moved: its bar, presses, drags, the wheel, fingers, keys.
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/program_panels.h"
#include "ui/program_timeline.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

constexpr double kButtonStep = 1.6;
constexpr double kWheelStep = 1.2;
constexpr double kPanSteps = 0.15;  // of what is in sight
constexpr double kHeldZoom = 3;  // in a second
constexpr double kHeldPan = 0.9;
constexpr float kLeast = 13;  // CSS pixels for a step, until the user zooms
constexpr float kMost = 110;
constexpr float kClosest = 160;
constexpr float kFarthest = 1.5f;
constexpr std::array<std::size_t, 6> kRooms = {8, 12, 16, 20, 24, 32};

// The steps for which the axis has room: more than there are, so that the columns do not change with each.
std::size_t roomFor(std::size_t steps) {
  for (const std::size_t room : kRooms) {
    if (steps <= room) return room;
  }
  return (steps + 15) / 16 * 16;
}

void keepWithin(StepsView& view, double width, std::size_t steps) {
  const double most = std::max(0.0, static_cast<double>(steps) - width / view.shownPerStep());
  view.from = std::clamp(view.from, 0.0, most);
}

void zoom(const Ui& ui, StepsView& view, double factor, double atStep) {
  const double before = view.shownPerStep();
  view.perStep =
      std::clamp(before * factor, static_cast<double>(ui.theme.px(kFarthest)), static_cast<double>(ui.theme.px(kClosest)));
  // What is at that step stays where it is.
  view.from = atStep - (atStep - view.from) * before / view.perStep;
}

double middleOf(const StepsGeometry& g) { return g.step((g.left + g.right) / 2); }

void seekTo(Ui& ui, const StepsGeometry& g, float x) {
  // A press on a step goes to right after it.
  const double step = std::ceil(g.step(x));
  const auto wanted = static_cast<std::size_t>(std::clamp(step, 0.0, static_cast<double>(g.steps)));
  if (wanted != ui.app.userProgram().schedule().at()) ui.app.userProgram().seek(wanted);
}

void drag(Ui& ui, StepsView& view, const StepsGeometry& g) {
  const ImGuiIO& io = ImGui::GetIO();
  const bool down = ImGui::IsItemActive() && ui.pinch == 1;
  // A finger that goes up or down scrolls the lanes.
  if (ImGui::IsItemActivated()) view.dragging = !ui.touch || !g.scrolls();
  if (down && !view.dragging && ImGui::IsMouseDragging(ImGuiMouseButton_Left, ui.theme.px(6))) {
    const ImVec2 moved = ImGui::GetMouseDragDelta(ImGuiMouseButton_Left);
    if (std::abs(moved.y) > std::abs(moved.x)) ImGui::SetScrollY(ImGui::GetScrollY() - io.MouseDelta.y);
    else view.dragging = true;
  }
  const bool tapped = ImGui::IsItemDeactivated() && !view.dragging &&
                      io.MouseDragMaxDistanceSqr[ImGuiMouseButton_Left] < ui.theme.px(6) * ui.theme.px(6);
  if ((down && view.dragging) || tapped) seekTo(ui, g, io.MousePos.x);
  if (!ImGui::IsItemActive()) view.dragging = false;
}

void wheel(Ui& ui, StepsView& view, const StepsGeometry& g) {
  const ImGuiIO& io = ImGui::GetIO();
  const double at = g.step(io.MousePos.x);
  const double inSight = static_cast<double>(g.right - g.left) / g.perStep;
  if (ui.pinch != 1) zoom(ui, view, static_cast<double>(ui.pinch), at);
  const float across = io.MouseWheelH + (io.KeyShift ? io.MouseWheel : 0);
  if (across != 0) view.from -= static_cast<double>(across) * kPanSteps * inSight;
  if (io.MouseWheel == 0 || io.KeyShift) return;
  if (g.scrolls() && !io.KeyCtrl) ImGui::SetScrollY(ImGui::GetScrollY() - io.MouseWheel * ui.theme.px(40));
  else zoom(ui, view, io.MouseWheel > 0 ? kWheelStep : 1 / kWheelStep, at);
}

// W, A, S, D by their place on the keyboard zoom and pan, as in the account's timeline.
void heldKeys(Ui& ui, StepsView& view, const StepsGeometry& g) {
  if (ui.state.scheduleKeys.on || ImGui::GetIO().WantTextInput || !ui.moveKeys.any()) return;
  const MoveKeys& keys = ui.moveKeys;
  const double time = static_cast<double>(ImGui::GetIO().DeltaTime);
  const double inSight = static_cast<double>(g.right - g.left) / g.perStep;
  const auto on = [](const MoveKey& key) { return key.pressed || key.held > 0 ? 1.0 : 0.0; };
  const double zooms = on(keys.in) - on(keys.out);
  if (zooms != 0) zoom(ui, view, 1 + zooms * kHeldZoom * time / 2, middleOf(g));
  view.from += (on(keys.right) - on(keys.left)) * kHeldPan * time * inSight;
  ui.state.moving = true;
}

// All steps as a strip, with what is in sight framed.
void drawMinimap(Ui& ui, const StepsGeometry& g, const Area& bar) {
  StepsView& view = ui.state.program.steps;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const Palette& p = ui.theme.colors();
  const double inSight = static_cast<double>(g.right - g.left) / g.perStep;
  if (inSight >= static_cast<double>(g.steps)) {
    WithFont font(ui.theme.small());
    const char* const words = ui.touch ? "Tap or drag to move the cursor, pinch to look closer"
                                       : "Press or drag to move the cursor, scroll to look closer";
    if (wordsWidth(words) <= bar.width)
      draw.AddText({bar.x, std::round(bar.y + (bar.height - ImGui::GetTextLineHeight()) / 2)}, p.muted, words);
    return;
  }
  ImGui::SetCursorScreenPos({bar.x, bar.y});
  ImGui::PushItemFlag(ImGuiItemFlags_NoNav, true);
  ImGui::InvisibleButton("minimap", {bar.width, bar.height});
  ImGui::PopItemFlag();
  noteItem(ui, "minimap");
  if (!ImGui::IsItemActive()) tooltip(ui, "All of the schedule: what is framed is shown below. Press or drag to move there");
  const double perPixel = static_cast<double>(g.steps) / static_cast<double>(bar.width);
  if (ImGui::IsItemActive()) view.from = static_cast<double>(ImGui::GetMousePos().x - bar.x) * perPixel - inSight / 2;
  const std::string& schedule = ui.app.userProgram().schedule().schedule();
  const float inset = ui.theme.px(6);
  for (float x = 0; x < bar.width; x += 1) {
    const auto step = std::min(schedule.size() - 1, static_cast<std::size_t>(static_cast<double>(x) * perPixel));
    draw.AddRectFilled({bar.x + x, bar.y + inset}, {bar.x + x + 1, bar.y + bar.height - inset},
                       withAlpha(letterColor(ui, schedule[step]), 0xB0));
  }
  const auto left = bar.x + static_cast<float>(view.from / perPixel);
  const auto right = std::max(left + ui.theme.px(4), bar.x + static_cast<float>((view.from + inSight) / perPixel));
  draw.AddRect({left, bar.y + 1}, {std::min(right, bar.x + bar.width), bar.y + bar.height - 1}, p.text, ui.theme.px(3), 0,
               std::max(1.0f, ui.theme.px(1)));
  const float cursor =
      std::round(bar.x + static_cast<float>(static_cast<double>(ui.app.userProgram().schedule().at()) / perPixel));
  draw.AddRectFilled({cursor, bar.y}, {cursor + ui.theme.px(1), bar.y + bar.height}, p.text);
}

}  // namespace

void followSteps(Ui& ui, double width) {
  StepsView& view = ui.state.program.steps;
  const walk::ProgramSchedule& schedule = ui.app.userProgram().schedule();
  const std::size_t steps = schedule.schedule().size();
  const std::size_t room = roomFor(steps);
  // Under the pointer the columns keep their width as long as there is room.
  if (!view.hovered || view.room < steps) view.room = room;
  view.fitted = std::clamp(width / static_cast<double>(view.room), static_cast<double>(ui.theme.px(kLeast)),
                           static_cast<double>(ui.theme.px(kMost)));
  if (view.followed != schedule.at()) {
    view.followed = schedule.at();
    const double inSight = width / view.shownPerStep();
    const double at = static_cast<double>(schedule.at());
    const double margin = std::min(2.0, inSight / 4);
    view.from = std::clamp(view.from, at + margin - inSight, std::max(at + margin - inSight, at - margin));
  }
  keepWithin(view, width, steps);
}

void drawStepsBar(Ui& ui, const StepsGeometry& g) {
  struct BarButton {
    const char* label;
    const char* tip;
    double factor;  // 0: as at first
  };
  constexpr std::array kButtons = {
      BarButton{"−###zoom out of steps", "Show more steps (S, or the wheel)", 1 / kButtonStep},
      BarButton{"+###zoom into steps", "Look closer (W; at the pointer the wheel, or two fingers)", kButtonStep},
      BarButton{"Fit", "As wide as at first (F)", 0}};
  WithFont font(ui.theme.small());
  const float gap = ui.theme.px(4);
  const float pad = ui.theme.px(8);
  const auto widthOf = [&](const BarButton& each) {
    return wordsWidth(std::string_view(each.label).substr(0, std::string_view(each.label).find("###"))) + 2 * pad;
  };
  float buttons = 0;
  for (const BarButton& each : kButtons) buttons += widthOf(each) + gap;
  drawMinimap(ui, g, {g.bar.x, g.bar.y, g.bar.width - buttons, g.bar.height});
  const float above = std::max(0.0f, std::floor((g.bar.height - ImGui::GetTextLineHeight()) / 2));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {pad, above});
  float x = g.bar.x + g.bar.width - buttons;
  StepsView& view = ui.state.program.steps;
  for (const BarButton& each : kButtons) {
    ImGui::SetCursorScreenPos({x + gap, g.bar.y});
    if (button(ui, each.label, each.tip, {widthOf(each), g.bar.height})) {
      if (each.factor == 0) view.perStep = 0;
      else zoom(ui, view, each.factor, middleOf(g));
    }
    x += widthOf(each) + gap;
  }
  ImGui::PopStyleVar();
}

void moveSteps(Ui& ui, StepsGeometry& g) {
  StepsView& view = ui.state.program.steps;
  const float pad = ui.theme.px(12);
  ImGui::SetCursorScreenPos({g.left - pad, g.area.y});
  ImGui::PushItemFlag(ImGuiItemFlags_NoNav, true);
  ImGui::InvisibleButton("plot", {g.right - g.left + pad + ui.theme.px(g.scrolls() ? 2 : 12), g.area.height});
  ImGui::PopItemFlag();
  noteItem(ui, "timeline");
  view.hovered = ImGui::IsItemHovered();
  drag(ui, view, g);
  if (view.hovered || ImGui::IsItemActive()) wheel(ui, view, g);
  heldKeys(ui, view, g);
  keepWithin(view, static_cast<double>(g.right - g.left), g.steps);
}

}  // namespace interleave
