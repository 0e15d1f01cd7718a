#include "ui/text_selection.h"

#include <imgui_internal.h>

#include <algorithm>
#include <string>
#include <utility>

#include "text/utf8.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

using TextPlace = TextSelection::Place;

// Of a character, not rounded.
float advanceOf(char32_t character) {
  const ImFont& font = *ImGui::GetFont();
  return font.GetCharAdvance(static_cast<ImWchar>(character)) * ImGui::GetFontSize() / font.FontSize;
}

// The byte whose character begins nearest to `x`, a distance from the line's beginning. A run that is shaped as one counts as
// one character.
std::size_t byteAt(const Ui& ui, std::string_view line, float x) {
  const std::vector<TextRun> runs = ui.state.texts.shaped.runsIn(line);
  auto run = runs.begin();
  float at = 0;
  std::size_t byte = 0;
  while (byte < line.size()) {
    const Character character = characterAt(line.substr(byte));
    const bool shaped = run != runs.end() && run->begin == byte;
    const std::size_t end = shaped ? (run++)->end : byte + character.bytes;
    const float width = shaped ? wordsWidth(line.substr(byte, end - byte)) : advanceOf(character.value);
    if (x < at + width / 2) break;
    at += width;
    byte = end;
  }
  return byte;
}

TextPlace placeAt(const Ui& ui, const TextLines& lines, ImVec2 point) {
  if (point.y < lines.top) return {};
  const auto line = static_cast<std::size_t>((point.y - lines.top) / lines.height);
  if (line >= lines.count) return {lines.count - 1, lines.line(lines.count - 1).size()};
  return {line, byteAt(ui, lines.line(line), point.x - lines.left)};
}

// The text may have become another one.
TextPlace within(const TextLines& lines, TextPlace place) {
  place.line = std::min(place.line, lines.count - 1);
  place.byte = std::min(place.byte, lines.line(place.line).size());
  return place;
}

// The part of a line that is selected: from one byte to before another.
std::pair<std::size_t, std::size_t> partOf(const TextLines& lines, std::size_t line, TextPlace from, TextPlace to) {
  return {line == from.line ? from.byte : 0, line == to.line ? to.byte : lines.line(line).size()};
}

std::string selected(const TextLines& lines, TextPlace from, TextPlace to) {
  std::string words;
  for (std::size_t line = from.line; line <= to.line; ++line) {
    const auto [begin, end] = partOf(lines, line, from, to);
    if (line > from.line) words += '\n';
    words += lines.line(line).substr(begin, end - begin);
  }
  return words;
}

void followPointer(const Ui& ui, TextSelection& selection, const TextLines& lines) {
  const ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsWindowHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
  if (ImGui::IsWindowHovered() && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
    selection.head = placeAt(ui, lines, io.MousePos);
    if (!io.KeyShift) selection.anchor = selection.head;
    selection.dragging = true;
    if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
      selection.anchor = {selection.head.line, 0};
      selection.head.byte = lines.line(selection.head.line).size();
      selection.dragging = false;
    }
  }
  if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) selection.dragging = false;
  if (selection.dragging) selection.head = placeAt(ui, lines, io.MousePos);
}

void drawSelection(const Ui& ui, const TextLines& lines, TextPlace from, TextPlace to) {
  const ImRect& clip = ImGui::GetCurrentWindow()->ClipRect;
  const ImU32 color = withAlpha(ui.theme.colors().muted, 0x50);
  for (std::size_t line = from.line; line <= to.line; ++line) {
    const float top = lines.top + static_cast<float>(line) * lines.height;
    if (top > clip.Max.y) break;
    if (top + lines.height < clip.Min.y) continue;
    const std::string_view words = lines.line(line);
    const auto [begin, end] = partOf(lines, line, from, to);
    // An end of the line that is selected, too, shows a little.
    const float right = wordsWidth(words.substr(0, end)) + (line < to.line ? ui.theme.px(4) : 0);
    ImGui::GetWindowDrawList()->AddRectFilled({lines.left + wordsWidth(words.substr(0, begin)), top},
                                              {lines.left + right, top + lines.height}, color);
  }
}

}  // namespace

void selectText(Ui& ui, TextSelection& selection, const TextLines& lines) {
  if (ui.touch || lines.count == 0) return;
  followPointer(ui, selection, lines);
  const ImGuiIO& io = ImGui::GetIO();
  const bool hasKeys = ImGui::IsWindowFocused() && (io.KeyCtrl || io.KeySuper);
  if (hasKeys && ImGui::IsKeyPressed(ImGuiKey_A, false)) {
    selection.anchor = {};
    selection.head = {lines.count - 1, lines.line(lines.count - 1).size()};
  }
  const TextPlace anchor = within(lines, selection.anchor);
  const TextPlace head = within(lines, selection.head);
  if (anchor == head) return;
  const auto [from, to] = std::minmax(anchor, head);
  drawSelection(ui, lines, from, to);
  if (hasKeys && ImGui::IsKeyPressed(ImGuiKey_C, false)) ui.app.platform().copyText(selected(lines, from, to));
}

}  // namespace interleave
