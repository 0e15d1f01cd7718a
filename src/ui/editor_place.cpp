// What the page's editor of programs has from the canvas: its place, and the theme's colours.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/json.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

constexpr std::size_t kThreadColors = 6;  // then they come again (Theme::repeats)

// "#rrggbb"
std::string css(ImU32 color) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "#";
  for (const int shift : {IM_COL32_R_SHIFT, IM_COL32_G_SHIFT, IM_COL32_B_SHIFT}) {
    text += kDigits[color >> (shift + 4) & 0xF];
    text += kDigits[color >> shift & 0xF];
  }
  return text;
}

Json paletteJson(const Palette& p) {
  std::vector<std::string> threads;
  std::vector<std::string> onThreads;
  for (std::size_t task = 0; task < kThreadColors; ++task) {
    threads.push_back(css(Theme::thread(task)));
    onThreads.push_back(css(Theme::onThread(task)));
  }
  return {{"panel", css(p.panel)},
          {"field", css(p.field)},
          {"fieldHover", css(p.fieldHover)},
          {"border", css(p.border)},
          {"grid", css(p.grid)},
          {"text", css(p.text)},
          {"muted", css(p.muted)},
          {"primary", css(p.primary)},
          {"onPrimary", css(p.onPrimary)},
          {"bad", css(p.bad)},
          {"codeKeyword", css(p.codeKeyword)},
          {"codeString", css(p.codeString)},
          {"codeNumber", css(p.codeNumber)},
          {"threads", threads},
          {"onThreads", onThreads}};
}

}  // namespace

void placeEditor(Ui& ui) {
  CodeEditor& editor = ui.app.codeEditor();
  if (editor.takeSought()) {
    ui.state.tab = kNarrowCodeTab;
    ui.state.codeTab = 0;
    ui.state.code.language = Language::python;
    ui.state.moving = true;
  }
  const Palette* const palette = &ui.theme.colors();
  if (ui.state.editorArea && std::exchange(ui.state.editorPalette, palette) != palette) editor.paint(paletteJson(*palette));
  if (ui.state.keepItems && ui.state.editorArea) {
    const FieldArea& area = *ui.state.editorArea;
    ui.state.items["code"] = {area.x, area.y, area.width, area.height};
  }
  editor.place(ui.state.editorArea, ui.theme.scale() / ui.cssPixel);
}

}  // namespace interleave
