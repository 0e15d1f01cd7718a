// The narrow layout's lower part: one panel at a time.
#include <array>

#include "ui/widgets.h"

namespace interleave {
namespace {

struct Tab {
  const char* name;
  void (*draw)(Ui&, const Area&);
};

constexpr std::array kTabs = {Tab{"Program", drawProgram}, Tab{"Console", drawConsole}, Tab{"Threads", drawThreads},
                              Tab{"Outcomes", drawOutcomes}};

}  // namespace

void drawTabs(Ui& ui, const Area& area) {
  const float height = ImGui::GetFrameHeight() + ui.theme.px(9);
  {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, ui.theme.px(3)});
    Panel panel(ui, "Tabs", {area.x, area.y, area.width, height}, Panel::kFixed, ui.theme.colors().background);
    ImGui::PopStyleVar();
    const float gap = ui.theme.px(4);
    const float width = std::floor((area.width - 3 * gap) / static_cast<float>(kTabs.size()));
    for (int i = 0; i < static_cast<int>(kTabs.size()); ++i) {
      if (i > 0) ImGui::SameLine(0, gap);
      const char* name = kTabs[static_cast<std::size_t>(i)].name;
      if (i == ui.state.tab) {
        primaryButton(ui, name, "Shown below", {width, 0});
      } else if (button(ui, name, "Show this below", {width, 0})) {
        ui.state.tab = i;
      }
    }
  }
  kTabs[static_cast<std::size_t>(ui.state.tab)].draw(ui, {area.x, area.y + height, area.width, area.height - height});
}

}  // namespace interleave
