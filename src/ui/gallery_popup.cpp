// The header's menu of programs to start from: the topics, and the programs of the one that is unfolded.
#include <algorithm>
#include <string>
#include <vector>

#include "gallery/gallery.h"
#include "link/presets.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

// CSS pixels.
constexpr float kTopics = 168;
constexpr float kPrograms = 440;
constexpr float kNarrow = 400;

std::vector<std::string_view> topics() {
  std::vector<std::string_view> all = {gallery::kAccountTopic};
  for (const gallery::Entry& each : gallery::entries()) {
    if (each.topic != all.back()) all.push_back(each.topic);
  }
  return all;
}

void sentence(const Ui& ui, std::string_view words, float width) {
  WithFont font(ui.theme.small());
  ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
  mutedText(ui, words);
  ImGui::PopTextWrapPos();
  ImGui::Dummy({0, ui.theme.px(5)});
}

bool titled(Ui& ui, std::string_view title, bool current, float width) {
  const std::string name(title);
  const bool pressed = ImGui::Selectable(name.c_str(), current, 0, {width, 0});
  noteItem(ui, "program " + name);
  return pressed;
}

void drawAccounts(Ui& ui, float width) {
  for (const Preset& preset : presets()) {
    if (titled(ui, preset.name, ui.app.document().link() == preset.link, width)) ui.app.visit(preset.link);
    sentence(ui, preset.description, width);
  }
}

void drawEntry(Ui& ui, const gallery::Entry& entry, float width) {
  const auto open = openOfGallery(ui);
  const bool current = open && open->entry == &entry;
  const float fix = buttonWidth("Fixed");
  const float top = ImGui::GetCursorPosY();
  if (titled(ui, entry.title, current && !open->fixed, width - fix - ui.theme.px(8))) visitGallery(ui, entry.fault);
  ImGui::SameLine(0, ui.theme.px(8));
  const float next = ImGui::GetCursorPosY();
  ImGui::SetCursorPosY(top);
  {
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ImGui::GetStyle().FramePadding.x, 0});
    const std::string name = "Fixed###fixed " + std::string(entry.title);
    const bool pressed = choiceButton(ui, name.c_str(), current && open->fixed, {fix, 0});
    noteItem(ui, "fixed " + std::string(entry.title));
    ImGui::PopStyleVar();
    tooltip(ui, "The same program without its fault");
    if (pressed) {
      visitGallery(ui, entry.fix);
      ImGui::CloseCurrentPopup();
    }
  }
  ImGui::SetCursorPosY(std::max(next, ImGui::GetCursorPosY()));
  sentence(ui, entry.sentence, width);
}

void drawPrograms(Ui& ui, std::string_view topic, float width) {
  if (topic == gallery::kAccountTopic) return drawAccounts(ui, width);
  for (const gallery::Entry& each : gallery::entries()) {
    if (each.topic == topic) drawEntry(ui, each, width);
  }
}

void topicName(Ui& ui, std::string_view topic, float width) {
  std::string_view& unfolded = ui.state.gallery.topic;
  const std::string name(topic);
  WithFont font(unfolded == topic ? ui.theme.strong() : nullptr);
  if (ImGui::Selectable((name + "###topic " + name).c_str(), unfolded == topic, ImGuiSelectableFlags_DontClosePopups, {width, 0}))
    unfolded = topic;
  noteItem(ui, "topic " + name);
}

void drawSideBySide(Ui& ui, float height) {
  const float gap = ui.theme.px(16);
  const float scrollbar = ImGui::GetStyle().ScrollbarSize;
  ImGui::BeginChild("topics", {ui.theme.px(kTopics), height}, 0, ImGuiWindowFlags_NavFlattened);
  for (const std::string_view topic : topics()) topicName(ui, topic, ui.theme.px(kTopics) - scrollbar);
  ImGui::EndChild();
  ImGui::SameLine(0, gap);
  ImGui::BeginChild("programs", {ui.theme.px(kPrograms) + scrollbar, height}, 0, ImGuiWindowFlags_NavFlattened);
  drawPrograms(ui, ui.state.gallery.topic, ui.theme.px(kPrograms) - scrollbar);
  ImGui::EndChild();
}

void drawOneBelowTheOther(Ui& ui, float width) {
  for (const std::string_view topic : topics()) {
    const bool unfolded = ui.state.gallery.topic == topic;
    topicName(ui, topic, width);
    if (!unfolded) continue;
    ImGui::Indent(ui.theme.px(12));
    drawPrograms(ui, topic, width - ui.theme.px(12));
    ImGui::Unindent(ui.theme.px(12));
  }
}

}  // namespace

void drawGalleryMenu(Ui& ui) {
  if (button(ui, "Gallery", "Programs to start from, by topic")) {
    const auto open = openOfGallery(ui);
    ui.state.gallery.topic = open ? open->entry->topic : gallery::kAccountTopic;
    ImGui::OpenPopup("gallery");
  }
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  const ImVec2 padding = ImGui::GetStyle().WindowPadding;
  const float edge = ui.theme.px(8);
  const bool wide = !ui.narrow;
  const float most = display.x - 2 * edge - 2 * padding.x - ImGui::GetStyle().ScrollbarSize;
  const float width =
      wide ? ui.theme.px(kTopics + 16 + kPrograms) + ImGui::GetStyle().ScrollbarSize : std::min(ui.theme.px(kNarrow), most);
  const float rightmost = display.x - width - 2 * padding.x - edge;
  const float top = ImGui::GetItemRectMax().y + ui.theme.px(4);
  ImGui::SetNextWindowPos({std::max(edge, std::min(ImGui::GetItemRectMin().x, rightmost)), top});
  // On a low window it scrolls.
  ImGui::SetNextWindowSizeConstraints({0, 0}, {display.x, display.y - top - edge});
  if (!ImGui::BeginPopup("gallery")) return;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.theme.px(8), ui.theme.px(3)});
  const float line = ImGui::GetTextLineHeightWithSpacing();
  const float height =
      std::min(line * static_cast<float>(topics().size()) + ui.theme.px(4), display.y - top - edge - 2 * padding.y);
  if (wide) drawSideBySide(ui, height);
  else drawOneBelowTheOther(ui, width);
  touchScroll(ui);
  ImGui::PopStyleVar();
  ImGui::EndPopup();
}

}  // namespace interleave
