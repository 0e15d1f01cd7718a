// The run over time: a lane for each thread and one for the lock, and the balance below, on one axis.
#include <cmath>

#include "ui/timeline.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

// Room for the words of the last event.
constexpr double kMargin = 1.06;
// What has no end goes on for so much of the axis beyond the last event, up to its edge.
constexpr double kEndless = 1.35;
// The speed at which the view glides to its target; per second.
constexpr float kGlide = 18;
// Within this part of the view, it has arrived.
constexpr double kThere = 0.002;

constexpr float kBar = 24;
// The panel's height beside the lanes and the balance. A panel that is too low for words in up to kFewLanes lanes has no bar.
constexpr float kBesideLanes = 74;
constexpr std::size_t kFewLanes = 4;

// The times of a schedule are numbers of steps; the first step is at 1 ns. Half a step more shows that a schedule is
// not at its end.
double scheduleUntil(const App& app) {
  const bool stopped = app.scheduler().report().run.end == RunEnd::stopped;
  return static_cast<double>(app.scheduler().cursor().at()) + (stopped ? 0.5 : 0);
}

// Its threads wait for ever, or were stopped in the middle: what they do and hold goes on to the edge.
bool endless(const App& app) {
  const Report* report = app.display().live() ? nullptr : app.display().report();
  if (report == nullptr || report->run.end == RunEnd::completed) return false;
  return report->run.end == RunEnd::deadlocked || !app.display().showsSchedule();
}

// The longest possible schedule, if that is short: then the axis does not change.
double axisOf(const ScheduleCursor& cursor) {
  constexpr std::int64_t kFewSteps = 16;
  std::int64_t most = 0;
  for (std::size_t task = 0; task < cursor.program().transactions.size(); ++task) {
    const auto steps = static_cast<std::int64_t>(updateSteps(cursor.program(), task).actions.size());
    most = std::min(kFewSteps, most + steps * cursor.program().transactions[task].times);
  }
  return static_cast<double>(std::max<std::int64_t>(most, static_cast<std::int64_t>(cursor.schedule().size())));
}

// The least length of the axis.
double leastNs(const App& app) {
  if (app.display().showsSchedule()) return axisOf(app.scheduler().cursor());
  // While the program runs, the axis does not change with every frame of the first delay.
  return app.display().live() ? std::chrono::duration<double, std::nano>(app.display().settings().run.delay).count() : 1e3;
}

// The time up to which states that have not ended are drawn.
double untilNs(const App& app) {
  const auto end = static_cast<double>(app.display().timeline().endNs());
  // Beyond the last event that was taken, a running program's states are not known yet.
  if (const LiveTrace* live = app.display().liveTrace())
    return live->lags() ? end : std::max(end, static_cast<double>(app.runs().runner().runningFor().count()));
  if (endless(app)) {
    const double now = app.display().showsSchedule() ? 0 : static_cast<double>(app.display().result()->run.durationNs);
    return std::max({kEndless * end, now, leastNs(app)});
  }
  return app.display().showsSchedule() ? std::max(end, scheduleUntil(app)) : end;
}

double wholeNs(const App& app) { return endless(app) ? untilNs(app) : std::max(untilNs(app), leastNs(app)) * kMargin; }

// Limits the view to the trace, and glides to its target.
void followTrace(Ui& ui) {
  TimelineState& state = ui.state.timeline;
  const double whole = wholeNs(ui.app);
  state.wanted.setWhole(whole);
  state.view.setWhole(whole);
  // Steps and nanoseconds are different units, so the view starts anew.
  if (state.ofSchedule != ui.app.display().showsSchedule()) {
    state.ofSchedule = ui.app.display().showsSchedule();
    state.measure.reset();
    state.wanted.fit();
    state.view.fit();
  }
  const double from = state.wanted.fromNs() - state.view.fromNs();
  const double to = state.wanted.toNs() - state.view.toNs();
  const bool there = std::max(std::abs(from), std::abs(to)) < kThere * state.wanted.lengthNs();
  if (there || ui.app.platform().prefersReducedMotion()) {
    state.view = state.wanted;
  } else {
    const double part = 1 - static_cast<double>(std::exp(-kGlide * ImGui::GetIO().DeltaTime));
    state.view.show(state.view.fromNs() + part * from, state.view.toNs() + part * to);
    ui.state.moving = true;
  }
}

Area barOf(const Ui& ui, const Area& area) {
  const float pad = ui.theme.px(16);
  const AccountProgram& program = ui.app.display().settings().program;
  const auto lanes = static_cast<float>(std::min(kFewLanes, program.transactions.size() + locksOf(program)));
  const bool shown = area.height >= ui.theme.px(kBesideLanes + 2 * kLaneWithWords * lanes);
  return {area.x + pad, area.y + ui.theme.px(8), area.width - 2 * pad, shown ? ui.theme.px(kBar) : 0};
}

Geometry makeGeometry(const Ui& ui, const Area& area) {
  const Theme& theme = ui.theme;
  const Timeline& timeline = ui.app.display().timeline();
  const AccountProgram& program = ui.app.display().settings().program;
  const Area bar = barOf(ui, area);
  Geometry g{};
  const float pad = theme.px(16);
  g.left = area.x + pad + theme.px(ui.narrow ? 52 : 108);
  g.right = area.x + area.width - pad - theme.px(6);
  g.lanesTop = bar.y + bar.height + theme.px(bar.height > 0 ? 8 : 4);
  g.lanes = program.transactions.size() + locksOf(program);
  const float bottom = area.y + area.height - theme.px(30);
  const float lanesRoom = std::min((bottom - g.lanesTop) * 0.5f, theme.px(46) * static_cast<float>(g.lanes));
  g.laneHeight = std::max(1.0f, std::floor(lanesRoom / static_cast<float>(g.lanes)));
  g.balanceTop = g.lanesTop + g.laneHeight * static_cast<float>(g.lanes) + theme.px(18);
  g.balanceBottom = bottom - theme.px(4);
  g.fromNs = ui.state.timeline.view.fromNs();
  g.toNs = ui.state.timeline.view.toNs();
  const auto expected = expectedLine(program);
  const double low = static_cast<double>(std::min<Money>({timeline.lowest(), program.start, expected.value_or(program.start)}));
  const double high = static_cast<double>(std::max<Money>({timeline.highest(), program.start, expected.value_or(program.start)}));
  // Of a balance that never changes, the neighbours say nothing.
  const double margin = high > low ? std::max(1.0, (high - low) * 0.12) : std::max(1.0, std::abs(high) * 0.25);
  g.lowest = low - margin;
  g.highest = high + margin;
  return g;
}

void refresh(Ui& ui, Picture& picture, const SceneKey& key) {
  if (picture.key == key && picture.layers) return;
  const App& app = ui.app;
  const SceneStyle style{ui.theme.scale(), ui.theme.colors().muted, ui.theme.colors().bad, &Theme::thread};
  const SceneView view{key.fromNs, key.toNs, key.untilNs, key.width, key.top};
  const Report* report = app.display().live() ? nullptr : app.display().report();
  const std::span<const LostUpdate> lost = report != nullptr ? std::span(report->run.lost) : std::span<const LostUpdate>();
  picture.maker.make(app.display().timeline(), app.display().trace(), lost, view, style, picture.scene);
  if (!picture.layers) picture.layers = std::make_unique<HistoryLayers>();
  picture.layers->upload(picture.scene);
  picture.key = key;
}

void refreshScenes(Ui& ui, const Geometry& g, const Area& bar) {
  TimelineState& state = ui.state.timeline;
  SceneKey key{ui.app.display().version(),
               ui.theme.dark(),
               ui.theme.scale(),
               g.right - g.left,
               g.fromNs,
               g.toNs,
               untilNs(ui.app),
               g.highest};
  refresh(ui, state.picture, key);
  if (bar.height == 0 || state.view.fitted()) return;
  key.width = minimapOf(ui, bar).width;
  key.fromNs = 0;
  key.toNs = state.view.wholeNs();
  refresh(ui, state.overview, key);
}

void drawPictures(const ImDrawList*, const ImDrawCmd* command) {
  const auto* drawing = static_cast<const TimelineDrawing*>(command->UserCallbackData);
  const HistoryRenderer& renderer = *drawing->renderer;
  if (drawing->overview != nullptr) {
    renderer.drawLanes(*drawing->overview, drawing->canvas, drawing->minimap, drawing->rows, drawing->threads);
  }
  renderer.drawLanes(*drawing->layers, drawing->canvas, drawing->lanes, drawing->rows, drawing->threads);
  renderer.drawLaneMarks(*drawing->layers, drawing->canvas, drawing->lanes);
  renderer.drawBalance(*drawing->layers, drawing->canvas, drawing->balance);
}

ThreadColors threadColors() {
  ThreadColors threads;
  for (std::size_t task = 0; task < threads.color.size(); ++task) {
    threads.color[task] = Theme::thread(task);
    threads.repeated[task] = Theme::repeats(task) > 0;
  }
  return threads;
}

void queuePictures(Ui& ui, const Geometry& g, const Area& bar) {
  const TimelineState& state = ui.state.timeline;
  const float reach = ui.theme.px(7);
  const AccountProgram& program = ui.app.display().settings().program;
  TimelineDrawing& drawing = ui.state.drawing;
  drawing.layers = state.picture.layers.get();
  drawing.rows = {program.transactions.size(), locksOf(program), ui.app.display().timeline().mostHolders()};
  drawing.threads = threadColors();
  drawing.lanes = {g.left - reach,
                   g.lanesTop - reach,
                   g.right - g.left + 2 * reach,
                   g.laneHeight * static_cast<float>(g.lanes) + 2 * reach,
                   1,
                   g.laneHeight,
                   g.left,
                   g.lanesTop};
  placeBalance(ui, g, state.picture.scene.base, reach, drawing);
  const Area minimap = minimapOf(ui, bar);
  const auto rows = static_cast<float>(g.lanes);
  drawing.minimap = {minimap.x, minimap.y, minimap.width, minimap.height, 1, minimap.height / rows, minimap.x, minimap.y};
  drawing.overview = bar.height > 0 && !state.view.fitted() ? state.overview.layers.get() : nullptr;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddCallback(drawPictures, &drawing);
  draw.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

}  // namespace

void placeBalance(const Ui& ui, const Geometry& g, Money base, float reach, BalanceDrawing& drawing) {
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  drawing.renderer = ui.state.renderer.get();
  drawing.canvas = {display.x, display.y, ui.theme.scale(), ui.theme.colors().panel};
  drawing.balance = {g.left - reach,
                     g.balanceTop - reach,
                     g.right - g.left + 2 * reach,
                     g.balanceBottom - g.balanceTop + 2 * reach,
                     1,
                     -static_cast<float>(g.perUnit()),
                     g.left,
                     g.y(static_cast<double>(base))};
}

void drawTimeline(Ui& ui, const Area& area) {
  Panel panel(ui, "Timeline", area, Panel::kFixed);
  ui.state.timeline.area = area;
  followTrace(ui);
  const Area bar = barOf(ui, area);
  Geometry g = makeGeometry(ui, area);
  moveTimeline(ui, g);
  refreshScenes(ui, g, bar);
  drawTimeAxis(ui, g);
  drawMoneyAxis(ui, g);
  drawExpected(ui, g, ui.app.display().settings().program);
  drawLaneNames(ui, area, g);
  queuePictures(ui, g, bar);
  drawLostArrows(ui, g);
  drawStepLabels(ui, g);
  drawEndless(ui, g);
  drawCursor(ui, g);
  drawMeasure(ui, g);
  drawEventTooltip(ui, g);
  drawGaps(ui, area);
  if (bar.height > 0) drawTimelineBar(ui, bar);
  drawFilesMenu(ui);
  savePictureWanted(ui, area, g);
}

}  // namespace interleave
