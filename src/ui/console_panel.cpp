// What the program prints.
#include "text/format.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

// The lines as they are drawn: in place of those that are not listed, one that counts them.
struct Printed {
  explicit Printed(const Ui& ui) : console(ui.state.shown.console) {
    if (console.omitted > 0 && !ui.state.shown.live) omitted = "(" + formatCount(console.omitted, "more line") + ")";
  }

  std::size_t count() const { return console.lines.size() + (omitted.empty() ? 0 : 1); }
  bool countsOthers(std::size_t line) const { return !omitted.empty() && line + 2 == count(); }
  std::string_view line(std::size_t line) const {
    if (countsOthers(line)) return omitted;
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
  // A stop of its own for the keyboard, which the arrows scroll.
  ImGui::BeginChild("lines", {0, 0}, 0, ImGuiWindowFlags_HorizontalScrollbar);
  WithFont font(ui.theme.mono());
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, ui.theme.px(3)});
  const ImVec2 at = ImGui::GetCursorScreenPos();
  selectText(ui, ui.state.consoleSelection,
             {.count = printed.count(),
              .line = [&printed](std::size_t line) { return printed.line(line); },
              .left = at.x,
              .top = at.y - ImGui::GetStyle().ItemSpacing.y / 2,
              .height = ImGui::GetTextLineHeightWithSpacing()});
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(printed.count()));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const auto line = static_cast<std::size_t>(i);
      printed.countsOthers(line) ? mutedText(ui, printed.line(line)) : text(printed.line(line));
    }
  }
  ImGui::PopStyleVar();
  touchScroll(ui);
  // Follows the newest line unless the reader has scrolled up.
  if (ImGui::GetScrollY() >= ImGui::GetScrollMaxY() - ui.theme.px(2)) ImGui::SetScrollHereY(1);
  ImGui::EndChild();
}

}  // namespace interleave
