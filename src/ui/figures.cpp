#include "ui/figures.h"

#include <algorithm>
#include <cmath>

#include "text/format.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

constexpr float kNameGap = 6;

}  // namespace

void outcomeSentence(const Ui& ui, std::string_view sentence) {
  WithFont font(ui.theme.heading());
  ImGui::PushTextWrapPos(0);
  text(sentence);
  ImGui::PopTextWrapPos();
}

float heightWithSentence(const Ui& ui, std::string_view sentence, float width, int leastLines) {
  WithFont font(ui.theme.heading());
  const float wrapped = width - 2 * ui.theme.px(16);
  const float least = static_cast<float>(leastLines) * ImGui::GetTextLineHeight();
  return std::round(std::max(least, wordsSize(sentence, wrapped).y)) + ui.theme.px(14 + 12 + 18 + 14);
}

void figure(const Ui& ui, std::string_view name, std::string_view value) {
  mutedText(ui, name);
  ImGui::SameLine(0, ui.theme.px(kNameGap));
  WithFont font(ui.theme.mono());
  text(value);
  ImGui::SameLine(0, ui.theme.px(kFigureGap));
}

float figureWidth(const Ui& ui, std::string_view name, std::string_view value) {
  const float words = wordsWidth(name);
  WithFont font(ui.theme.mono());
  return words + ui.theme.px(kNameGap) + wordsWidth(value) + ui.theme.px(kFigureGap);
}

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

bool drawExploring(Ui& ui, const ExploreProgress& progress, const std::string& words, const char* tip) {
  const std::uint64_t total = progress.total.load();
  const double part = total > 0 ? static_cast<double>(progress.done.load()) / static_cast<double>(total) : 0;
  const float gap = ui.theme.px(8);
  const float cancel = buttonWidth("Cancel");
  progressBar(ui, part, words, ImGui::GetContentRegionAvail().x - cancel - gap);
  tooltip(ui, tip);
  ImGui::SameLine(0, gap);
  return button(ui, "Cancel", "Give up exploring; what has been found is shown", {cancel, 0});
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
