// The border between the columns of the wide layout: dragged, it gives the program and its code more room, which the device keeps.
#include <charconv>
#include <cmath>

#include "ui/widgets.h"

namespace interleave {
namespace {

constexpr const char* kPreference = "left column";
// What a press of the keyboard gives the left column, of the window's width.
constexpr float kHalf = 0.5f;

float stored(Ui& ui) {
  const std::string kept = ui.app.platform().preference(kPreference);
  int width = 0;
  std::from_chars(kept.data(), kept.data() + kept.size(), width);
  return static_cast<float>(width);
}

void set(Ui& ui, float width) {
  ui.state.left.width = std::round(width);
  ui.state.moving = true;
}

}  // namespace

void drawSplitter(Ui& ui, const Area& area) {
  LeftColumn& left = ui.state.left;
  if (!left.width) set(ui, stored(ui));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  Panel panel(ui, "Splitter", area, Panel::kFixed, ui.theme.colors().background);
  ImGui::PopStyleVar();
  ImGui::SetCursorScreenPos({area.x, area.y});
  const bool pressed = ImGui::InvisibleButton("splitter", {area.width, area.height});
  noteItem(ui, "splitter");
  const bool byMouse = ImGui::IsMouseReleased(ImGuiMouseButton_Left);
  const bool active = ImGui::IsItemActive();
  if (active || ImGui::IsItemHovered()) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    const float line = ui.theme.px(2);
    const float x = std::round(area.x + (area.width - line) / 2);
    ImGui::GetWindowDrawList()->AddRectFilled({x, area.y}, {x + line, area.y + area.height}, ui.theme.colors().muted, line / 2);
  }
  if (!active)
    tooltip(ui, "Drag: more room for the program and its code. Double-click, or Enter: half of the window, or as it was");
  const bool toggled = (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) || (pressed && !byMouse);
  if (toggled) {
    set(ui, *left.width > 0 ? 0 : ImGui::GetIO().DisplaySize.x * kHalf / ui.theme.scale());
  } else if (active && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 1) && ImGui::GetIO().MouseClickedLastCount[0] < 2) {
    // From the left edge of the column to the pointer in the middle of the border.
    set(ui, (ImGui::GetMousePos().x - area.width * 1.5f) / ui.theme.scale());
  }
  if (toggled || ImGui::IsItemDeactivated()) {
    ui.app.platform().storePreference(kPreference, std::to_string(static_cast<int>(*left.width)));
  }
}

}  // namespace interleave
