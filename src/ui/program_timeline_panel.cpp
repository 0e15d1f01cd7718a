// The picture of a program's schedule.
#include <algorithm>
#include <cmath>

#include "text/format.h"
#include "ui/program_panels.h"
#include "ui/program_timeline.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

constexpr float kBar = 24;
constexpr float kBarFrom = 150;  // of the panel's height, for there to be a bar
constexpr float kAxis = 24;
constexpr float kGroupGap = 7;
constexpr float kLeastNames = 84;
constexpr float kMostNames = 180;
constexpr float kNamesPart = 0.18f;  // of the width

// The heights of a lane, in CSS pixels: as high as it needs to be, and as it likes to be.
struct LaneHeights {
  float least;
  float most;
};

LaneHeights heightsOf(const ProgramView& view, const LanePlace& lane) {
  switch (lane.of) {
    case LanePlace::Of::thread: return {20, 40};
    case LanePlace::Of::object: return {16, 28};
    case LanePlace::Of::value: break;
  }
  const bool line = view.lanes.values[lane.index].numbers && view.lanes.values[lane.index].values.size() > 1;
  return line ? LaneHeights{30, 84} : LaneHeights{20, 26};
}

std::vector<LanePlace> lanesOf(const ProgramView& view) {
  std::vector<LanePlace> lanes;
  const auto add = [&lanes](LanePlace::Of of, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) lanes.push_back({.of = of, .index = i});
  };
  add(LanePlace::Of::thread, view.lanes.threads.size());
  add(LanePlace::Of::object, view.lanes.objects.size());
  add(LanePlace::Of::value, view.lanes.values.size());
  return lanes;
}

// Lanes get what they like as far as there is room, and never less than they need.
void placeLanes(const Ui& ui, StepsGeometry& g) {
  const ProgramView& view = ui.state.program;
  g.lanes = lanesOf(view);
  float least = 0;
  float more = 0;
  std::size_t gaps = 0;
  for (std::size_t i = 0; i < g.lanes.size(); ++i) {
    const LaneHeights heights = heightsOf(view, g.lanes[i]);
    least += ui.theme.px(heights.least);
    more += ui.theme.px(heights.most) - ui.theme.px(heights.least);
    if (i > 0 && g.lanes[i].of != g.lanes[i - 1].of) ++gaps;
  }
  least += static_cast<float>(gaps) * ui.theme.px(kGroupGap);
  const float part = more > 0 ? std::clamp((g.area.height - least) / more, 0.0f, 1.0f) : 0;
  float top = 0;
  for (std::size_t i = 0; i < g.lanes.size(); ++i) {
    if (i > 0 && g.lanes[i].of != g.lanes[i - 1].of) top += ui.theme.px(kGroupGap);
    const LaneHeights heights = heightsOf(view, g.lanes[i]);
    g.lanes[i].top = top;
    g.lanes[i].height = std::floor(ui.theme.px(heights.least) + part * (ui.theme.px(heights.most) - ui.theme.px(heights.least)));
    top += g.lanes[i].height;
  }
  g.lanesHeight = top;
}

StepsGeometry makeGeometry(Ui& ui, const Area& area) {
  StepsGeometry g;
  const float pad = ui.theme.px(16);
  const float bar = area.height >= ui.theme.px(kBarFrom) ? ui.theme.px(kBar) : 0;
  g.bar = {area.x + pad, area.y + ui.theme.px(8), area.width - 2 * pad, bar};
  const float top = g.bar.y + bar + ui.theme.px(bar > 0 ? 8 : 2);
  g.area = {area.x + pad, top, area.width - pad - ui.theme.px(6), area.y + area.height - ui.theme.px(kAxis) - top};
  const float names = std::clamp(g.area.width * kNamesPart, ui.theme.px(kLeastNames), ui.theme.px(kMostNames));
  g.left = std::round(g.area.x + names + ui.theme.px(12));
  g.right = g.area.x + g.area.width - ui.theme.px(16);
  g.steps = ui.app.userProgram().schedule().schedule().size();
  followSteps(ui, static_cast<double>(g.right - g.left));
  g.from = ui.state.program.steps.from;
  g.perStep = ui.state.program.steps.shownPerStep();
  placeLanes(ui, g);
  return g;
}

// To 1, 2 or 5 times a power of ten.
std::size_t roundUp(double number) {
  std::size_t power = 1;
  while (static_cast<double>(10 * power) < number) power *= 10;
  for (const std::size_t lead : {std::size_t{1}, std::size_t{2}, std::size_t{5}}) {
    if (static_cast<double>(lead * power) >= number) return lead * power;
  }
  return 10 * power;
}

// The columns, and the numbers of steps below them.
void drawAxis(const Ui& ui, const StepsGeometry& g) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const Palette& p = ui.theme.colors();
  WithFont font(ui.theme.small());
  const float bottom = g.area.y + g.area.height;
  const double wanted = static_cast<double>(wordsWidth(formatNumber(g.steps)) + ui.theme.px(14)) / g.perStep;
  const std::size_t every = roundUp(wanted);
  const float line = std::max(1.0f, std::floor(ui.theme.scale()));
  for (std::size_t step = g.firstStep() / every * every; step < g.endStep(); step += every) {
    const float x = std::round(g.x(static_cast<double>(step)));
    if (x >= g.left - 1) draw.AddRectFilled({x, g.area.y}, {x + line, bottom}, p.grid);
    const std::size_t number = step + every;
    if (number > g.steps) break;
    const std::string words = formatNumber(number);
    const float middle = g.x(static_cast<double>(number) - 0.5);
    if (middle > g.right) break;
    draw.AddText({std::round(middle - wordsWidth(words) / 2), bottom + ui.theme.px(5)}, p.muted, words.c_str());
  }
}

std::string stepText(const Ui& ui, std::size_t step, bool withLine) {
  const walk::Step& taken = ui.app.userProgram().schedule().steps()[step];
  const std::string line = withLine && taken.line > 0 ? ", line " + std::to_string(taken.line) : "";
  return "step " + formatNumber(step + 1) + ": " + letterName(taken.letter) + " " + taken.words + line;
}

// Where the next step would be taken; what comes behind it is pale.
void drawCursor(const Ui& ui, const StepsGeometry& g) {
  const float x = std::round(g.x(static_cast<double>(ui.app.userProgram().schedule().at())));
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float bottom = g.area.y + g.area.height;
  const float right = g.right + ui.theme.px(12);
  const float from = std::clamp(x, g.left, right);
  const float to = std::min(g.x(static_cast<double>(g.steps)), right);
  if (from < to) draw.AddRectFilled({from, g.area.y}, {to, bottom}, withAlpha(ui.theme.colors().panel, 0x90));
  if (x < g.left - ui.theme.px(2) || x > g.right + ui.theme.px(2)) return;
  const float line = std::max(1.0f, std::round(ui.theme.scale()));
  draw.AddRectFilled({x - line, g.area.y}, {x + line, bottom}, ui.theme.colors().text);
}

// The newest step in words, at the cursor below the lanes.
void drawNewest(const Ui& ui, const StepsGeometry& g) {
  const std::size_t at = ui.app.userProgram().schedule().at();
  if (at == 0) return;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const Palette& p = ui.theme.colors();
  WithFont font(ui.theme.small());
  const std::string words = stepText(ui, at - 1, false);
  const float least = g.area.x + ui.theme.px(6);
  const float width = std::min(wordsWidth(words), g.right - least);
  const float x = g.x(static_cast<double>(at));
  const float left = std::clamp(x - width / 2, least, std::max(least, g.right - width));
  const ImVec2 low{std::round(left), g.area.y + g.area.height + ui.theme.px(4)};
  const ImVec2 high{low.x + width, low.y + ImGui::GetTextLineHeight() + ui.theme.px(2)};
  const float out = ui.theme.px(5);
  draw.AddRectFilled({low.x - out, low.y}, {high.x + out, high.y}, p.text, ui.theme.px(4));
  drawLabel(draw, {low.x, low.y + ui.theme.px(1)}, width, p.panel, words);
}

void drawTip(const Ui& ui, const StepsGeometry& g, float scrolled) {
  const StepsView& view = ui.state.program.steps;
  if (!view.hovered || ui.touch || view.dragging || g.steps == 0) return;
  const ImVec2 pointer = ImGui::GetMousePos();
  const double under = g.step(pointer.x);
  if (under < 0 || under >= static_cast<double>(g.steps)) return;
  const auto step = static_cast<std::size_t>(under);
  const auto state = static_cast<std::size_t>(under + 0.5);
  std::string words = stepText(ui, step, true);
  for (const LanePlace& lane : g.lanes) {
    const float top = g.area.y + lane.top - scrolled;
    if (pointer.y < top || pointer.y >= top + lane.height) continue;
    if (const std::string more = laneWords(ui, lane, step, state); !more.empty()) words += "\n" + more;
  }
  hoverWords(ui, words);
}

void drawEmpty(const Ui& ui, const StepsGeometry& g) {
  if (g.steps > 0) return;
  WithFont font(ui.theme.small());
  const char* const words =
      ui.narrow ? "Press Run, or an ending in Outcomes." : "Press Run, a thread in Scheduler, or an ending in Outcomes.";
  const ImVec2 at{g.left + ui.theme.px(12), g.area.y + g.area.height - ImGui::GetTextLineHeight() - ui.theme.px(4)};
  ImGui::GetWindowDrawList()->AddText(at, ui.theme.colors().muted, words);
}

// A window of its own, as the lanes may scroll.
float drawLanes(Ui& ui, StepsGeometry& g) {
  ImGui::SetCursorScreenPos({g.area.x, g.area.y});
  const ImGuiWindowFlags flags = ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NavFlattened;
  ImGui::BeginChild("lanes", {g.area.width, g.area.height}, 0, g.scrolls() ? flags : flags | ImGuiWindowFlags_NoScrollbar);
  const float scrolled = ImGui::GetScrollY();
  for (const LanePlace& lane : g.lanes) {
    const float top = g.area.y + lane.top - scrolled;
    if (top + lane.height < g.area.y || top > g.area.y + g.area.height) continue;
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw.PushClipRect({g.left - ui.theme.px(4), g.area.y}, {g.right + ui.theme.px(8), g.area.y + g.area.height}, true);
    drawLane(ui, g, lane, top);
    draw.PopClipRect();
    drawLaneName(ui, g, lane, top);
  }
  drawCursor(ui, g);
  moveSteps(ui, g);
  ImGui::SetCursorPosY(g.lanesHeight);
  ImGui::Dummy({1, 0});
  ImGui::EndChild();
  return scrolled;
}

}  // namespace

std::size_t StepsGeometry::firstStep() const { return static_cast<std::size_t>(std::max(0.0, std::floor(from))); }

std::size_t StepsGeometry::endStep() const {
  const double last = std::ceil(step(right + 12));
  return std::min(steps, static_cast<std::size_t>(std::max(0.0, last)));
}

void drawProgramTimeline(Ui& ui, const Area& area) {
  Panel panel(ui, "Timeline", area, Panel::kFixed);
  if (saysUnplayable(ui)) return;
  OfOlderText pale(ui);
  StepsGeometry g = makeGeometry(ui, area);
  drawAxis(ui, g);
  const float scrolled = drawLanes(ui, g);
  drawNewest(ui, g);
  drawEmpty(ui, g);
  drawTip(ui, g, scrolled);
  if (g.bar.height > 0) drawStepsBar(ui, g);
}

}  // namespace interleave
