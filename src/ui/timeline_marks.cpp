// Drawn over the timeline's picture: words beside marks, arrows, the cursor, the measurement.
#include <array>
#include <cmath>

#include "text/format.h"
#include "trace/explanation.h"
#include "ui/timeline.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

constexpr std::size_t kMaxLabels = 96;  // events in sight; more words would cover each other
constexpr std::size_t kMaxArrowLabels = 2;
// The most events in sight that are searched for the one under the pointer.
constexpr std::size_t kMaxLookedAt = 4'096;

double timeOf(const Event& event) { return static_cast<double>(event.timeNs); }

std::string stepLabel(const Event& event) {
  switch (event.kind) {
    case EventKind::read: return "read " + formatNumber(event.value);
    case EventKind::write: return "write " + formatNumber(event.value);
    case EventKind::added: return "added, " + formatNumber(event.value);
    case EventKind::swapped: return "swapped, " + formatNumber(event.value);
    case EventKind::retry: return "stale, again";
    case EventKind::gaveUp: return "gave up";
    case EventKind::thrown: return "raised";
    case EventKind::refused: return "refused";
    default: return {};
  }
}

// Words on an opaque plate.
void plate(const Ui& ui, ImVec2 at, const std::string& words, ImU32 color, ImU32 background) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImVec2 extent = ImGui::CalcTextSize(words.c_str());
  const float out = ui.theme.px(3);
  draw.AddRectFilled({at.x - out, at.y - ui.theme.px(1)}, {at.x + extent.x + out, at.y + extent.y + ui.theme.px(1)}, background,
                     out);
  draw.AddText(at, color, words.c_str());
}

void drawArrow(const Ui& ui, const Geometry& g, const RunResult& result, const LostUpdate& lost, bool withLabel) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImU32 color = ui.theme.colors().bad;
  const Event& from = result.trace.events[lost.write];
  const Event& to = result.trace.events[lost.by];
  const ImVec2 start{g.x(timeOf(from)), g.y(static_cast<double>(from.value))};
  const ImVec2 end{g.x(timeOf(to)), g.y(static_cast<double>(to.value))};
  const float bulge = std::max(ui.theme.px(26), std::abs(end.y - start.y) * 0.22f);
  const ImVec2 middle{std::min(start.x, end.x) - bulge, (start.y + end.y) / 2};
  const float away = ui.theme.px(7);
  const float down = end.y > start.y ? 1.0f : -1.0f;
  const ImVec2 tip{end.x - away, end.y - down * away * 0.6f};
  draw.AddBezierQuadratic({start.x - away, start.y + down * away * 0.4f}, middle, tip, color, ui.theme.px(2) * 0.8f);
  const float head = ui.theme.px(7);
  draw.AddTriangleFilled(tip, {tip.x - head, tip.y - down * head * 0.45f}, {tip.x - head * 0.2f, tip.y - down * head}, color);
  if (!withLabel) return;
  WithFont font(ui.theme.small());
  const std::string label = formatSigned(changeOf(result.settings.program.mode,
                                                  result.settings.program.transactions[from.task].amount, from.objects.first())) +
                            " lost";
  const ImVec2 extent = ImGui::CalcTextSize(label.c_str());
  const ImVec2 at{std::round((middle.x + start.x) / 2 - extent.x - ui.theme.px(6)), std::round(middle.y - extent.y / 2)};
  if (at.x > g.left) draw.AddText(at, color, label.c_str());
}

// An exact time, also in a larger unit.
std::string exactTime(const Ui& ui, const Event& event) {
  if (ui.app.display().showsSchedule()) return "step " + formatNumber(event.timeNs);
  return formatDuration(event.timeNs) + " (" + formatNumber(event.timeNs) + " ns)";
}

}  // namespace

// Beside the marks in the lanes, where there is room.
void drawStepLabels(const Ui& ui, const Geometry& g) {
  const Trace& trace = ui.app.display().trace();
  const HistoryScene& scene = ui.state.timeline.picture.scene;
  if (scene.endEvent - scene.firstEvent > kMaxLabels || g.laneHeight < ui.theme.px(kLaneWithWords)) return;
  WithFont font(ui.theme.monoSmall());
  std::array<float, limits::kMaxTransactions> freeFrom{};
  for (std::size_t i = scene.firstEvent; i < scene.endEvent; ++i) {
    const Event& event = trace.events[i];
    const std::string label = stepLabel(event);
    const float mark = g.x(timeOf(event));
    if (label.empty() || !g.inSight(mark)) continue;
    const ImVec2 extent = ImGui::CalcTextSize(label.c_str());
    float x = mark + ui.theme.px(9);
    // At the right end there is room on the left only.
    if (x + extent.x > g.right + ui.theme.px(8)) x = mark - ui.theme.px(9) - extent.x;
    if (x < freeFrom[event.task]) continue;
    freeFrom[event.task] = std::max(x, mark) + extent.x + ui.theme.px(6);
    plate(ui, {std::round(x), std::round(g.laneMiddle(event.task) - extent.y / 2)}, label, ui.theme.colors().text,
          withAlpha(ui.theme.colors().panel, 0xB0));
  }
}

std::vector<std::size_t> endless(const Ui& ui, const Geometry& g) {
  const Report* report = ui.app.display().live() ? nullptr : ui.app.display().report();
  if (report == nullptr || report->run.end != RunEnd::deadlocked || g.laneHeight < ui.theme.px(kLaneWithWords)) return {};
  // The end is out of sight.
  if (!ui.state.timeline.view.fitted()) return {};
  return report->run.waiters;
}

void drawEndless(const Ui& ui, const Geometry& g) {
  WithFont font(ui.theme.small());
  const ImVec2 extent = ImGui::CalcTextSize(kEndless);
  for (const std::size_t task : endless(ui, g)) {
    const ImVec2 at{std::round(g.right - extent.x - ui.theme.px(8)), std::round(g.laneMiddle(task) - extent.y / 2)};
    plate(ui, at, kEndless, ui.theme.colors().text, withAlpha(ui.theme.colors().panel, 0xD0));
  }
}

// From the lost write down or up to the write that overwrote it.
void drawLostArrows(const Ui& ui, const Geometry& g) {
  const Report* report = ui.app.display().report();
  const HistoryScene& scene = ui.state.timeline.picture.scene;
  const std::size_t count = scene.endLost - scene.firstLost;
  if (report == nullptr || ui.app.display().live() || count > kMaxLostArrows || scene.endLost > report->run.lost.size()) return;
  ImGui::GetWindowDrawList()->PushClipRect({g.left - ui.theme.px(40), g.balanceTop - ui.theme.px(14)},
                                           {g.right + ui.theme.px(8), g.balanceBottom + ui.theme.px(14)}, true);
  for (std::size_t i = scene.firstLost; i < scene.endLost; ++i) {
    // With more losses there are arrows only; the sentence above counts the losses.
    drawArrow(ui, g, report->run, report->run.lost[i], count <= kMaxArrowLabels);
  }
  ImGui::GetWindowDrawList()->PopClipRect();
}

// The code, the threads and the words for screen readers follow it.
void drawCursor(const Ui& ui, const Geometry& g) {
  const auto cursor = ui.app.display().cursor();
  const Trace& trace = ui.app.display().trace();
  if (!cursor || *cursor >= trace.events.size()) return;
  const Event& event = trace.events[*cursor];
  const float x = std::round(g.x(timeOf(event)));
  if (!g.inSight(x)) return;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float line = std::max(1.0f, std::round(ui.theme.scale()));
  draw.AddRectFilled({x, g.lanesTop - ui.theme.px(2)}, {x + line, g.balanceBottom + ui.theme.px(4)}, ui.theme.colors().text);
  WithFont font(ui.theme.monoSmall());
  const std::string words = letterText(event.task) + " " + describe(event) + " at " + exactTime(ui, event);
  const ImVec2 extent = ImGui::CalcTextSize(words.c_str());
  const float left = std::clamp(x - extent.x / 2, g.left, std::max(g.left, g.right - extent.x));
  const float top = g.balanceTop - ui.theme.px(16);
  plate(ui, {std::round(left), std::round(top)}, words, ui.theme.colors().panel, ui.theme.colors().text);
}

void drawMeasure(const Ui& ui, const Geometry& g) {
  const auto& measure = ui.state.timeline.measure;
  if (!measure) return;
  const double from = std::min(measure->fromNs, measure->toNs);
  const double to = std::max(measure->fromNs, measure->toNs);
  const float left = std::clamp(g.x(from), g.left, g.right);
  const float right = std::clamp(g.x(to), g.left, g.right);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImU32 color = ui.theme.colors().primary;
  draw.AddRectFilled({left, g.lanesTop}, {right, g.balanceBottom}, withAlpha(color, 0x28));
  const float line = std::max(1.0f, std::round(ui.theme.scale()));
  for (const float edge : {left, right}) draw.AddRectFilled({edge, g.lanesTop}, {edge + line, g.balanceBottom}, color);
  const Trace& trace = ui.app.display().trace();
  const std::size_t events = firstEventAt(trace, static_cast<std::int64_t>(std::floor(to)) + 1) -
                             firstEventAt(trace, static_cast<std::int64_t>(std::ceil(from)));
  const auto length = static_cast<std::int64_t>(std::llround(to - from));
  const std::string words =
      (ui.app.display().showsSchedule() ? formatCount(static_cast<std::uint64_t>(length), "step") : formatDuration(length)) +
      ", " + formatCount(events, "event");
  WithFont font(ui.theme.monoSmall());
  const ImVec2 extent = ImGui::CalcTextSize(words.c_str());
  const float x = std::clamp((left + right - extent.x) / 2, g.left, std::max(g.left, g.right - extent.x));
  plate(ui, {std::round(x), std::round(g.balanceBottom - extent.y - ui.theme.px(4))}, words, ui.theme.colors().onPrimary, color);
}

std::optional<std::size_t> eventAt(const Ui& ui, const Geometry& g, ImVec2 point, bool anywhere) {
  const Trace& trace = ui.app.display().trace();
  const float reach = anywhere ? 1e9f : ui.theme.px(9);
  // Those near the point in time are enough: anywhere, the one before and the one after it.
  const double near = anywhere ? 0 : static_cast<double>(reach) / g.perNs();
  std::size_t first = firstEventAt(trace, static_cast<std::int64_t>(std::floor(g.ns(point.x) - near)));
  std::size_t end = firstEventAt(trace, static_cast<std::int64_t>(std::ceil(g.ns(point.x) + near)) + 1);
  if (anywhere) {
    first = first > 0 ? first - 1 : 0;
    end = std::min(trace.events.size(), end + 1);
  }
  if (end - first > kMaxLookedAt) return std::nullopt;
  std::optional<std::size_t> nearest;
  float best = reach * reach;
  for (std::size_t i = first; i < end; ++i) {
    const Event& event = trace.events[i];
    const float dx = g.x(timeOf(event)) - point.x;
    const float laneDy = g.laneMiddle(event.task) - point.y;
    const bool onBalance = readsBalance(event.kind) || writesBalance(event.kind);
    const float dy = onBalance ? g.y(static_cast<double>(event.value)) - point.y : laneDy;
    // Anywhere, the nearest in time; of several at one time, the nearest mark.
    const float distance = (anywhere ? 1e4f : 1.0f) * dx * dx + std::min(dy * dy, laneDy * laneDy);
    if (distance >= best && (nearest || !anywhere)) continue;
    best = distance;
    nearest = i;
  }
  return nearest;
}

// The event of a mark under the pointer, on the balance or in its lane.
void drawEventTooltip(const Ui& ui, const Geometry& g) {
  if (!ui.state.timeline.hovered || ui.touch || ImGui::IsMouseDown(ImGuiMouseButton_Left)) return;
  const auto index = eventAt(ui, g, ImGui::GetMousePos(), false);
  if (!index) return;
  const Event& event = ui.app.display().trace().events[*index];
  const std::string words = letterText(event.task) + "  " + ui.app.display().settings().program.transactions[event.task].label +
                            "\n" + describe(event) + "\n" + (ui.app.display().showsSchedule() ? "" : "after ") +
                            exactTime(ui, event);
  if (!ImGui::BeginTooltip()) return;
  text(words);
  ImGui::EndTooltip();
}

void drawGaps(const Ui& ui, const Area& area) {
  const Trace& trace = ui.app.display().trace();
  std::string words;
  if (trace.dropped > 0) {
    words = "The first " + formatCount(trace.events.size(), "event") + " are shown; " + formatCount(trace.dropped, "later one") +
            (trace.dropped == 1 ? " was not kept." : " were not kept.");
    if (trace.events.size() <= limits::kMaxEventsByItself)
      words += " Run keeps up to " + formatNumber(limits::kMaxRecordedEvents) + ".";
  } else if (const LiveTrace* live = ui.app.display().liveTrace(); live != nullptr && live->lags()) {
    words = formatCount(ui.app.runs().runner().eventsSoFar(), "event") + " so far; the first " +
            formatNumber(trace.events.size()) + " are shown, and all once the run has ended.";
  }
  if (words.empty()) return;
  WithFont font(ui.theme.small());
  const ImVec2 extent = ImGui::CalcTextSize(words.c_str());
  const ImVec2 at{area.x + area.width - extent.x - ui.theme.px(20), area.y + area.height - extent.y - ui.theme.px(28)};
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled({at.x - ui.theme.px(6), at.y - ui.theme.px(2)},
                     {at.x + extent.x + ui.theme.px(6), at.y + extent.y + ui.theme.px(2)}, ui.theme.colors().notice,
                     ui.theme.px(4));
  draw.AddText(at, ui.theme.colors().onNotice, words.c_str());
}

}  // namespace interleave
