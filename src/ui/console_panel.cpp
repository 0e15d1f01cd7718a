// What the program prints.
#include "text/format.h"
#include "ui/printed.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

// The lines as they are drawn: in place of those that are not listed, one that counts them.
struct Printed {
  explicit Printed(const Ui& ui) : console(ui.state.shown.console) {
    if (console.omitted > 0 && !ui.state.shown.live) omitted = "(" + formatCount(console.omitted, "more line") + ")";
  }

  std::size_t count() const { return console.lines.size() + (omitted.empty() ? 0 : 1); }
  // The one that counts them.
  std::size_t others() const { return omitted.empty() ? kNoLine : count() - 2; }
  std::string_view line(std::size_t line) const {
    if (line == others()) return omitted;
    return console.lines[omitted.empty() || line + 1 < count() ? line : line - 1];
  }

  const Console& console;
  std::string omitted;
};

}  // namespace

void drawConsoleCommands(Ui& ui) {
  if (!copyAtRight(ui, "copy console", "Copy the lines that are listed", Sharing::What::console)) return;
  const Printed printed(ui);
  std::string all;
  for (std::size_t line = 0; line < printed.count(); ++line) all += std::string(printed.line(line)) + "\n";
  ui.app.sharing().copyText(Sharing::What::console, all);
}

void drawConsole(Ui& ui, const Area& area) {
  Panel panel(ui, "Console", area, ui.narrow ? Panel::kFixed : Panel::kFixed | ImGuiWindowFlags_NoBackground);
  if (ui.narrow) {
    ImGui::Dummy({0, 0});
    drawConsoleCommands(ui);
  }
  const Printed printed(ui);
  drawPrinted(ui, ui.state.consoleSelection,
              {.count = printed.count(), .line = [&printed](std::size_t line) { return printed.line(line); }}, printed.others());
}

}  // namespace interleave
