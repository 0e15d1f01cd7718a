// How to read the picture of a program's schedule.
#include <array>
#include <cmath>

#include "ui/program_panels.h"
#include "ui/program_timeline.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

constexpr float kSampleWidth = 44;

// Draws a sample in the middle of a line of that width.
using Draw = void (*)(const Ui& ui, ImDrawList& draw, ImVec2 middle, float width);

template <StepShape kShape>
void shape(const Ui& ui, ImDrawList& draw, ImVec2 middle, float width) {
  const float half = ui.theme.px(7);
  drawShape(ui, draw, kShape, {middle.x - width / 2, middle.y - half}, {middle.x + width / 2, middle.y + half}, Theme::thread(0));
}

void hatched(const Ui& ui, ImDrawList& draw, ImVec2 middle, float width) {
  const float half = ui.theme.px(5);
  drawHatched(ui, draw, {middle.x - width / 2, middle.y - half}, {middle.x + width / 2, middle.y + half}, Theme::thread(0));
}

void held(const Ui& ui, ImDrawList& draw, ImVec2 middle, float width) {
  const float half = ui.theme.px(6);
  draw.AddRectFilled({middle.x - width / 2, middle.y - half}, {middle.x + width / 2, middle.y + half}, Theme::thread(0));
}

void contended(const Ui& ui, ImDrawList& draw, ImVec2 middle, float width) {
  const float half = ui.theme.px(7);
  const float split = middle.y + half * 0.2f;
  draw.AddRectFilled({middle.x - width / 2, middle.y - half}, {middle.x + width / 2, split}, Theme::thread(0));
  drawHatched(ui, draw, {middle.x - width / 2, split}, {middle.x + width / 2, middle.y + half}, Theme::thread(1));
}

void diamond(const Ui& ui, ImDrawList& draw, ImVec2 middle, float) { drawDiamond(ui, draw, middle, Theme::thread(0)); }

void line(const Ui& ui, ImDrawList& draw, ImVec2 middle, float width) {
  const float thick = std::max(1.0f, std::round(ui.theme.scale() * 1.5f));
  const float step = ui.theme.px(4);
  const ImU32 color = ui.theme.colors().text;
  draw.AddRectFilled({middle.x - width / 2, middle.y + step}, {middle.x, middle.y + step + thick}, color);
  draw.AddRectFilled({middle.x, middle.y - step}, {middle.x + thick, middle.y + step + thick}, color);
  draw.AddRectFilled({middle.x, middle.y - step}, {middle.x + width / 2, middle.y - step + thick}, color);
  draw.AddCircleFilled({middle.x + thick / 2, middle.y - step + thick / 2}, ui.theme.px(3.5f), Theme::thread(0));
}

struct Sample {
  Draw draw;
  const char* meaning;
};

constexpr std::array kSamples = {
    Sample{shape<StepShape::reads>, "A thread reads a variable: one step, one column."},
    Sample{shape<StepShape::writes>, "It writes one."},
    Sample{shape<StepShape::has>, "It acquires a lock."},
    Sample{shape<StepShape::gives>, "It releases one, or gives it up to sleep."},
    Sample{shape<StepShape::other>, "Another step: notify, put, print, ..."},
    Sample{hatched, "It waits."},
    Sample{held, "Of a lock: who holds it."},
    Sample{contended, "The same, while others wait for it."},
    Sample{diamond, "Of a condition, an event, a queue: an operation."},
    Sample{line, "Of a variable: its value, and whose step has changed it."},
};

}  // namespace

void drawProgramLegend(const Ui& ui) {
  panelTitle(ui, "How to read the picture");
  if (!ImGui::BeginTable("legend", 2, ImGuiTableFlags_SizingStretchProp)) return;
  ImGui::TableSetupColumn("mark", ImGuiTableColumnFlags_WidthFixed, ui.theme.px(kSampleWidth));
  ImGui::TableSetupColumn("meaning", ImGuiTableColumnFlags_WidthStretch);
  for (const Sample& sample : kSamples) {
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

}  // namespace interleave
