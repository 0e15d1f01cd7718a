// What the program has printed at the cursor.
#include <string_view>
#include <vector>

#include "text/lines.h"
#include "ui/printed.h"
#include "ui/program_panels.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

std::string_view printedBy(const Ui& ui) {
  const UserProgram& program = ui.app.userProgram();
  return program.playable() ? std::string_view(program.schedule().state().printed) : std::string_view();
}

}  // namespace

void drawProgramConsoleCommands(Ui& ui) {
  if (!copyAtRight(ui, "copy console", "Copy the lines that are listed", Sharing::What::console)) return;
  ui.app.sharing().copyText(Sharing::What::console, std::string(printedBy(ui)));
}

void drawProgramConsole(Ui& ui, const Area& area) {
  Panel panel(ui, "Console", area, ui.narrow ? Panel::kFixed : Panel::kFixed | ImGuiWindowFlags_NoBackground);
  OfOlderText pale(ui);
  if (ui.narrow) {
    ImGui::Dummy({0, 0});
    drawProgramConsoleCommands(ui);
  }
  if (saysUnplayable(ui)) return;
  const std::vector<std::string_view> lines = linesOf(printedBy(ui));
  if (lines.empty()) return mutedText(ui, "Nothing is printed before this step.");
  drawPrinted(ui, ui.state.program.console, {.count = lines.size(), .line = [&lines](std::size_t line) { return lines[line]; }});
}

}  // namespace interleave
