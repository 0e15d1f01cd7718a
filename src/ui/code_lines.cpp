#include "ui/code_lines.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "ui/letters.h"

namespace interleave {
namespace {

ImU32 colorOf(const Palette& p, TokenKind kind) {
  switch (kind) {
    case TokenKind::keyword: return p.codeKeyword;
    case TokenKind::string: return p.codeString;
    case TokenKind::number: return p.codeNumber;
    case TokenKind::comment: return p.muted;
    case TokenKind::plain: break;
  }
  return p.text;
}

// Filled where its next step is, hollow where its newest was.
void drawMark(const Ui& ui, const CodeMark& mark, float size) {
  if (mark.next) return letterBadge(ui, mark.letter, size);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::Dummy({size, size});
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float line = std::max(1.0f, ui.theme.px(2));
  draw.AddRect({at.x + line / 2, at.y + line / 2}, {at.x + size - line / 2, at.y + size - line / 2}, letterColor(ui, mark.letter),
               ui.theme.px(4), 0, line);
  WithFont font(ui.theme.strong());
  const char letter[2] = {mark.letter, 0};
  const ImVec2 extent = ImGui::CalcTextSize(letter);
  draw.AddText({std::round(at.x + (size - extent.x) / 2), std::round(at.y + (size - extent.y) / 2)}, ui.theme.colors().text,
               letter);
}

// In the gutter, and as a tint of the line in the colour of the first that comes next.
void drawMarks(Ui& ui, const std::vector<CodeMark>& marks, ImVec2 at, float width, float height) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (marks.front().next) {
    draw.AddRectFilled(at, {at.x + width, at.y + height}, withAlpha(letterColor(ui, marks.front().letter), 0x30), ui.theme.px(3));
  }
  const float size = height - ui.theme.px(2);
  const auto most = static_cast<std::size_t>(std::max(1.0f, std::floor(ui.theme.px(kCodeGutter - 8) / (size + ui.theme.px(2)))));
  float x = at.x + ui.theme.px(2);
  for (std::size_t i = 0; i < std::min(most, marks.size()); ++i) {
    const CodeMark& mark = marks[i];
    ImGui::SetCursorScreenPos({x, at.y + ui.theme.px(1)});
    drawMark(ui, mark, size);
    noteItem(ui, std::string("code line ") + mark.letter + (mark.next ? "" : " done"));
    x += size + ui.theme.px(2);
  }
}

void drawUnderlines(const Ui& ui, const CodeLine& line, const CodeLineMarks& marks, ImVec2 at) {
  const std::string_view words(line.text);
  const float thickness = std::max(1.0f, ui.theme.px(1.5f));
  const float bottom = at.y + ImGui::GetTextLineHeight() + thickness / 2;
  for (const auto& [begin, end] : marks.faults) {
    const float left = at.x + wordsWidth(words.substr(0, begin));
    const float right = std::max(left + ui.theme.px(6), at.x + wordsWidth(words.substr(0, end)));
    ImGui::GetWindowDrawList()->AddLine({left, bottom}, {right, bottom}, ui.theme.colors().bad, thickness);
  }
}

}  // namespace

// Each token stands where it would in the line as a whole: a width is rounded.
void drawCodeTokens(const Ui& ui, const CodeLine& line, std::size_t from) {
  if (line.text.size() <= from) text("");
  const float left = ImGui::GetCursorPosX();
  const std::string_view words(line.text);
  bool first = true;
  for (const Token& token : line.tokens) {
    if (token.end <= from) continue;
    const std::size_t begin = std::max<std::size_t>(token.begin, from);
    if (!std::exchange(first, false)) {
      ImGui::SameLine(0, 0);
      ImGui::SetCursorPosX(left + wordsWidth(words.substr(from, begin - from)));
    }
    WithColor color(ImGuiCol_Text, colorOf(ui.theme.colors(), token.kind));
    text(words.substr(begin, token.end - begin));
  }
}

void drawCodeLine(Ui& ui, const CodeLine& line, std::size_t number, const CodeLineMarks& marks) {
  const Palette& p = ui.theme.colors();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float height = ImGui::GetTextLineHeightWithSpacing();
  const float width = std::max(ImGui::GetContentRegionAvail().x, ImGui::GetWindowWidth());
  if (!marks.threads.empty()) drawMarks(ui, marks.threads, {at.x, at.y - ImGui::GetStyle().ItemSpacing.y / 2}, width, height);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (marks.threads.empty()) {
    const std::string count = std::to_string(number + 1);
    const float right = at.x + ui.theme.px(kCodeGutter - 14);
    draw.AddText({right - ImGui::CalcTextSize(count.c_str()).x, at.y}, withAlpha(p.muted, 0xB0), count.c_str());
  }
  if (marks.steps) {
    const ImVec2 dot{at.x + ui.theme.px(kCodeGutter - 4), at.y + ImGui::GetTextLineHeight() / 2};
    draw.AddCircleFilled(dot, ui.theme.px(2), p.muted);
  }
  const ImVec2 start{at.x + ui.theme.px(kCodeGutter), at.y};
  drawUnderlines(ui, line, marks, start);
  ImGui::SetCursorScreenPos(start);
  drawCodeTokens(ui, line, 0);
}

bool pressedIntoText(const Ui& ui) {
  if (!ImGui::IsWindowHovered() || !ImGui::IsMouseReleased(ImGuiMouseButton_Left)) return false;
  const ImGuiIO& io = ImGui::GetIO();
  const ImVec2 way{io.MousePos.x - io.MouseClickedPos[0].x, io.MousePos.y - io.MouseClickedPos[0].y};
  const float far = ui.theme.px(6);
  return way.x * way.x + way.y * way.y < far * far && io.MouseDragMaxDistanceSqr[0] < far * far;
}

}  // namespace interleave
