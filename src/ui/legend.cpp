#include "ui/legend.h"

#include <array>
#include <cmath>

#include "ui/widgets.h"

namespace interleave {
namespace {

constexpr float kSampleWidth = 44;  // of the column
constexpr float kMark = 4.5f;  // radius of a ring and of a disc

// ---- The marks of the timeline

void ring(const Ui& ui, ImDrawList& draw, ImVec2 middle, float) {
  draw.AddCircleFilled(middle, ui.theme.px(kMark), ui.theme.colors().panel);
  draw.AddCircle(middle, ui.theme.px(kMark), Theme::thread(0), 0, ui.theme.px(2));
}

void disc(const Ui& ui, ImDrawList& draw, ImVec2 middle, float) {
  draw.AddCircleFilled(middle, ui.theme.px(kMark), Theme::thread(0));
}

void filled(const Ui& ui, ImDrawList& draw, ImVec2 middle, float width) {
  const float half = ui.theme.px(5);
  draw.AddRectFilled({middle.x - width / 2, middle.y - half}, {middle.x + width / 2, middle.y + half},
                     withAlpha(Theme::thread(0), 0x60));
}

void hatched(const Ui& ui, ImDrawList& draw, ImVec2 middle, float width) {
  filled(ui, draw, middle, width);
  const float half = ui.theme.px(5);
  draw.PushClipRect({middle.x - width / 2, middle.y - half}, {middle.x + width / 2, middle.y + half}, true);
  for (float x = middle.x - width / 2; x < middle.x + width / 2 + 2 * half; x += ui.theme.px(6)) {
    draw.AddLine({x, middle.y - half}, {x - 2 * half, middle.y + half}, Theme::thread(0), ui.theme.px(1.5f));
  }
  draw.PopClipRect();
}

void dashes(const Ui& ui, ImVec2 middle, float width, ImU32 color) {
  const float line = ui.theme.px(2);
  dashedLine(middle.x - width / 2, middle.x + width / 2, middle.y - line / 2, line, ui.theme.px(5), color);
}

void dashed(const Ui& ui, ImDrawList&, ImVec2 middle, float width) { dashes(ui, middle, width, Theme::thread(0)); }

void strip(const Ui& ui, ImDrawList& draw, ImVec2 middle, float width) {
  const float half = ui.theme.px(1.5f);
  draw.AddRectFilled({middle.x - width / 2, middle.y - half}, {middle.x + width / 2, middle.y + half}, Theme::thread(0));
}

void cross(const Ui& ui, ImDrawList& draw, ImVec2 middle, float) {
  const float half = ui.theme.px(4);
  const ImU32 color = ui.theme.colors().bad;
  draw.AddLine({middle.x - half, middle.y - half}, {middle.x + half, middle.y + half}, color, ui.theme.px(2));
  draw.AddLine({middle.x - half, middle.y + half}, {middle.x + half, middle.y - half}, color, ui.theme.px(2));
}

void bar(const Ui& ui, ImDrawList& draw, ImVec2 middle, float) {
  const float half = ui.theme.px(6);
  draw.AddRectFilled({middle.x - ui.theme.px(1), middle.y - half}, {middle.x + ui.theme.px(1), middle.y + half},
                     Theme::thread(0));
}

void second(const Ui& ui, ImDrawList&, ImVec2 middle, float width) { dashes(ui, middle, width, ui.theme.colors().muted); }

constexpr std::array kSamples = {
    LegendSample{ring, "A thread reads the balance."},
    LegendSample{disc, "A thread writes it."},
    LegendSample{filled, "It sleeps with its copy in hand."},
    LegendSample{hatched, "Its copy is stale: another thread has written since."},
    LegendSample{dashed, "It waits for the lock."},
    LegendSample{strip, "Under a lane: it holds the lock; thicker: others wait for it."},
    LegendSample{cross, "An exception, or a copy that was found stale."},
    LegendSample{bar, "An update that was refused, or given up."},
    LegendSample{second, "Of the balance: the second account's."},
};

}  // namespace

void drawLegendTable(const Ui& ui, std::span<const LegendSample> samples) {
  panelTitle(ui, "How to read the picture");
  if (!ImGui::BeginTable("legend", 2, ImGuiTableFlags_SizingStretchProp)) return;
  ImGui::TableSetupColumn("mark", ImGuiTableColumnFlags_WidthFixed, ui.theme.px(kSampleWidth));
  ImGui::TableSetupColumn("meaning", ImGuiTableColumnFlags_WidthStretch);
  for (const LegendSample& sample : samples) {
    ImGui::TableNextColumn();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ui.theme.px(kSampleWidth - 12);
    const float height = ImGui::GetTextLineHeight();
    ImGui::Dummy({width, height});
    sample.draw(ui, *ImGui::GetWindowDrawList(), {std::round(at.x + width / 2), std::round(at.y + height / 2)}, width);
    ImGui::TableNextColumn();
    ImGui::PushTextWrapPos(0);
    mutedText(ui, sample.meaning);
    ImGui::PopTextWrapPos();
  }
  ImGui::EndTable();
}

void drawLegend(const Ui& ui) { drawLegendTable(ui, kSamples); }

}  // namespace interleave
