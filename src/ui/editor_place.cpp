// What the page's editor of programs has from the canvas: its place, and the theme's colours.
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "text/json.h"
#include "ui/panel_set.h"
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

struct Named {
  const char* name;
  ImU32 Palette::* color;
};
constexpr std::array kColors = {Named{"panel", &Palette::panel},
                                Named{"field", &Palette::field},
                                Named{"fieldHover", &Palette::fieldHover},
                                Named{"border", &Palette::border},
                                Named{"grid", &Palette::grid},
                                Named{"text", &Palette::text},
                                Named{"muted", &Palette::muted},
                                Named{"primary", &Palette::primary},
                                Named{"onPrimary", &Palette::onPrimary},
                                Named{"bad", &Palette::bad},
                                Named{"codeKeyword", &Palette::codeKeyword},
                                Named{"codeString", &Palette::codeString},
                                Named{"codeNumber", &Palette::codeNumber}};

Json paletteJson(const Palette& palette) {
  Json json = Json::object();
  for (const auto& [name, color] : kColors) json[name] = css(palette.*color);
  Json& threads = json["threads"] = Json::array();
  for (std::size_t task = 0; task < kThreadColors; ++task) threads.push_back(css(Theme::thread(task)));
  Json& onThreads = json["onThreads"] = Json::array();
  for (std::size_t task = 0; task < kThreadColors; ++task) onThreads.push_back(css(Theme::onThread(task)));
  return json;
}

}  // namespace

void placeEditor(Ui& ui) {
  CodeEditor& editor = ui.app.codeEditor();
  if (editor.takeSought()) {
    ui.state.tab = tabNamed(panelSet(ui).narrow, "Code");
    ui.state.codeTab = tabNamed(panelSet(ui).code, "Code");
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
