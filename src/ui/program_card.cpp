// What stands in the place of the account's settings: what the program has, the way back, Run.
#include <cmath>

#include "ui/program_panels.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

constexpr float kOutput = 26;  // of the line with the switch, in CSS pixels

std::string titleOf(const UserProgram& program) {
  const std::string summary = program.playable() ? program.summary() : "";
  return summary.empty() ? "Your own program" : "Your own program: " + summary;
}

void drawOutputSwitch(Ui& ui) {
  bool output = ui.app.userProgram().settings().output;
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.theme.px(3), ui.theme.px(3)});
  const bool changed = ImGui::Checkbox("Printing is a step", &output);
  ImGui::PopStyleVar();
  noteItem(ui, "output");
  tooltip(ui, "Each print is a step of its own, so that the order of what is printed matters, and endings tell it apart");
  if (changed) ui.app.setProgramOutput(output);
}

}  // namespace

float programCardHeight(const Ui& ui) { return ui.theme.px(14 + 20 + 8 + kOutput + 8 + 29); }

void drawProgramCard(Ui& ui, const Area& area) {
  if (area.height <= 0) return;
  Panel panel(ui, "Program", area, ui.narrow ? Panel::kScrolls : Panel::kFixed | ImGuiWindowFlags_NoBackground);
  {
    WithFont font(ui.theme.strong());
    ImGui::PushTextWrapPos(0);
    text(titleOf(ui.app.userProgram()));
    ImGui::PopTextWrapPos();
  }
  drawOutputSwitch(ui);
  if (button(ui, "Back to the account", "The account's program and its settings, as they were; Undo brings this program back")) {
    ui.app.leaveProgram();
  }
  if (!ui.state.undoInHeader) {
    ImGui::SameLine(0, ui.theme.px(6));
    drawUndo(ui);
    ImGui::SameLine(0, ui.theme.px(6));
    drawRedo(ui);
  }
  touchScroll(ui);
}

void drawProgramRunBar(Ui& ui, const Area& area) {
  if (area.height <= 0) return;
  UserProgram& program = ui.app.userProgram();
  Panel panel(ui, "Run", area, ui.narrow ? Panel::kFixed : Panel::kFixed | ImGuiWindowFlags_NoBackground);
  const float gap = ui.theme.px(8);
  const bool embedded = ui.app.document().embedded();
  const float width = std::floor((area.width - 2 * ui.theme.px(16) - 2 * gap) / 3);
  ImGui::BeginDisabled(!program.playable());
  if (primaryButton(ui, "Run", "Go through the program once, step by step, each by a thread that is chosen by chance (R)",
                    {width, 0})) {
    program.run();
  }
  ImGui::EndDisabled();
  ImGui::SameLine(0, gap);
  if (embedded) {
    ImGui::SameLine(area.width - ui.theme.px(16) - width);
    const bool whole = buttonWidth("Open in Interleave") <= width;
    if (button(ui, whole ? "Open in Interleave###Open" : "Open###Open",
               "What is shown here, in a tab of its own with all that Interleave has", {width, 0})) {
      ui.app.sharing().openInFull();
    }
    return;
  }
  ImGui::AlignTextToFramePadding();
  WithFont font(ui.theme.small());
  const char* const words = "taken step by step, without real threads";
  mutedText(ui, wordsWidth(words) <= ImGui::GetContentRegionAvail().x ? words : "without real threads");
}

}  // namespace interleave
