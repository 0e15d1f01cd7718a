#include "ui/schedule_strip.h"

#include <algorithm>
#include <cmath>

#include "text/format.h"
#include "ui/letters.h"
#include "ui/signs.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

constexpr ImU32 kFaint = 0x50;  // alpha of the steps after the cursor

void drawText(ImDrawList& draw, ImVec2 at, ImU32 color, std::string_view words) {
  drawWords(draw, {std::round(at.x), std::round(at.y)}, color, words);
}

bool isMarked(const ScheduleStrip& strip, std::size_t step) { return strip.marked && strip.marked(step); }

std::string stepTip(const ScheduleStrip& strip, std::size_t step) {
  return "Step " + formatNumber(step + 1) + " of " + formatNumber(strip.schedule.size()) + ": " + strip.schedule[step] +
         strip.about(step) + "\nPress to go there";
}

void drawLetter(const Ui& ui, const ScheduleStrip& strip, std::size_t step, ImVec2 low, ImVec2 size) {
  const char letter[2] = {strip.schedule[step], 0};
  const bool taken = step < strip.at;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float inset = std::max(1.0f, std::floor(ui.theme.scale() * 0.5f));
  const ImVec2 high{low.x + size.x - inset, low.y + size.y};
  const ImU32 color = letterColor(ui, letter[0]);
  draw.AddRectFilled({low.x + inset, low.y}, high, taken ? color : withAlpha(color, kFaint), ui.theme.px(3));
  const ImVec2 extent = ImGui::CalcTextSize(letter);
  drawText(draw, {low.x + (size.x - extent.x) / 2, low.y + (size.y - extent.y) / 2},
           taken ? onLetterColor(ui, letter[0]) : ui.theme.colors().text, letter);
  if (!isMarked(strip, step)) return;
  // A notch below the letter, and a word in the tooltip.
  const float notch = ui.theme.px(4);
  const float middle = low.x + size.x / 2;
  draw.AddTriangleFilled({middle, high.y + ui.theme.px(1)}, {middle - notch, high.y + ui.theme.px(1) + notch},
                         {middle + notch, high.y + ui.theme.px(1) + notch}, ui.theme.colors().bad);
}

// Which of the letters are in sight, and where.
struct Cells {
  ImVec2 at;  // of the first one
  ImVec2 size;
  std::size_t first = 0, end = 0;

  float x(std::size_t step) const { return at.x + static_cast<float>(step - first) * size.x; }
};

// The cursor stays in view, with some of the steps after it.
Cells cellsIn(const Ui& ui, const ScheduleStrip& strip, ImVec2 at, float width, float height) {
  const float pad = ui.theme.px(6);
  Cells cells{{at.x + pad, at.y + ui.theme.px(4)}, {ui.theme.px(ui.theme.roomy() ? 20 : 16), height - ui.theme.px(11)}};
  const auto room = static_cast<std::size_t>(std::max(1.0f, std::floor((width - 2 * pad) / cells.size.x)));
  const std::size_t ahead = room / 3;
  const std::size_t hidden = strip.at + ahead - std::min(strip.at + ahead, room);
  const std::size_t size = strip.schedule.size();
  cells.first = std::min(hidden, size - std::min(size, room));
  cells.end = std::min(size, cells.first + room);
  return cells;
}

void drawCells(const Ui& ui, const ScheduleStrip& strip, const Cells& cells, ImVec2 at, ImVec2 size) {
  const Palette& p = ui.theme.colors();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  for (std::size_t step = cells.first; step < cells.end; ++step) {
    drawLetter(ui, strip, step, {cells.x(step), cells.at.y}, cells.size);
  }
  // The schedule continues on that side.
  const auto more = [&](float x, float side) {
    const float tip = ui.theme.px(4);
    const ImVec2 point{x - side, at.y + size.y / 2};
    const float base = point.x - side * tip;
    draw.AddTriangleFilled(point, {base, point.y - tip}, {base, point.y + tip}, p.muted);
  };
  if (cells.first > 0) more(at.x, -1);
  if (cells.end < strip.schedule.size()) more(at.x + size.x, 1);
  const float x = std::round(cells.x(strip.at));
  const float half = std::max(1.0f, ui.theme.px(1));
  const float inset = ui.theme.px(1);
  draw.AddRectFilled({x - half, at.y + inset}, {x + half, at.y + size.y - inset}, p.text, half);
}

std::optional<std::size_t> drawLetters(Ui& ui, const ScheduleStrip& strip, float width) {
  const Palette& p = ui.theme.colors();
  const float height = ImGui::GetFrameHeight();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const bool pressed = ImGui::InvisibleButton("##letters", {width, height});
  noteItem(ui, "schedule");
  const bool hovered = ImGui::IsItemHovered();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(at, {at.x + width, at.y + height}, p.field, ImGui::GetStyle().FrameRounding);
  if (strip.schedule.empty()) {
    WithFont font(ui.theme.small());
    const std::string_view words = ui.narrow ? "Press a thread below" : "Press a thread below to take its next step";
    drawText(draw, {at.x + ui.theme.px(8), at.y + (height - ImGui::GetTextLineHeight()) / 2}, p.muted, words);
    tooltip(ui, "The schedule: a letter for each step");
    return std::nullopt;
  }
  WithFont font(ui.theme.monoSmall());
  const Cells cells = cellsIn(ui, strip, at, width, height);
  drawCells(ui, strip, cells, at, {width, height});
  const float column = (ImGui::GetMousePos().x - cells.at.x) / cells.size.x;
  const std::size_t under = cells.first + static_cast<std::size_t>(std::max(0.0f, column));
  if (hovered && under < cells.end) tooltip(ui, stepTip(strip, under).c_str());
  if (!pressed || !hovered) return std::nullopt;
  return std::min(cells.end, column < 0 ? cells.first : under + 1);
}

}  // namespace

std::optional<std::size_t> drawScheduleStrip(Ui& ui, const ScheduleStrip& strip) {
  const float gap = ui.theme.px(3);
  const std::size_t size = strip.schedule.size();
  const std::size_t at = strip.at;
  std::optional<std::size_t> wanted;
  const auto then = [&] { ImGui::SameLine(0, gap); };
  if (signButton(ui, "to start", "To the start; the schedule stays (Home)", Sign::toStart, at > 0)) wanted = 0;
  then();
  if (signButton(ui, "step back", "One step back; the schedule stays (←)", Sign::back, at > 0)) wanted = at - 1;
  then();
  const std::string count = formatNumber(at) + "/" + formatNumber(size);
  float countWidth = ui.theme.px(6);
  {
    WithFont font(ui.theme.monoSmall());
    countWidth += wordsWidth(count);
  }
  const float buttons = 2 * (ImGui::GetItemRectSize().x + gap);
  if (const auto pressed = drawLetters(ui, strip, ImGui::GetContentRegionAvail().x - buttons - countWidth)) wanted = pressed;
  then();
  if (signButton(ui, "step on", "One step on, as the schedule says (→)", Sign::on, at < size)) wanted = at + 1;
  then();
  if (signButton(ui, "to end", "To the end of the schedule (End)", Sign::toEnd, at < size)) wanted = size;
  ImGui::SameLine(0, ui.theme.px(6));
  ImGui::AlignTextToFramePadding();
  WithFont font(ui.theme.monoSmall());
  mutedText(ui, count);
  return wanted;
}

}  // namespace interleave
