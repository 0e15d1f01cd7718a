// Keys, and how to read the picture.
#include <array>

#include "ui/widgets.h"

namespace interleave {
namespace {

struct Line {
  const char* term;
  const char* meaning;
};

constexpr std::array kKeys = {
    Line{"R, L, S", "run once; loop, or stop looping; stop"},
    Line{"C, T", "copy the link; light or dark"},
    Line{"Tab, arrows", "to the next control"},
    Line{"Space, Enter", "press or edit it"},
    Line{"Esc", "leave a field or a menu; then Tab leaves the canvas"},
};

constexpr std::array kScheduleKeys = {
    Line{"Shift+A, …", "that thread takes its next step"},
    Line{"A, …", "the same, while the schedule has the keys: its frame shows it"},
    Line{"←  →", "then: one step back; one step on"},
    Line{"Home, End", "then: to the start; to the end"},
    Line{"Backspace", "then: undo. Also Ctrl+Z, and Ctrl+Y for redo"},
};

constexpr std::array kPicture = {
    Line{"Ring", "a thread reads the balance"},
    Line{"Disc", "a thread writes it"},
    Line{"Filled", "it sleeps with its copy in hand"},
    Line{"Hatched", "its copy is stale: another thread has written since"},
    Line{"Dashed", "it waits for the lock"},
    Line{"Strip", "under a lane: it holds the lock"},
    Line{"Cross", "an exception, or a copy that was found stale"},
    Line{"Bar", "an update that was refused, or given up"},
    Line{"Dashed line", "of the balance: the second account's"},
};

template <std::size_t N>
void drawLines(const Ui& ui, const char* title, const std::array<Line, N>& lines) {
  panelTitle(ui, title);
  if (!ImGui::BeginTable(title, 2)) return;
  ImGui::TableSetupColumn("term", ImGuiTableColumnFlags_WidthFixed, ui.theme.px(120));
  ImGui::TableSetupColumn("meaning");
  for (const Line& line : lines) {
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

}  // namespace

void drawHelp(Ui& ui) {
  if (ui.state.helpOpen) {
    ImGui::OpenPopup("Help");
    ui.state.helpOpen = false;
  }
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  const float width = std::min(ui.theme.px(520), display.x - ui.theme.px(20));
  ImGui::SetNextWindowPos({std::round(display.x / 2), std::round(display.y / 2)}, ImGuiCond_Always, {0.5f, 0.5f});
  ImGui::SetNextWindowSize({width, 0});
  if (!ImGui::BeginPopupModal("Help", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings)) return;
  drawLines(ui, "How to read the picture", kPicture);
  ImGui::Spacing();
  drawLines(ui, "Keys", kKeys);
  ImGui::Spacing();
  drawLines(ui, "Keys of the schedule", kScheduleKeys);
  ImGui::Spacing();
  if (primaryButton(ui, "Close", "Back to the program (Esc)", {-1, 0}) || ImGui::IsKeyPressed(ImGuiKey_Escape)) {
    ImGui::CloseCurrentPopup();
  }
  ImGui::EndPopup();
}

}  // namespace interleave
