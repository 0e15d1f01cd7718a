// The run over time: a lane for each thread and one for the lock, and the balance below, on one axis.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "ui/widgets.h"

namespace interleave {
namespace {

constexpr std::size_t kMaxLabels = 24;  // beside marks; more would cover each other
constexpr std::size_t kMaxArrowLabels = 2;
constexpr std::size_t kMaxArrows = 12;  // from lost writes to the writes that lost them

// Where everything is, in device pixels.
struct Geometry {
  float left, right;            // of the plots
  float lanesTop, laneHeight;
  std::size_t lanes;            // tasks, and the lock if there is one
  float balanceTop, balanceBottom;
  double seconds;               // at the right end
  double lowest, highest;       // of the balance axis

  float x(double time) const { return left + static_cast<float>(time / seconds) * (right - left); }
  float y(double money) const {
    return balanceBottom - static_cast<float>((money - lowest) / (highest - lowest)) * (balanceBottom - balanceTop);
  }
  float laneMiddle(std::size_t lane) const { return lanesTop + (static_cast<float>(lane) + 0.5f) * laneHeight; }
};

// Of a schedule the times are numbers of steps, the first is at 1 ns.
constexpr double kStep = 1e-9;

double secondsShown(const App& app) {
  const Walk& walk = app.scheduler().walk();
  const bool ended = app.scheduler().report().end != RunEnd::stopped;
  return (static_cast<double>(walk.at()) + (ended ? 0 : 0.5)) * kStep;
}

// The longest that a schedule can get, where that is not long: then the axis stays as it is.
double axisOf(const Walk& walk) {
  constexpr std::int64_t kFewSteps = 16;
  std::int64_t most = 0;
  for (std::size_t task = 0; task < walk.program().transactions.size(); ++task) {
    const auto steps = static_cast<std::int64_t>(updateSteps(walk.program(), task).actions.size());
    most = std::min(kFewSteps, most + steps * walk.program().transactions[task].times);
  }
  return static_cast<double>(std::max<std::int64_t>(most, static_cast<std::int64_t>(walk.schedule().size()))) * kStep;
}

// A round step (1, 2 or 5 times a power of ten) that gives about `wanted` ticks.
double tickStep(double span, double wanted) {
  const double raw = span / wanted;
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  const double lead = raw / power;
  return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10) * power;
}

void refreshScene(Ui& ui, const Area& area) {
  UiState& state = ui.state;
  const App& app = ui.app;
  const bool sameLooks = state.sceneDark == ui.theme.dark() && state.sceneScale == ui.theme.scale() &&
                         state.sceneWidth == area.width;
  if (state.sceneVersion == app.traceVersion() && sameLooks && !app.live()) return;
  const SceneStyle style{ui.theme.scale(), ui.theme.colors().muted, &Theme::thread, &Theme::repeats};
  // A schedule that is not at its end goes on: half a step shows it.
  const double until = app.live() ? app.liveSeconds() : app.showsWalk() ? secondsShown(app) : 0;
  state.scene = makeScene(app.shownTrace(), app.shownSettings(), until, static_cast<double>(area.width), style);
  state.scene.endSeconds = std::max(state.scene.endSeconds, until);
  state.sceneVersion = app.traceVersion();
  state.sceneDark = ui.theme.dark();
  state.sceneScale = ui.theme.scale();
  state.sceneWidth = area.width;
  state.renderer->upload(state.scene);
}

Geometry makeGeometry(const Ui& ui, const Area& area) {
  const Theme& theme = ui.theme;
  const HistoryScene& scene = ui.state.scene;
  const Settings& settings = ui.app.shownSettings();
  Geometry g{};
  const float pad = theme.px(16);
  g.left = area.x + pad + theme.px(ui.narrow ? 52 : 108);
  g.right = area.x + area.width - pad - theme.px(6);
  g.lanesTop = area.y + theme.px(12);
  g.lanes = settings.transactions.size() + (acquires(settings.lock) ? accountsOf(settings.mode) : 0);
  const float bottom = area.y + area.height - theme.px(30);
  const float lanesRoom = std::min((bottom - g.lanesTop) * 0.5f, theme.px(46) * static_cast<float>(g.lanes));
  g.laneHeight = std::floor(lanesRoom / static_cast<float>(g.lanes));
  g.balanceTop = g.lanesTop + g.laneHeight * static_cast<float>(g.lanes) + theme.px(18);
  g.balanceBottom = bottom - theme.px(4);
  // While it runs, the axis does not shrink and grow with every frame of the first delay.
  const double atLeast = ui.app.live()        ? std::chrono::duration<double>(settings.delay).count()
                         : ui.app.showsWalk() ? axisOf(ui.app.scheduler().walk())
                                              : 1e-6;
  g.seconds = std::max(scene.endSeconds, atLeast) * 1.06;
  const auto expected = settings.mode == Mode::transfer ? std::nullopt : serialEnding(settings);
  const double low = static_cast<double>(std::min<Money>({scene.lowest, settings.start, expected.value_or(settings.start)}));
  const double high = static_cast<double>(std::max<Money>({scene.highest, settings.start, expected.value_or(settings.start)}));
  const double margin = std::max(1.0, (high - low) * 0.12);
  g.lowest = low - margin;
  g.highest = high + margin;
  return g;
}

std::string lockLaneName(const Settings& settings, std::size_t lane) {
  if (settings.mode == Mode::account) return "Lock";
  return lane == settings.transactions.size() ? "Lock 1" : "Lock 2";
}

void drawLaneNames(const Ui& ui, const Area& area, const Geometry& g) {
  const Settings& settings = ui.app.shownSettings();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float left = area.x + ui.theme.px(16);
  const float size = std::min(ui.theme.px(20), g.laneHeight - ui.theme.px(2));
  WithFont font(ui.theme.small());
  for (std::size_t lane = 0; lane < g.lanes; ++lane) {
    const bool isLock = lane >= settings.transactions.size();
    const float middle = g.laneMiddle(lane);
    if (!isLock && size >= ui.theme.px(10)) {
      ImGui::SetCursorScreenPos({left, std::round(middle - size / 2)});
      badge(ui, lane, size);
    }
    const float nameLeft = isLock ? left : left + size + ui.theme.px(7);
    if (ui.narrow && !isLock) continue;
    if (g.laneHeight < ui.theme.px(13)) continue;
    const std::string name = isLock ? lockLaneName(settings, lane) : settings.transactions[lane].label;
    const ImVec2 extent = ImGui::CalcTextSize(name.c_str());
    draw.PushClipRect({left, g.lanesTop}, {g.left - ui.theme.px(6), area.y + area.height}, true);
    draw.AddText({nameLeft, std::round(middle - extent.y / 2)}, ui.theme.colors().muted, name.c_str());
    draw.PopClipRect();
  }
}

// All ticks in the unit of the longest, with as many decimals as a step needs.
std::string timeLabel(double time, double step, double longest) {
  struct Unit {
    double seconds;
    const char* name;
  };
  static constexpr std::array kUnits = {Unit{1, "s"}, Unit{1e-3, "ms"}, Unit{1e-6, "µs"}, Unit{1e-9, "ns"}};
  if (time == 0) return "0";
  const auto unit = std::ranges::find_if(kUnits, [&](const Unit& each) { return longest >= each.seconds; });
  const Unit& used = unit == kUnits.end() ? kUnits.back() : *unit;
  const int decimals = std::max(0, static_cast<int>(std::ceil(-std::log10(step / used.seconds) - 1e-9)));
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.*f %s", decimals, time / used.seconds, used.name);
  return text.data();
}

std::string stepName(double time, double step) {
  const auto number = static_cast<Money>(std::llround(time / kStep));
  return number == 0 ? "start" : std::llround(time / step) == 1 ? "step " + formatMoney(number) : formatMoney(number);
}

void drawTimeAxis(const Ui& ui, const Geometry& g) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const Palette& p = ui.theme.colors();
  WithFont font(ui.theme.small());
  const double wanted = std::max(2.0, static_cast<double>((g.right - g.left) / ui.theme.px(110)));
  const bool steps = ui.app.showsWalk();
  const double step = steps ? std::max(kStep, tickStep(g.seconds, 3 * wanted)) : tickStep(g.seconds, wanted);
  const float line = std::max(1.0f, std::floor(ui.theme.scale()));
  for (double time = 0; time <= g.seconds; time += step) {
    const float x = std::round(g.x(time));
    draw.AddRectFilled({x, g.lanesTop}, {x + line, g.balanceBottom + ui.theme.px(4)}, p.grid);
    const std::string label = steps ? stepName(time, step) : timeLabel(time, step, g.seconds);
    const float width = ImGui::CalcTextSize(label.c_str()).x;
    if (x + width / 2 > g.right + ui.theme.px(14)) continue;
    draw.AddText({std::round(x - width / 2), g.balanceBottom + ui.theme.px(7)}, p.muted, label.c_str());
  }
}

void drawMoneyAxis(const Ui& ui, const Geometry& g) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const Palette& p = ui.theme.colors();
  WithFont font(ui.theme.monoSmall());
  const double room = static_cast<double>((g.balanceBottom - g.balanceTop) / ui.theme.px(34));
  const double step = std::max(1.0, tickStep(g.highest - g.lowest, std::max(1.5, room)));
  const float line = std::max(1.0f, std::floor(ui.theme.scale()));
  for (double money = std::ceil(g.lowest / step) * step; money <= g.highest; money += step) {
    const float y = std::round(g.y(money));
    draw.AddRectFilled({g.left, y}, {g.right, y + line}, p.grid);
    const std::string label = formatMoney(static_cast<Money>(money));
    const ImVec2 extent = ImGui::CalcTextSize(label.c_str());
    draw.AddText({g.left - extent.x - ui.theme.px(8), std::round(y - extent.y / 2)}, p.muted, label.c_str());
  }
}

void drawExpected(const Ui& ui, const Geometry& g) {
  const auto expected = serialEnding(ui.app.shownSettings());
  // Of a transfer that is both accounts together, and here each has a line of its own.
  if (!expected || ui.app.shownSettings().mode == Mode::transfer) return;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImU32 color = ui.theme.colors().good;
  const float y = std::round(g.y(static_cast<double>(*expected)));
  const float dash = ui.theme.px(6);
  const float line = std::max(1.0f, std::round(ui.theme.scale()));
  for (float x = g.left; x < g.right; x += 2 * dash) {
    draw.AddRectFilled({x, y}, {std::min(x + dash, g.right), y + line}, color);
  }
  WithFont font(ui.theme.small());
  const std::string label = "expected " + formatMoney(*expected);
  const ImVec2 extent = ImGui::CalcTextSize(label.c_str());
  draw.AddText({g.left + ui.theme.px(6), y - extent.y - ui.theme.px(2)}, color, label.c_str());
}

void drawShapes(const ImDrawList*, const ImDrawCmd* command) {
  const auto* drawing = static_cast<const TimelineDrawing*>(command->UserCallbackData);
  drawing->renderer->drawLanes(drawing->canvas, drawing->lanes);
  drawing->renderer->drawBalance(drawing->canvas, drawing->balance);
}

void queueShapes(Ui& ui, const Geometry& g) {
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  const float perSecond = static_cast<float>((g.right - g.left) / g.seconds);
  const float perUnit = static_cast<float>((g.balanceBottom - g.balanceTop) / (g.highest - g.lowest));
  const float reach = ui.theme.px(7);
  ui.state.drawing = {
      ui.state.renderer.get(),
      {display.x, display.y, ui.theme.scale(), ui.theme.colors().panel},
      {g.left - reach, g.lanesTop - reach, g.right - g.left + 2 * reach,
       g.laneHeight * static_cast<float>(g.lanes) + 2 * reach, perSecond, g.laneHeight, g.left, g.lanesTop},
      {g.left - reach, g.balanceTop - reach, g.right - g.left + 2 * reach, g.balanceBottom - g.balanceTop + 2 * reach,
       perSecond, -perUnit, g.left, g.balanceBottom + static_cast<float>(g.lowest) * perUnit}};
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddCallback(drawShapes, &ui.state.drawing);
  draw.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

std::string stepLabel(const Event& event) {
  switch (event.kind) {
    case EventKind::read: return "read " + formatMoney(event.value);
    case EventKind::write: return "write " + formatMoney(event.value);
    case EventKind::added: return "added, " + formatMoney(event.value);
    case EventKind::swapped: return "swapped, " + formatMoney(event.value);
    case EventKind::retry: return "stale, again";
    case EventKind::gaveUp: return "gave up";
    case EventKind::thrown: return "threw";
    case EventKind::refused: return "refused";
    default: return {};
  }
}

// Beside the marks in the lanes, where there is room.
void drawStepLabels(const Ui& ui, const Geometry& g) {
  const Trace& trace = ui.app.shownTrace();
  if (trace.events.size() > kMaxLabels * 4 || g.laneHeight < ui.theme.px(22)) return;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  WithFont font(ui.theme.monoSmall());
  std::array<float, limits::kMaxTransactions> freeFrom{};
  for (const Event& event : trace.events) {
    const std::string label = stepLabel(event);
    if (label.empty()) continue;
    const ImVec2 extent = ImGui::CalcTextSize(label.c_str());
    const float mark = g.x(static_cast<double>(event.timeNs) * 1e-9);
    float x = mark + ui.theme.px(9);
    // At the right end there is room on the left only.
    if (x + extent.x > g.right + ui.theme.px(8)) x = mark - ui.theme.px(9) - extent.x;
    if (x < freeFrom[event.task]) continue;
    freeFrom[event.task] = std::max(x, mark) + extent.x + ui.theme.px(6);
    const ImVec2 at{std::round(x), std::round(g.laneMiddle(event.task) - extent.y / 2)};
    const float plate = ui.theme.px(3);
    draw.AddRectFilled({at.x - plate, at.y - ui.theme.px(1)}, {at.x + extent.x + plate, at.y + extent.y + ui.theme.px(1)},
                       (ui.theme.colors().panel & ~IM_COL32_A_MASK) | (0xB0u << IM_COL32_A_SHIFT), plate);
    draw.AddText(at, ui.theme.colors().text, label.c_str());
  }
}

// From the write that was lost down or up to the one that lost it.
void drawLostArrows(const Ui& ui, const Geometry& g) {
  const RunResult* result = ui.app.shownReport();
  if (result == nullptr || ui.app.live() || result->lost.size() > kMaxArrows) return;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImU32 color = ui.theme.colors().bad;
  for (const LostUpdate& lost : result->lost) {
    const Event& from = result->trace.events[lost.write];
    const Event& to = result->trace.events[lost.by];
    const ImVec2 start{g.x(static_cast<double>(from.timeNs) * 1e-9), g.y(static_cast<double>(from.value))};
    const ImVec2 end{g.x(static_cast<double>(to.timeNs) * 1e-9), g.y(static_cast<double>(to.value))};
    const float bulge = std::max(ui.theme.px(26), std::abs(end.y - start.y) * 0.22f);
    const ImVec2 middle{std::min(start.x, end.x) - bulge, (start.y + end.y) / 2};
    const float away = ui.theme.px(7);
    const float down = end.y > start.y ? 1.0f : -1.0f;
    const ImVec2 tip{end.x - away, end.y - down * away * 0.6f};
    draw.AddBezierQuadratic({start.x - away, start.y + down * away * 0.4f}, middle, tip, color, ui.theme.px(2) * 0.8f);
    const float head = ui.theme.px(7);
    draw.AddTriangleFilled(tip, {tip.x - head, tip.y - down * head * 0.45f}, {tip.x - head * 0.2f, tip.y - down * head}, color);
    WithFont font(ui.theme.small());
    const std::string label = formatAmount(changeOf(result->settings.mode, result->settings.transactions[from.task].amount,
                                                    static_cast<std::size_t>(from.account))) + " lost";
    const ImVec2 extent = ImGui::CalcTextSize(label.c_str());
    const ImVec2 at{std::round((middle.x + start.x) / 2 - extent.x - ui.theme.px(6)), std::round(middle.y - extent.y / 2)};
    // Where there are more, arrows have to do; the sentence above counts the losses.
    if (at.x > g.left && result->lost.size() <= kMaxArrowLabels) draw.AddText(at, color, label.c_str());
  }
}

std::string describeEvent(const Event& event, const Settings& settings, bool replayed) {
  std::string words = std::string(1, taskLetter(event.task)) + "  " + settings.transactions[event.task].label + "\n";
  switch (event.kind) {
    case EventKind::read: words += "read " + formatMoney(event.value); break;
    case EventKind::write: words += "wrote " + formatMoney(event.value); break;
    case EventKind::refused: words += "refused: " + formatMoney(event.value) + " would be below 0"; break;
    case EventKind::thrown: words += "threw an exception"; break;
    case EventKind::added: words += "added in one step: " + formatMoney(event.value); break;
    case EventKind::swapped: words += "found its copy good and wrote " + formatMoney(event.value); break;
    case EventKind::retry: words += "found its copy stale: the balance is " + formatMoney(event.value); break;
    case EventKind::checked: words += "saw the lock free"; break;
    case EventKind::ticket: words += "drew number " + formatMoney(event.value); break;
    case EventKind::gaveUp: words += "gave up waiting for the lock"; break;
    case EventKind::waiting: words += "waits for the lock"; break;
    case EventKind::acquired: words += "acquired the lock"; break;
    case EventKind::released: words += "released the lock"; break;
    default: words += eventName(event.kind); break;
  }
  return words + (replayed ? "\nstep " + formatMoney(event.timeNs) : "\nafter " + formatDuration(event.timeNs));
}

// The event of a mark under the pointer, on the balance or in its lane.
void drawHover(const Ui& ui, const Geometry& g) {
  if (!ImGui::IsWindowHovered() || ui.touch) return;
  const ImVec2 mouse = ImGui::GetMousePos();
  const float reach = ui.theme.px(9);
  const Event* nearest = nullptr;
  float best = reach * reach;
  for (const Event& event : ui.app.shownTrace().events) {
    const float dx = g.x(static_cast<double>(event.timeNs) * 1e-9) - mouse.x;
    if (std::abs(dx) > reach) continue;
    const float laneDy = g.laneMiddle(event.task) - mouse.y;
    const bool onBalance = readsBalance(event.kind) || writesBalance(event.kind);
    const float dy = onBalance ? g.y(static_cast<double>(event.value)) - mouse.y : laneDy;
    const float distance = dx * dx + std::min(dy * dy, laneDy * laneDy);
    if (distance < best) {
      best = distance;
      nearest = &event;
    }
  }
  if (nearest == nullptr) return;
  ImGui::SetTooltip("%s", describeEvent(*nearest, ui.app.shownSettings(), ui.app.showsWalk()).c_str());
}

// What is missing from the picture is said in it.
void drawGaps(const Ui& ui, const Area& area) {
  const Trace& trace = ui.app.shownTrace();
  std::string words;
  if (trace.dropped > 0) {
    words = "The first " + formatCount(trace.events.size(), "event") + " are shown; " +
            formatCount(trace.dropped, "later one") + " did not fit into memory.";
  } else if (!ui.app.showsWalk() && ui.app.running() && ui.app.runner().eventsSoFar() > limits::kMaxLiveEvents) {
    words = formatCount(ui.app.runner().eventsSoFar(), "event") + " so far; they are shown when the run has ended.";
  }
  if (words.empty()) return;
  WithFont font(ui.theme.small());
  const ImVec2 extent = ImGui::CalcTextSize(words.c_str());
  const ImVec2 at{area.x + area.width - extent.x - ui.theme.px(20), area.y + ui.theme.px(4)};
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled({at.x - ui.theme.px(6), at.y - ui.theme.px(2)}, {at.x + extent.x + ui.theme.px(6), at.y + extent.y + ui.theme.px(2)},
                     ui.theme.colors().notice, ui.theme.px(4));
  draw.AddText(at, ui.theme.colors().onNotice, words.c_str());
}

}  // namespace

void drawTimeline(Ui& ui, const Area& area) {
  Panel panel(ui, "Timeline", area, Panel::kFixed | ImGuiWindowFlags_NoNavInputs);
  refreshScene(ui, area);
  const Geometry g = makeGeometry(ui, area);
  drawTimeAxis(ui, g);
  drawMoneyAxis(ui, g);
  drawExpected(ui, g);
  drawLaneNames(ui, area, g);
  queueShapes(ui, g);
  drawLostArrows(ui, g);
  drawStepLabels(ui, g);
  drawHover(ui, g);
  drawGaps(ui, area);
}

}  // namespace interleave
