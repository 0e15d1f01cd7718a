#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "ui/signs.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

constexpr float kEmbedWidth = 150;

void lessonButton(Ui& ui) {
  const LessonGuide& lesson = ui.app.lesson().guide();
  const std::size_t answers = lesson.answers();
  const std::string tip = answers == 0 ? "Ten steps from the race to the lock, for readers who have never seen one"
                                       : "Go on with the lesson: " + std::to_string(answers) + " of " +
                                             std::to_string(limits::kLessonSteps) + " steps are answered";
  if (primaryButton(ui, "Lesson", tip.c_str())) ui.app.openLesson(lesson.next());
}

void embedMenu(Ui& ui) {
  if (button(ui, "Embed", "For a page or a text of yours: what is shown here, as HTML or as Markdown")) ImGui::OpenPopup("embed");
  const float width = ui.theme.px(kEmbedWidth) + 2 * ImGui::GetStyle().WindowPadding.x;
  const float rightmost = ImGui::GetIO().DisplaySize.x - width - ui.theme.px(8);
  ImGui::SetNextWindowPos({std::min(ImGui::GetItemRectMin().x, rightmost), ImGui::GetItemRectMax().y + ui.theme.px(4)});
  if (!ImGui::BeginPopup("embed")) return;
  drawEmbedChoices(ui);
  ImGui::EndPopup();
}

// One of the header's buttons: its width, and what draws it with that width.
struct Item {
  float width;
  void (*draw)(Ui&, float width);
};

void copyButton(Ui& ui, float width) {
  const bool copied = ui.app.sharing().justCopied(Sharing::What::link);
  const std::string label = copied ? "Copied" : ui.narrow ? "Link" : "Copy link";
  if (button(ui, (label + "###copy").c_str(), "Copy a link to exactly these settings (C)", {width, 0})) {
    ui.app.sharing().copyLink();
  }
}

void themeButton(Ui& ui, float width) {
  const std::string label = ui.theme.dark() ? "Light" : "Dark";
  if (button(ui, (label + "###theme").c_str(), "Light or dark colours (T)", {width, 0})) ui.app.looks().cycle();
}

// The words, the signs of undo and redo not counted, in their order.
std::vector<Item> buttonsOf(const Ui& ui) {
  std::vector<Item> items;
  if (ui.app.lesson().guide().step() == 0) items.push_back({buttonWidth("Lesson"), [](Ui& to, float) { lessonButton(to); }});
  items.push_back({buttonWidth("Gallery"), [](Ui& to, float) { drawGalleryMenu(to); }});
  items.push_back({buttonWidth(ui.narrow ? "Copied" : "Copy link"), copyButton});
  if (!ui.narrow) items.push_back({buttonWidth("Embed"), [](Ui& to, float) { embedMenu(to); }});
  if (!ui.narrow) items.push_back({buttonWidth("In words"), [](Ui& to, float) { wordsButton(to); }});
  items.push_back({buttonWidth("Light"), themeButton});
  items.push_back({buttonWidth("?"), [](Ui& to, float) {
                     if (button(to, "?", "Keys, and how to read the picture (?)")) to.state.helpOpen = true;
                   }});
  return items;
}

float widthOf(const std::vector<Item>& items, float gap) {
  float width = gap * static_cast<float>(items.size() - 1);
  for (const Item& item : items) width += item.width;
  return width;
}

float headingWidth(const Ui& ui) {
  WithFont font(ui.theme.heading());
  return ImGui::CalcTextSize("Interleave").x;
}

}  // namespace

void drawEmbedChoices(Ui& ui) {
  const float width = ui.theme.px(kEmbedWidth);
  if (button(ui, "Copy as iframe", "HTML that shows this in a page, small enough to stand in its text", {width, 0})) {
    ui.app.sharing().copyIframe();
    ImGui::CloseCurrentPopup();
  }
  if (ui.narrow) ImGui::SameLine(0, ui.theme.px(6));
  if (button(ui, "Copy as Markdown", "A link with a title", {width, 0})) {
    ui.app.sharing().copyMarkdown();
    ImGui::CloseCurrentPopup();
  }
}

void drawUndo(Ui& ui) {
  const char* tip = "Undo the newest edit, program or step of the lesson (Ctrl+Z)";
  if (signButton(ui, "undo edit", tip, Sign::undo, ui.app.edits().canUndo())) ui.app.undo();
}

void drawRedo(Ui& ui) {
  if (signButton(ui, "redo edit", "Redo what was undone (Ctrl+Y)", Sign::redo, ui.app.edits().canRedo())) ui.app.redo();
}

void wordsButton(Ui& ui) {
  const char* tip =
      "The page as text, for the keyboard and for screen readers: the run, its events, the controls (Esc, then Tab)";
  if (button(ui, "In words", tip)) ui.app.platform().request(request::kShowWords, nullptr);
}

void drawHeader(Ui& ui, const Area& area) {
  if (area.height <= 0) return;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.theme.px(ui.narrow ? 12 : 16), ui.theme.px(10)});
  Panel panel(ui, "Header", area, Panel::kFixed, ui.theme.colors().background);
  ImGui::PopStyleVar();
  const float gap = ui.theme.px(6);
  const float edge = ui.theme.px(ui.narrow ? 12 : 16);
  std::vector<Item> items = buttonsOf(ui);
  // On a phone they are below the program.
  const float sign = ImGui::GetFrameHeight();
  ui.state.undoInHeader = widthOf(items, gap) + 2 * (sign + gap + edge) <= area.width;
  if (ui.state.undoInHeader) {
    items.insert(items.begin(), {{sign, [](Ui& to, float) { drawUndo(to); }}, {sign, [](Ui& to, float) { drawRedo(to); }}});
  }
  const float buttons = widthOf(items, gap);
  // On a small phone the buttons need the room.
  if (headingWidth(ui) + buttons + 3 * edge <= area.width) {
    WithFont font(ui.theme.heading());
    ImGui::SetCursorPosY(std::round((area.height - ImGui::GetTextLineHeight()) / 2));
    text("Interleave");
  }
  if (!ui.narrow) {
    // On one baseline with the larger name.
    ImGui::SameLine(0, ui.theme.px(12));
    ImGui::SetCursorPosY(std::round((area.height - ImGui::GetTextLineHeight()) / 2) + ui.theme.px(1));
    mutedText(ui, "See what a race condition is, and what a lock does");
  }
  WithColor buttonColor(ImGuiCol_Button, ui.theme.colors().panel);
  float x = area.width - edge - buttons;
  for (const Item& item : items) {
    ImGui::SetCursorPos({x, std::round((area.height - ImGui::GetFrameHeight()) / 2)});
    item.draw(ui, item.width);
    x += item.width + gap;
  }
}

}  // namespace interleave
