#include "ui/figures.h"

#include <algorithm>
#include <cmath>

#include "text/format.h"
#include "ui/widgets.h"

namespace interleave {

void countText(Ui& ui, const std::string& shown, std::string_view decimal, bool rounded, const std::string& name) {
  if (!rounded) return text(shown);
  {
    WithColor none(ImGuiCol_Button, 0);
    WithColor border(ImGuiCol_Border, 0);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {0, 0});
    if (ImGui::Button((shown + "###" + name).c_str())) ui.app.platform().copyText(std::string(decimal));
    ImGui::PopStyleVar();
  }
  noteItem(ui, name);
  const std::string digits = formatDecimal(decimal, decimal.size());
  tooltip(ui, (digits + "\nPress to copy all its digits").c_str());
}

std::size_t digitsThatFit(float width) {
  const auto characters = static_cast<std::size_t>(std::max(0.0f, width / ImGui::CalcTextSize("0").x));
  return std::clamp<std::size_t>(characters - characters / 4, 3, kExactDigits);
}

float drawShareBar(const Ui& ui, ImVec2 at, float width, double part, ImU32 color) {
  const float height = ui.theme.px(3);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(at, {at.x + width, at.y + height}, ui.theme.colors().grid, height / 2);
  if (part > 0) {
    const float filled = std::max(height, width * static_cast<float>(std::min(part, 1.0)));
    draw.AddRectFilled(at, {at.x + filled, at.y + height}, color, height / 2);
  }
  return height;
}

void shareBar(const Ui& ui, double part, ImU32 color) {
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::Dummy({width, drawShareBar(ui, ImGui::GetCursorScreenPos(), width, part, color)});
}

void percentBefore(const Ui& ui, double part, float beside) {
  const std::string words = formatPercent(part);
  if (wordsWidth(words) + ui.theme.px(10) + beside > ImGui::GetContentRegionAvail().x) return;
  const float left = ImGui::GetCursorPosX();
  const float room = ImGui::GetContentRegionAvail().x;
  mutedText(ui, words);
  ImGui::SameLine(0, 0);
  ImGui::SetCursorPosX(left + room - beside);
}

void progressBar(const Ui& ui, double part, const std::string& words, float width) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float height = ImGui::GetFrameHeight();
  const Palette& p = ui.theme.colors();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(at, {at.x + width, at.y + height}, p.field, ImGui::GetStyle().FrameRounding);
  if (part > 0) {
    draw.AddRectFilled(at, {at.x + std::max(2.0f, width * static_cast<float>(part)), at.y + height}, p.border,
                       ImGui::GetStyle().FrameRounding);
  }
  const float indent = std::round((width - wordsWidth(words)) / 2);
  drawWords(draw, {at.x + indent, at.y + ImGui::GetStyle().FramePadding.y}, p.text, words);
  ImGui::Dummy({width, height});
}

std::string inLines(std::string_view words, float width) {
  std::string lines;
  std::size_t lineStart = 0;
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    words.remove_prefix(std::min(words.size(), word.size() + 1));
    const std::string line = lines.substr(lineStart) + (lines.size() > lineStart ? " " : "") + std::string(word);
    if (lines.size() > lineStart && wordsWidth(line) > width) {
      lines += "\n";
      lineStart = lines.size();
    } else if (lines.size() > lineStart) {
      lines += " ";
    }
    lines += word;
  }
  return lines;
}

}  // namespace interleave
