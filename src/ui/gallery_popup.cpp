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
constexpr float kHeight = 570;  // all topics, and all programs of the account
constexpr float kNarrow = 400;

std::vector<std::string_view> topics() {
  std::vector<std::string_view> all = {gallery::kAccountTopic};
  for (const gallery::Entry& each : gallery::entries()) {
    if (each.topic != all.back()) all.push_back(each.topic);
  }
  return all;
}

// Of what can be pressed: fingers need more.
float rowHeight(const Ui& ui) { return ui.theme.roomy() ? ImGui::GetFrameHeight() : ImGui::GetTextLineHeight(); }

void sentence(const Ui& ui, std::string_view words, float width) {
  WithFont font(ui.theme.small());
  ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
  mutedText(ui, words);
  ImGui::PopTextWrapPos();
  ImGui::Dummy({0, ui.theme.px(5)});
}

bool titled(Ui& ui, std::string_view title, bool current, float width) {
  const std::string name(title);
  const bool pressed = ImGui::Selectable(name.c_str(), current, 0, {width, rowHeight(ui)});
  noteItem(ui, "program " + name);
  // ImGui closes the menu by itself only for what stands in it directly, and not in a child that scrolls.
  if (pressed) ImGui::CloseCurrentPopup();
  return pressed;
}

void drawAccounts(Ui& ui, float width) {
  for (const Preset& preset : presets()) {
    if (titled(ui, preset.name, ui.app.document().link() == preset.link, width)) ui.app.visit(preset.link);
    sentence(ui, preset.description, width);
  }
}

void drawEntry(Ui& ui, const gallery::Entry& entry, float width) {
  const auto& open = ui.app.galleryComparison().open();
  const bool current = open && open->entry == &entry;
  const float fixed = buttonWidth("Fixed");
  const float gap = ui.theme.px(8);
  if (titled(ui, entry.title, current && !open->fixed, width - fixed - gap)) visitGallery(ui, entry.fault);
  ImGui::SameLine(0, gap);
  const std::string name = "fixed " + std::string(entry.title);
  const ImVec2 size{fixed, rowHeight(ui)};
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ImGui::GetStyle().FramePadding.x, 0});
  const bool pressed = choiceButton(ui, ("Fixed###" + name).c_str(), current && open->fixed, size);
  ImGui::PopStyleVar();
  noteItem(ui, name);
  tooltip(ui, "The same program without its fault");
  if (pressed) {
    visitGallery(ui, entry.fix);
    ImGui::CloseCurrentPopup();
  }
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
  if (ImGui::Selectable((name + "###topic " + name).c_str(), unfolded == topic, ImGuiSelectableFlags_DontClosePopups,
                        {width, rowHeight(ui)}))
    unfolded = ui.narrow && unfolded == topic ? std::string_view() : topic;
  noteItem(ui, "topic " + name);
}

void drawSideBySide(Ui& ui, float height) {
  const float gap = ui.theme.px(16);
  const float scrollbar = ImGui::GetStyle().ScrollbarSize;
  ImGui::BeginChild("topics", {ui.theme.px(kTopics), height}, 0, ImGuiWindowFlags_NavFlattened);
  for (const std::string_view topic : topics()) topicName(ui, topic, ui.theme.px(kTopics) - scrollbar);
  touchScroll(ui);
  ImGui::EndChild();
  ImGui::SameLine(0, gap);
  ImGui::BeginChild("programs", {ui.theme.px(kPrograms) + scrollbar, height}, 0, ImGuiWindowFlags_NavFlattened);
  drawPrograms(ui, ui.state.gallery.topic, ui.theme.px(kPrograms) - scrollbar);
  touchScroll(ui);
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

void visitGallery(Ui& ui, std::string_view source) {
  ui.state.gallery.putAway = {};
  ui.app.visit(gallery::linkOf(source));
}

void drawGalleryMenu(Ui& ui) {
  if (button(ui, "Gallery", "Programs to start from, by topic")) {
    const auto& open = ui.app.galleryComparison().open();
    // In one column the account's programs would push the topics out of sight.
    ui.state.gallery.topic = open ? open->entry->topic : ui.narrow ? std::string_view() : gallery::kAccountTopic;
    ImGui::OpenPopup("gallery");
  }
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  const ImVec2 padding = ImGui::GetStyle().WindowPadding;
  const float edge = ui.theme.px(8);
  const bool wide = !ui.narrow;
  const float scrollbar = ImGui::GetStyle().ScrollbarSize;
  const float most = display.x - 2 * edge - 2 * padding.x - scrollbar;
  const float width = wide ? ui.theme.px(kTopics + 16 + kPrograms) + scrollbar : std::min(ui.theme.px(kNarrow), most);
  const float rightmost = display.x - width - scrollbar - 2 * padding.x - edge;
  const float top = ImGui::GetItemRectMax().y + ui.theme.px(4);
  ImGui::SetNextWindowPos({std::max(edge, std::min(ImGui::GetItemRectMin().x, rightmost)), top});
  // On a low window it scrolls.
  ImGui::SetNextWindowSizeConstraints({0, 0}, {display.x, display.y - top - edge});
  if (!ImGui::BeginPopup("gallery")) return;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.theme.px(8), ui.theme.px(3)});
  const float height = std::min(ui.theme.px(kHeight), display.y - top - edge - 2 * padding.y);
  ImGui::PushStyleVar(ImGuiStyleVar_SelectableTextAlign, {0, 0.5f});
  if (wide) drawSideBySide(ui, height);
  else drawOneBelowTheOther(ui, width);
  touchScroll(ui);
  ImGui::PopStyleVar(2);
  // Of a child that scrolls and has the focus, ImGui's own Escape only leaves that child.
  if (ImGui::IsKeyPressed(ImGuiKey_Escape)) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

}  // namespace interleave
