// How the timeline is moved: buttons, the minimap, drags, the wheel, fingers, keys.
#include <imgui_internal.h>

#include <array>
#include <cmath>

#include "ui/timeline.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

constexpr double kWheelStep = 0.8;   // a notch of the wheel, of the length in sight
constexpr double kButtonStep = 0.5;
constexpr double kKeyStep = 0.75;    // a key's press
constexpr double kPanStep = 0.15;    // of the length in sight
// While a key is held, in a second.
constexpr double kHeldZoom = 0.1;
constexpr double kHeldPan = 0.9;
// A longer press is no click.
constexpr float kHeldAfter = 0.18f;

void zoomAtMiddle(TimelineState& state, double factor) {
  state.wanted.zoom(factor, (state.wanted.fromNs() + state.wanted.toNs()) / 2);
}

// Dragged content follows the pointer at once, without gliding.
void jump(TimelineState& state) { state.view = state.wanted; }

double wholeX(const Area& bar, const TimeView& view, double ns) {
  return static_cast<double>(bar.x) + ns / view.wholeNs() * static_cast<double>(bar.width);
}

// When everything is in sight, the minimap is left out.
void drawHint(const Ui& ui, const Area& bar) {
  WithFont font(ui.theme.small());
  const char* words =
      ui.touch ? "Pinch to look closer, drag to move, tap an event" : "Scroll to look closer, drag to move, click an event";
  if (ui.state.timeline.measuring) words = "Drag to measure a time; Measure again ends it";
  if (wordsWidth(words) > bar.width) return;
  const float y = std::round(bar.y + (bar.height - ImGui::GetTextLineHeight()) / 2);
  ImGui::GetWindowDrawList()->AddText({bar.x, y}, ui.theme.colors().muted, words);
}

// The minimap: the whole time, and the part in sight.
void drawMinimap(Ui& ui, const Area& bar) {
  TimelineState& state = ui.state.timeline;
  ImGui::SetCursorScreenPos({bar.x, bar.y});
  ImGui::PushItemFlag(ImGuiItemFlags_NoNav, true);
  ImGui::InvisibleButton("minimap", {bar.width, bar.height});
  ImGui::PopItemFlag();
  noteItem(ui, "minimap");
  if (state.view.fitted()) {
    drawHint(ui, bar);
    return;
  }
  if (!ImGui::IsItemActive()) tooltip(ui, "All of the time: what is framed is shown below. Press or drag to move there");
  if (ImGui::IsItemActive()) {
    const double at = static_cast<double>((ImGui::GetMousePos().x - bar.x) / bar.width) * state.wanted.wholeNs();
    state.wanted.pan(at - (state.wanted.fromNs() + state.wanted.toNs()) / 2);
    jump(state);
  }
  const auto left = static_cast<float>(wholeX(bar, state.view, state.view.fromNs()));
  const auto right = static_cast<float>(wholeX(bar, state.view, state.view.toNs()));
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const Palette& p = ui.theme.colors();
  const float round = ui.theme.px(3);
  const float bottom = bar.y + bar.height;
  draw.AddRectFilled({bar.x, bar.y}, {left, bottom}, withAlpha(p.background, 0xB0));
  draw.AddRectFilled({right, bar.y}, {bar.x + bar.width, bottom}, withAlpha(p.background, 0xB0));
  // The frame stays visible even for the smallest part.
  const float least = ui.theme.px(4);
  const float middle = (left + right) / 2;
  draw.AddRect({std::min(left, middle - least / 2), bar.y}, {std::max(right, middle + least / 2), bottom}, p.muted, round, 0,
               std::max(1.0f, ui.theme.px(1)));
}

// A click moves the cursor to the event that is nearest in time.
void click(Ui& ui, const Geometry& g) {
  TimelineState& state = ui.state.timeline;
  if (state.measure) {
    state.measure.reset();
    return;
  }
  if (const auto event = eventAt(ui, g, ImGui::GetMousePos(), true)) ui.app.display().seek(*event);
}

void drag(Ui& ui, const Geometry& g) {
  TimelineState& state = ui.state.timeline;
  const ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsItemActivated()) {
    state.dragMeasures = io.KeyShift || state.measuring;
    if (state.dragMeasures) state.measure = {g.ns(io.MousePos.x), g.ns(io.MousePos.x)};
  }
  if (!ImGui::IsItemActive()) return;
  if (state.dragMeasures && state.measure) {
    state.measure->toNs = std::clamp(g.ns(io.MousePos.x), 0.0, state.wanted.wholeNs());
  } else if (ImGui::IsMouseDragging(ImGuiMouseButton_Left) && ui.pinch == 1) {
    state.wanted.pan(static_cast<double>(-io.MouseDelta.x) / g.perNs());
    jump(state);
  }
}

bool dragEnded() { return ImGui::IsItemDeactivated() && ImGui::GetIO().MouseReleased[ImGuiMouseButton_Left]; }

bool wasClick(const Ui& ui) {
  const float far = ui.theme.px(5);
  return ImGui::GetIO().MouseDragMaxDistanceSqr[ImGuiMouseButton_Left] < far * far;
}

bool pressed(ImGuiKey key) { return ImGui::IsKeyPressed(key, false); }

// Exact enough for a picture, without the tables of the double version.
double power(double base, double exponent) {
  return static_cast<double>(std::pow(static_cast<float>(base), static_cast<float>(exponent)));
}

// W, A, S, D by their place on the keyboard, not by their letters: they zoom and pan while they are held.
void heldKeys(Ui& ui) {
  TimelineState& state = ui.state.timeline;
  const double length = state.wanted.lengthNs();
  const double time = static_cast<double>(ImGui::GetIO().DeltaTime);
  const auto strength = [&](const MoveKey& key, double press, double held) {
    return (key.pressed ? press : 0.0) + (key.held > kHeldAfter ? held * time : 0.0);
  };
  const MoveKeys& keys = ui.moveKeys;
  const double in = strength(keys.in, 1, std::log(kHeldZoom) / std::log(kKeyStep));
  const double out = strength(keys.out, 1, std::log(kHeldZoom) / std::log(kKeyStep));
  const double side = strength(keys.right, kPanStep, kHeldPan) - strength(keys.left, kPanStep, kHeldPan);
  if (in != out) {
    const auto cursor = ui.app.display().cursor();
    const double middle = (state.wanted.fromNs() + state.wanted.toNs()) / 2;
    const double at = cursor ? static_cast<double>(ui.app.display().trace().events[*cursor].timeNs) : middle;
    const bool inSight = at >= state.wanted.fromNs() && at <= state.wanted.toNs();
    state.wanted.zoom(power(kKeyStep, in - out), inSight ? at : middle);
  }
  if (side != 0) state.wanted.pan(side * length);
  if (keys.any()) ui.state.moving = true;
}

// A button of the row above the lanes.
struct BarButton {
  const char* label;
  const char* tip;
  void (*press)(Ui&);
  bool (*on)(const TimelineState&);  // null: the button has no state
};

constexpr float kGap = 4;
constexpr float kPadding = 8;

constexpr std::array kButtons = {
    BarButton{"−###zoom out of time", "Show more time (S, or the wheel)",
              [](Ui& ui) { zoomAtMiddle(ui.state.timeline, 1 / kButtonStep); }, nullptr},
    BarButton{"+###zoom into time", "Look closer (W; at the pointer the wheel, or two fingers)",
              [](Ui& ui) { zoomAtMiddle(ui.state.timeline, kButtonStep); }, nullptr},
    BarButton{"Fit", "Show all of the time (F)", [](Ui& ui) { ui.state.timeline.wanted.fit(); }, nullptr},
    BarButton{"Measure", "Drag over the picture to measure a time; with Shift that is always so",
              [](Ui& ui) { ui.state.timeline.measuring = !ui.state.timeline.measuring; },
              [](const TimelineState& state) { return state.measuring; }},
    BarButton{"Save", "Save this run or its picture, or open one that was saved",
              [](Ui& ui) { ui.state.timeline.filesAsked = true; }, nullptr}};

float widthOf(const Ui& ui, const BarButton& each) {
  WithFont font(ui.theme.small());
  return wordsWidth(std::string_view(each.label).substr(0, std::string_view(each.label).find("###"))) + 2 * ui.theme.px(kPadding);
}

bool barButton(Ui& ui, const BarButton& each, ImVec2 size) {
  if (each.on == nullptr) return button(ui, each.label, each.tip, size);
  const bool pressed = choiceButton(ui, each.label, each.on(ui.state.timeline), size);
  noteItem(ui, each.label);
  tooltip(ui, each.tip);
  return pressed;
}

void revealCursor(Ui& ui) {
  const auto cursor = ui.app.display().cursor();
  if (cursor) ui.state.timeline.wanted.reveal(static_cast<double>(ui.app.display().trace().events[*cursor].timeNs));
}

}  // namespace

Area minimapOf(const Ui& ui, const Area& bar) {
  float buttons = 0;
  for (const BarButton& each : kButtons) buttons += widthOf(ui, each) + ui.theme.px(kGap);
  return {bar.x, bar.y, bar.width - buttons, bar.height};
}

void drawTimelineBar(Ui& ui, const Area& bar) {
  const Area minimap = minimapOf(ui, bar);
  drawMinimap(ui, minimap);
  WithFont font(ui.theme.small());
  const float above = std::max(0.0f, std::floor((bar.height - ImGui::GetTextLineHeight()) / 2));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.theme.px(kPadding), above});
  float x = minimap.x + minimap.width;
  for (const BarButton& each : kButtons) {
    x += ui.theme.px(kGap);
    ImGui::SetCursorScreenPos({x, bar.y});
    const float width = widthOf(ui, each);
    x += width;
    if (barButton(ui, each, {width, bar.height})) each.press(ui);
  }
  ImGui::PopStyleVar();
}

void moveTimeline(Ui& ui, const Geometry& g) {
  TimelineState& state = ui.state.timeline;
  ImGui::SetCursorScreenPos({g.left, g.lanesTop});
  ImGui::PushItemFlag(ImGuiItemFlags_NoNav, true);
  ImGui::InvisibleButton("plot", {g.right - g.left, g.balanceBottom - g.lanesTop});
  ImGui::PopItemFlag();
  noteItem(ui, "timeline");
  state.hovered = ImGui::IsItemHovered();
  drag(ui, g);
  if (dragEnded() && wasClick(ui)) {
    if (state.dragMeasures) state.measure.reset();
    else click(ui, g);
  }
  const ImGuiIO& io = ImGui::GetIO();
  if (!state.hovered && !ImGui::IsItemActive()) return;
  const double at = g.ns(io.MousePos.x);
  if (ui.pinch != 1) {
    state.wanted.zoom(1 / static_cast<double>(ui.pinch), at);
    jump(state);
  }
  // With Shift, and on a pad, the wheel goes sideways.
  const float across = io.MouseWheelH + (io.KeyShift ? io.MouseWheel : 0);
  if (io.MouseWheel != 0 && !io.KeyShift) state.wanted.zoom(power(kWheelStep, static_cast<double>(io.MouseWheel)), at);
  if (across != 0) state.wanted.pan(-static_cast<double>(across) * kPanStep * state.wanted.lengthNs());
}

void timelineKeys(Ui& ui) {
  TimelineState& state = ui.state.timeline;
  heldKeys(ui);
  if (pressed(ImGuiKey_F)) state.wanted.fit();
  // Characters and not keys, whose place differs between keyboards.
  for (const ImWchar character : ImGui::GetIO().InputQueueCharacters) {
    if (character == '.' || character == ',') ui.app.display().step(character == '.' ? 1 : -1);
    else if (character == ']' || character == '[') ui.app.display().stepLost(character == ']' ? 1 : -1);
    else continue;
    revealCursor(ui);
  }
  if (pressed(ImGuiKey_Escape)) {
    state.measure.reset();
    state.measuring = false;
  }
}

}  // namespace interleave
