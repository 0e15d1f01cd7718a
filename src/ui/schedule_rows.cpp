#include "ui/schedule_rows.h"

#include <cmath>

#include "ui/letters.h"
#include "ui/signs.h"
#include "ui/widgets.h"

namespace interleave {

Pressed drawUndoRedo(Ui& ui, bool canUndo, bool canRedo) {
  Pressed pressed = Pressed::none;
  const char* undo = "Take back the newest step, or what took the place of others (Backspace, Ctrl+Z)";
  if (signButton(ui, "undo", undo, Sign::undo, canUndo)) pressed = Pressed::undo;
  ImGui::SameLine(0, ui.theme.px(3));
  if (signButton(ui, "redo", "Do again what was taken back (Ctrl+Y)", Sign::redo, canRedo)) pressed = Pressed::redo;
  return pressed;
}

bool drawRandom(Ui& ui, bool more, float gap) {
  return rowButton(ui, "Random###random", more ? "Go on by chance to the end" : "No thread can take a step", more, gap);
}

ThreadRow drawThreadRow(Ui& ui, char letter, bool able, float pad, const std::string& tip) {
  const Palette& p = ui.theme.colors();
  const std::string name = std::string("step ") + letter;
  ThreadRow row;
  row.at = ImGui::GetCursorScreenPos();
  row.size = {ImGui::GetContentRegionAvail().x, 2 * ImGui::GetTextLineHeight() + ui.theme.px(4) + 2 * pad};
  ImGui::BeginDisabled(!able);
  row.pressed = ImGui::InvisibleButton(name.c_str(), row.size);
  ImGui::EndDisabled();
  noteItem(ui, name);
  const bool hovered = able && ImGui::IsItemHovered();
  tooltip(ui, tip.c_str());
  const ImVec2 after = ImGui::GetCursorScreenPos();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (hovered) draw.AddRectFilled(row.at, {row.at.x + row.size.x, row.at.y + row.size.y}, p.field, ui.theme.px(6));
  const float box = ui.theme.px(30);
  ImGui::SetCursorScreenPos({row.at.x + ui.theme.px(3), std::round(row.at.y + (row.size.y - box) / 2)});
  letterBadge(ui, letter, box);
  const ImU32 veil = able ? 0 : withAlpha(p.panel, 0xA0);
  draw.AddRectFilled(ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), veil, ui.theme.px(4));
  ImGui::SetCursorScreenPos(after);
  row.left = row.at.x + box + ui.theme.px(12);
  row.right = row.at.x + row.size.x - ui.theme.px(4);
  return row;
}

}  // namespace interleave
