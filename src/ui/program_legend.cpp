// How to read the picture of a program's schedule.
#include <array>
#include <cmath>

#include "ui/legend.h"
#include "ui/program_panels.h"
#include "ui/program_timeline.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

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

constexpr std::array kSamples = {
    LegendSample{shape<StepShape::reads>, "A thread reads a variable: one step, one column."},
    LegendSample{shape<StepShape::writes>, "It writes one."},
    LegendSample{shape<StepShape::has>, "It acquires a lock."},
    LegendSample{shape<StepShape::gives>, "It releases one, or gives it up to sleep."},
    LegendSample{shape<StepShape::other>, "Another step: notify, put, print, ..."},
    LegendSample{hatched, "It waits."},
    LegendSample{held, "Of a lock: who holds it."},
    LegendSample{contended, "The same, while others wait for it."},
    LegendSample{diamond, "Of a condition, an event, a queue: an operation."},
    LegendSample{line, "Of a variable: its value, and whose step has changed it."},
};

}  // namespace

void drawProgramLegend(const Ui& ui) { drawLegendTable(ui, kSamples); }

}  // namespace interleave
