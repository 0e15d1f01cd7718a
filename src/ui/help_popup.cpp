// Keys, and how to read the picture.
#include <array>

#include "ui/panel_set.h"

namespace interleave {
namespace {

// From this width on there are two columns; CSS pixels.
constexpr float kTwoColumnsFrom = 900;

constexpr std::array kScheduleKeys = {
    HelpLine{"Shift+A, …", "that thread takes its next step"},
    HelpLine{"A, …", "the same, while the schedule has the keys: its frame shows it"},
    HelpLine{"←  →", "then: one step back; one step on"},
    HelpLine{"Home, End", "then: to the start; to the end"},
    HelpLine{"Backspace", "then: undo a step. Also Ctrl+Z; Ctrl+Y for redo"},
};

void drawLines(const Ui& ui, const char* title, std::span<const HelpLine> lines) {
  panelTitle(ui, title);
  if (!ImGui::BeginTable(title, 2, ImGuiTableFlags_SizingStretchProp)) return;
  ImGui::TableSetupColumn("term", ImGuiTableColumnFlags_WidthFixed, ui.theme.px(120));
  ImGui::TableSetupColumn("meaning", ImGuiTableColumnFlags_WidthStretch);
  for (const HelpLine& line : lines) {
    ImGui::TableNextColumn();
    {
      WithFont font(ui.theme.mono());
      text(line.term);
    }
    ImGui::TableNextColumn();
    ImGui::PushTextWrapPos(0);
    mutedText(ui, line.meaning);
    ImGui::PopTextWrapPos();
  }
  ImGui::EndTable();
}

void drawTwoColumns(const Ui& ui) {
  if (!ImGui::BeginTable("columns", 2, ImGuiTableFlags_SizingStretchSame)) return;
  ImGui::TableNextColumn();
  panelSet(ui).help.legend(ui);
  ImGui::Spacing();
  drawLines(ui, "Keys", panelSet(ui).help.keys);
  ImGui::TableNextColumn();
  drawLines(ui, "Keys of the timeline", panelSet(ui).help.timelineKeys);
  ImGui::Spacing();
  drawLines(ui, "Keys of the schedule", kScheduleKeys);
  ImGui::EndTable();
  ImGui::Spacing();
}

// A narrow window rarely has a keyboard.
void drawOneColumn(const Ui& ui) {
  panelSet(ui).help.legend(ui);
  ImGui::Spacing();
  drawLines(ui, "Fingers", panelSet(ui).help.fingers);
  ImGui::Spacing();
  touchScroll(ui);
}

}  // namespace

void drawHelp(Ui& ui) {
  if (ui.state.helpOpen) {
    ImGui::OpenPopup("Help");
    ui.state.helpOpen = false;
  }
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  const bool wide = display.x >= ui.theme.px(kTwoColumnsFrom);
  const float width = std::min(ui.theme.px(wide ? kTwoColumnsFrom - 20 : 520), display.x - ui.theme.px(20));
  ImGui::SetNextWindowPos({std::round(display.x / 2), std::round(display.y / 2)}, ImGuiCond_Always, {0.5f, 0.5f});
  ImGui::SetNextWindowSizeConstraints({width, 0}, {width, display.y - ui.theme.px(20)});
  if (!ImGui::BeginPopupModal("Help", nullptr,
                              ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                                  ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_AlwaysAutoResize))
    return;
  if (wide) drawTwoColumns(ui);
  else drawOneColumn(ui);
  // In a narrow window the header has no room for them.
  if (ui.narrow) {
    drawEmbedChoices(ui);
    wordsButton(ui);
  }
  if (primaryButton(ui, "Close", "Back to the program (Esc)", {-1, 0}) || ImGui::IsKeyPressed(ImGuiKey_Escape)) {
    ImGui::CloseCurrentPopup();
  }
  ImGui::EndPopup();
}

}  // namespace interleave
