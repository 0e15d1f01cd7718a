// The lanes of a program's schedule: threads, objects, variables.
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/program_panels.h"
#include "ui/program_timeline.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

using words::Deed;

constexpr float kWordsFrom = 13;  // the height of a lane, in CSS pixels, that has room for words
constexpr ImU32 kFaint = 0x48;

// The least width in pixels at which a step's shape can be told.
constexpr float kShapeFrom = 5;

const walk::Lanes& lanesOf(const Ui& ui) { return ui.state.program.lanes; }
const std::vector<walk::Step>& stepsOf(const Ui& ui) { return ui.app.userProgram().schedule().steps(); }

std::string_view shortWord(Deed deed) {
  switch (deed) {
    case Deed::read: return "read";
    case Deed::write: return "write";
    case Deed::update: return "update";
    case Deed::look: return "look";
    case Deed::change: return "change";
    case Deed::acquire: return "acquire";
    case Deed::release: return "release";
    case Deed::giveUp: return "give up";
    case Deed::sleep: return "wait";
    case Deed::wake: return "wake";
    case Deed::pass: return "pass";
    case Deed::notify: return "notify";
    case Deed::set: return "set";
    case Deed::clear: return "clear";
    case Deed::put: return "put";
    case Deed::get: return "get";
    case Deed::finish: return "task done";
    case Deed::check: return "check";
    case Deed::start: return "start";
    case Deed::wait: return "join";
    case Deed::shutdown: return "shut down";
    case Deed::end: return "end";
    case Deed::print: return "print";
    case Deed::other: break;
  }
  return "";
}

// The longest word that fits; what is read or written where there is room for that, too.
std::string labelOf(const walk::Step& step, float width) {
  const std::string word(shortWord(step.deed));
  for (const std::string& each : {step.value.empty() ? word : word + " " + step.value, word, word.substr(0, 1)}) {
    if (wordsWidth(each) <= width) return each;
  }
  return {};
}

void drawStep(const Ui& ui, const StepsGeometry& g, std::size_t step, float top, float height) {
  const walk::Step& taken = stepsOf(ui)[step];
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImU32 color = letterColor(ui, taken.letter);
  const float inset = g.perStep > static_cast<double>(ui.theme.px(8)) ? ui.theme.px(1) : 0;
  const float high = std::min(height - ui.theme.px(1), ui.theme.px(24));
  const float middle = top + height / 2;
  const ImVec2 low{std::round(g.x(static_cast<double>(step))) + inset, std::round(middle - high / 2)};
  const ImVec2 far{std::max(low.x + 1, std::round(g.x(static_cast<double>(step + 1))) - inset), std::round(middle + high / 2)};
  const StepShape shape = shapeOf(taken.deed);
  if (far.x - low.x < ui.theme.px(kShapeFrom)) return draw.AddRectFilled(low, far, color);
  drawShape(ui, draw, shape, low, far, color);
  if (high < ui.theme.px(kWordsFrom)) return;
  WithFont font(ui.theme.small());
  const std::string label = labelOf(taken, far.x - low.x - ui.theme.px(6));
  if (label.empty()) return;
  const ImU32 words = shape == StepShape::writes ? onLetterColor(ui, taken.letter) : ui.theme.colors().text;
  drawWords(draw, {std::round((low.x + far.x - wordsWidth(label)) / 2), std::round(middle - ImGui::GetTextLineHeight() / 2)},
            words, label);
}

void drawThread(const Ui& ui, const StepsGeometry& g, const walk::ThreadLane& lane, float top, float height) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImU32 color = letterColor(ui, lane.letter);
  const float middle = std::round(top + height / 2);
  if (lane.alive.from < lane.alive.to) {
    const float line = std::max(1.0f, ui.theme.px(2));
    draw.AddRectFilled({g.begin(lane.alive.from), middle - line / 2}, {g.end(lane.alive.to - 1), middle + line / 2},
                       withAlpha(color, kFaint));
  }
  const float half = std::min(height / 2 - ui.theme.px(2), ui.theme.px(7));
  for (std::size_t i = walk::firstBeyond(lane.waits, g.firstStep()); i < lane.waits.size(); ++i) {
    const walk::States& states = lane.waits[i].states;
    if (states.from > g.endStep() + 1) break;
    drawHatched(ui, draw, {g.begin(states.from), middle - half}, {g.end(states.to - 1), middle + half}, color);
  }
  const auto first = std::ranges::lower_bound(lane.steps, g.firstStep());
  for (auto step = first; step != lane.steps.end() && *step < g.endStep(); ++step) drawStep(ui, g, *step, top, height);
}

// Moves `left` to where a text of that width stands in the middle of the part of a span that is in sight. False: it has no room there.
bool placeText(const StepsGeometry& g, float& left, float right, float width) {
  const float low = std::max(left, g.left);
  const float high = std::min(right, g.right);
  if (high - low < width) return false;
  left = std::round((low + high - width) / 2);
  return true;
}

void drawHold(const Ui& ui, const StepsGeometry& g, const walk::ObjectLane::Hold& hold, float top, float height) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float left = std::round(g.begin(hold.states.from));
  const float right = std::max(left + 1, std::round(g.end(hold.states.to - 1)));
  const bool contended = !hold.waiters.empty();
  const float pad = ui.theme.px(2);
  const float split = hold.holders.empty() ? top + pad : contended ? std::round(top + height * 0.6f) : top + height - pad;
  const float bandTop = top + pad;
  const float band = (split - bandTop) / static_cast<float>(std::max<std::size_t>(1, hold.holders.size()));
  for (std::size_t i = 0; i < hold.holders.size(); ++i) {
    const float y = std::round(bandTop + static_cast<float>(i) * band);
    draw.AddRectFilled({left, y}, {right, std::round(y + band)}, letterColor(ui, hold.holders[i]));
  }
  if (contended) drawHatched(ui, draw, {left, split}, {right, top + height - pad}, letterColor(ui, hold.waiters[0]));
  if (hold.holders.size() != 1 || band < ui.theme.px(kWordsFrom)) return;
  WithFont font(ui.theme.small());
  const std::string word(1, hold.holders[0]);
  float x = left;
  if (!placeText(g, x, right, wordsWidth(word) + ui.theme.px(4))) return;
  draw.AddText({x, std::round((bandTop + split - ImGui::GetTextLineHeight()) / 2)}, onLetterColor(ui, hold.holders[0]),
               word.c_str());
}

void drawObject(const Ui& ui, const StepsGeometry& g, const walk::ObjectLane& lane, float top, float height) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float middle = std::round(top + height / 2);
  draw.AddRectFilled({g.x(0), middle}, {g.x(static_cast<double>(g.steps)), middle + std::max(1.0f, std::floor(ui.theme.scale()))},
                     ui.theme.colors().border);
  for (std::size_t i = walk::firstBeyond(lane.holds, g.firstStep()); i < lane.holds.size(); ++i) {
    if (lane.holds[i].states.from > g.endStep() + 1) break;
    drawHold(ui, g, lane.holds[i], top, height);
  }
  WithFont font(ui.theme.small());
  const auto first = std::ranges::lower_bound(lane.marks, g.firstStep());
  for (auto mark = first; mark != lane.marks.end() && *mark < g.endStep(); ++mark) {
    const walk::Step& step = stepsOf(ui)[*mark];
    const float x = std::round(g.x(static_cast<double>(*mark) + 0.5));
    drawDiamond(ui, draw, {x, middle}, letterColor(ui, step.letter));
    const std::string word(shortWord(step.deed));
    const float left = x + ui.theme.px(7);
    if (lane.holds.empty() && left + wordsWidth(word) <= g.x(static_cast<double>(*mark) + 1.4))
      draw.AddText({left, std::round(middle - ImGui::GetTextLineHeight() / 2)}, ui.theme.colors().text, word.c_str());
  }
}

// The thread whose step has made a value; none at the beginning.
ImU32 writerColor(const Ui& ui, const walk::ValueLane::Value& value) {
  return value.states.from > 0 ? letterColor(ui, stepsOf(ui)[value.states.from - 1].letter) : ui.theme.colors().muted;
}

void drawNumber(const Ui& ui, const StepsGeometry& g, const walk::ValueLane& lane, std::size_t index, float top, float height) {
  const walk::ValueLane::Value& value = lane.values[index];
  if (value.text.empty()) return;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  WithFont font(ui.theme.monoSmall());
  const float words = ImGui::GetTextLineHeight();
  // Above the highest line there is room for its number.
  const float high = top + words + ui.theme.px(1);
  const float low = top + height - ui.theme.px(5);
  const auto y = [&](std::int64_t number) {
    const double span = static_cast<double>(lane.most) - static_cast<double>(lane.least);
    const double part = span > 0 ? (static_cast<double>(number) - static_cast<double>(lane.least)) / span : 0.5;
    return std::round(low - static_cast<float>(part) * (low - high));
  };
  const float line = std::max(1.0f, std::round(ui.theme.scale() * 1.5f));
  const float left = g.begin(value.states.from);
  const float right = g.end(value.states.to - 1);
  const float at = y(value.number);
  const ImU32 color = ui.theme.colors().text;
  if (index > 0 && !lane.values[index - 1].text.empty()) {
    const float before = y(lane.values[index - 1].number);
    draw.AddRectFilled({left, std::min(before, at)}, {left + line, std::max(before, at) + line}, color);
  }
  draw.AddRectFilled({left, at}, {right, at + line}, color);
  if (value.states.from > 0) draw.AddCircleFilled({left + line / 2, at + line / 2}, ui.theme.px(3.5f), writerColor(ui, value));
  const float x = std::max(left + ui.theme.px(6), g.left);
  if (x + wordsWidth(value.text) <= right) draw.AddText({x, at - words}, color, value.text.c_str());
}

void drawSpan(const Ui& ui, const StepsGeometry& g, const walk::ValueLane::Value& value, float top, float height) {
  if (value.text.empty()) return;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const Palette& p = ui.theme.colors();
  const ImVec2 low{std::round(g.begin(value.states.from)), top + ui.theme.px(2)};
  const ImVec2 high{std::max(low.x + 1, std::round(g.end(value.states.to - 1)) - ui.theme.px(1)), top + height - ui.theme.px(2)};
  draw.AddRectFilled(low, high, p.field, ui.theme.px(3));
  draw.AddRect(low, high, p.border, ui.theme.px(3));
  draw.AddRectFilled(low, {std::min(high.x, low.x + ui.theme.px(3)), high.y}, writerColor(ui, value), ui.theme.px(2));
  WithFont font(ui.theme.monoSmall());
  const float left = std::max(low.x + ui.theme.px(6), g.left);
  const float room = std::min(high.x, g.right) - left - ui.theme.px(3);
  if (room < wordsWidth("0")) return;
  drawLabel(draw, {left, std::round((low.y + high.y - ImGui::GetTextLineHeight()) / 2)}, room, p.text, value.text);
}

void drawValues(const Ui& ui, const StepsGeometry& g, const walk::ValueLane& lane, float top, float height) {
  const bool line = lane.numbers && lane.values.size() > 1;
  for (std::size_t i = walk::firstBeyond(lane.values, g.firstStep()); i < lane.values.size(); ++i) {
    if (lane.values[i].states.from > g.endStep() + 1) break;
    if (line) drawNumber(ui, g, lane, i, top, height);
    else drawSpan(ui, g, lane.values[i], top, height);
  }
}

std::string nameOf(const Ui& ui, const LanePlace& lane) {
  switch (lane.of) {
    case LanePlace::Of::thread: return lanesOf(ui).threads[lane.index].title;
    case LanePlace::Of::object: return lanesOf(ui).objects[lane.index].name;
    case LanePlace::Of::value: return lanesOf(ui).values[lane.index].name;
  }
  return {};
}

std::string lettersText(const std::string& letters) {
  std::string text;
  for (const char letter : letters) text += (text.empty() ? "" : ", ") + letterName(letter);
  return text;
}

template <class Part>
const Part* partAt(const std::vector<Part>& parts, std::size_t state) {
  const std::size_t index = walk::firstBeyond(parts, state);
  return index < parts.size() && parts[index].states.from <= state ? &parts[index] : nullptr;
}

}  // namespace

StepShape shapeOf(Deed deed) {
  switch (deed) {
    case Deed::read:
    case Deed::look:
    case Deed::check: return StepShape::reads;
    case Deed::write:
    case Deed::update:
    case Deed::change: return StepShape::writes;
    case Deed::acquire:
    case Deed::wake: return StepShape::has;
    case Deed::release:
    case Deed::sleep: return StepShape::gives;
    default: return StepShape::other;
  }
}

void drawShape(const Ui& ui, ImDrawList& draw, StepShape shape, ImVec2 low, ImVec2 high, ImU32 color) {
  const float rounding = ui.theme.px(4);
  const float edge = ui.theme.px(4);
  const float line = std::max(1.0f, ui.theme.px(1.5f));
  if (shape == StepShape::writes) return draw.AddRectFilled(low, high, color, rounding);
  draw.AddRectFilled(low, high, ui.theme.colors().panel, rounding);
  if (shape == StepShape::reads)
    return draw.AddRect({low.x + line / 2, low.y + line / 2}, {high.x - line / 2, high.y - line / 2}, color, rounding, 0, line);
  draw.AddRectFilled(low, high, withAlpha(color, kFaint), rounding);
  if (shape == StepShape::has) draw.AddRectFilled(low, {std::min(high.x, low.x + edge), high.y}, color, ui.theme.px(1));
  if (shape == StepShape::gives) draw.AddRectFilled({std::max(low.x, high.x - edge), low.y}, high, color, ui.theme.px(1));
}

void drawHatched(const Ui& ui, ImDrawList& draw, ImVec2 low, ImVec2 high, ImU32 color) {
  draw.AddRectFilled(low, high, withAlpha(color, 0x28));
  draw.PushClipRect(low, high, true);
  const ImVec2 from = draw.GetClipRectMin();
  const ImVec2 to = draw.GetClipRectMax();
  const float height = high.y - low.y;
  const float step = ui.theme.px(6);
  // In step with the left end of the screen, so that a span that is moved does not shimmer.
  for (float x = std::floor(from.x / step) * step; x < to.x + height; x += step) {
    draw.AddLine({x, low.y}, {x - height, high.y}, color, ui.theme.px(1.2f));
  }
  draw.PopClipRect();
}

void drawDiamond(const Ui& ui, ImDrawList& draw, ImVec2 middle, ImU32 color) {
  const float half = ui.theme.px(5);
  const std::array points = {ImVec2(middle.x, middle.y - half), ImVec2(middle.x + half, middle.y),
                             ImVec2(middle.x, middle.y + half), ImVec2(middle.x - half, middle.y)};
  draw.AddConvexPolyFilled(points.data(), static_cast<int>(points.size()), color);
  draw.AddPolyline(points.data(), static_cast<int>(points.size()), ui.theme.colors().panel, ImDrawFlags_Closed,
                   std::max(1.0f, ui.theme.px(1.2f)));
}

void drawLane(const Ui& ui, const StepsGeometry& g, const LanePlace& lane, float top) {
  switch (lane.of) {
    case LanePlace::Of::thread: return drawThread(ui, g, lanesOf(ui).threads[lane.index], top, lane.height);
    case LanePlace::Of::object: return drawObject(ui, g, lanesOf(ui).objects[lane.index], top, lane.height);
    case LanePlace::Of::value: return drawValues(ui, g, lanesOf(ui).values[lane.index], top, lane.height);
  }
}

void drawLaneName(Ui& ui, const StepsGeometry& g, const LanePlace& lane, float top) {
  const float middle = top + lane.height / 2;
  float left = g.area.x;
  const std::string name = nameOf(ui, lane);
  const float right = g.left - ui.theme.px(16);
  ImGui::SetCursorScreenPos({left, top});
  ImGui::Dummy({right - left, lane.height});
  tooltip(ui, name.c_str());
  WithFont font(ui.theme.small());
  if (lane.of == LanePlace::Of::thread) {
    const float size = std::min(ui.theme.px(20), lane.height - ui.theme.px(2));
    ImGui::SetCursorScreenPos({left, std::round(middle - size / 2)});
    letterBadge(ui, lanesOf(ui).threads[lane.index].letter, size);
    left += size + ui.theme.px(6);
  }
  drawLabel(*ImGui::GetWindowDrawList(), {left, std::round(middle - ImGui::GetTextLineHeight() / 2)}, right - left,
            ui.theme.colors().muted, name);
}

std::string laneWords(const Ui& ui, const LanePlace& lane, std::size_t step, std::size_t state) {
  if (lane.of == LanePlace::Of::thread) {
    const walk::ThreadLane& thread = lanesOf(ui).threads[lane.index];
    const auto* const wait = partAt(thread.waits, state);
    if (wait == nullptr || stepsOf(ui)[step].letter == thread.letter) return {};
    return letterName(thread.letter) + (wait->what.empty() ? " waits" : " waits for " + wait->what);
  }
  if (lane.of == LanePlace::Of::object) {
    const walk::ObjectLane& object = lanesOf(ui).objects[lane.index];
    const auto* const hold = partAt(object.holds, state);
    if (hold == nullptr) return object.holds.empty() ? "" : object.name + " is free";
    const std::string held = hold->holders.empty() ? "" : object.name + " is held by " + lettersText(hold->holders);
    const std::string waiting =
        hold->waiters.empty() ? "" : lettersText(hold->waiters) + (hold->waiters.size() == 1 ? " waits for it" : " wait for it");
    return held.empty() ? object.name + ": " + waiting : held + (waiting.empty() ? "" : "; " + waiting);
  }
  const walk::ValueLane& values = lanesOf(ui).values[lane.index];
  const auto* const value = partAt(values.values, state);
  return value == nullptr || value->text.empty() ? values.name + " is not bound" : values.name + " = " + value->text;
}

}  // namespace interleave
