#include "render/history_scene.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace interleave {
namespace {

constexpr float kLaneTop = 0.18f;
constexpr float kLaneBottom = 0.82f;
constexpr float kLaneMiddle = 0.5f;

// More events get smaller marks, so that they do not cover what they mark.
constexpr std::size_t kFewEvents = 300;
constexpr std::size_t kManyEvents = 2'000;

// Values closer than one part in this many of their range are one mark within a column.
constexpr Money kRows = 400;

double secondsOf(const Event& event) { return static_cast<double>(event.timeNs) * 1e-9; }

std::uint32_t withAlpha(std::uint32_t color, std::uint32_t alpha) { return (color & 0x00FFFFFFu) | (alpha << 24); }

class SceneMaker {
 public:
  SceneMaker(const Settings& settings, const SceneStyle& style)
      : style_(style), tasks_(settings.transactions.size()) {
    scene_.lowest = scene_.highest = settings.start;
    balance_ = settings.start;
  }

  HistoryScene make(const Trace& trace, double until, double columns) {
    measure(trace);
    until = std::max(until, scene_.endSeconds);
    secondsPerColumn_ = std::max(until, 1e-9) / columns;
    markRadius_ = trace.events.size() <= kFewEvents ? 6.0f : trace.events.size() <= kManyEvents ? 3.5f : 1.5f;
    for (const Event& event : trace.events) add(event);
    for (std::size_t task = 0; task < tasks_.size(); ++task) endState(task, until);
    if (owner_) ownLock(*owner_, ownedSince_, until);
    flushRange();
    addLevel(until);
    return std::move(scene_);
  }

 private:
  enum class State { none, running, waiting, sleeping, stale };
  struct Task {
    State state = State::none;
    double since = 0;
    // What was drawn last, to tell what would fall on the same pixels.
    std::int64_t boxColumn = -1;
    struct LastMark {
      std::int64_t column = -1;
      Money value = 0;
    };
    LastMark read;
    LastMark write;
  };

  void measure(const Trace& trace) {
    for (const Event& event : trace.events) {
      scene_.endSeconds = std::max(scene_.endSeconds, secondsOf(event));
      if (event.kind != EventKind::read && event.kind != EventKind::write) continue;
      scene_.lowest = std::min(scene_.lowest, event.value);
      scene_.highest = std::max(scene_.highest, event.value);
    }
    moneyPerRow_ = (scene_.highest - scene_.lowest) / kRows;
  }

  std::int64_t columnOf(double seconds) const { return static_cast<std::int64_t>(seconds / secondsPerColumn_); }

  void add(const Event& event) {
    const double at = secondsOf(event);
    switch (event.kind) {
      case EventKind::updating: enter(event.task, State::running, at); break;
      case EventKind::waiting: enter(event.task, State::waiting, at); break;
      case EventKind::acquired:
        enter(event.task, State::running, at);
        owner_ = event.task;
        ownedSince_ = at;
        break;
      case EventKind::read:
        enter(event.task, State::sleeping, at);
        mark(event, MarkShape::ring);
        break;
      case EventKind::refused:
        enter(event.task, State::running, at);
        laneMark(event, MarkShape::bar);
        break;
      case EventKind::thrown:
        enter(event.task, State::none, at);
        laneMark(event, MarkShape::cross);
        break;
      case EventKind::write:
        enter(event.task, State::running, at);
        write(event, at);
        break;
      case EventKind::released:
        if (owner_) ownLock(*owner_, ownedSince_, at);
        owner_.reset();
        break;
      case EventKind::finishing: enter(event.task, State::none, at); break;
    }
  }

  void write(const Event& event, double at) {
    if (rangeColumn_ != columnOf(at)) {
      flushRange();
      addLevel(at);
      rangeColumn_ = columnOf(at);
      rangeTime_ = at;
      rangeLow_ = rangeHigh_ = balance_;
      levelSince_ = at;
    }
    balance_ = event.value;
    rangeLow_ = std::min(rangeLow_, balance_);
    rangeHigh_ = std::max(rangeHigh_, balance_);
    mark(event, MarkShape::disc);
    // Every copy that others hold is stale from now on.
    for (std::size_t task = 0; task < tasks_.size(); ++task) {
      if (tasks_[task].state == State::sleeping) enter(task, State::stale, at);
    }
  }

  // All values that the balance had within one column.
  void flushRange() {
    if (rangeColumn_ < 0) return;
    const float time = static_cast<float>(rangeTime_);
    const float half = 0.75f * style_.pixel;
    scene_.balance.boxes.push_back({time, static_cast<float>(rangeLow_), time, static_cast<float>(rangeHigh_), half,
                                    half, half, half, style_.line, 0});
  }

  // The balance has stayed the same until now.
  void addLevel(double until) {
    const float half = 0.75f * style_.pixel;
    const float level = static_cast<float>(balance_);
    scene_.balance.boxes.push_back({static_cast<float>(levelSince_), level, static_cast<float>(until), level, 0, half,
                                    0, half, style_.line, 0});
  }

  void mark(const Event& event, MarkShape shape) {
    Task& task = tasks_[event.task];
    auto& last = shape == MarkShape::ring ? task.read : task.write;
    const std::int64_t column = columnOf(secondsOf(event));
    if (column == last.column && std::abs(event.value - last.value) <= moneyPerRow_) return;
    if (column != last.column) laneMark(event, shape);
    last = {column, event.value};
    scene_.balance.marks.push_back({static_cast<float>(secondsOf(event)), static_cast<float>(event.value),
                                    radius(shape), style_.thread(event.task), static_cast<float>(shape)});
  }

  // A thread often reads where it has just written: the ring fits into the disc.
  float radius(MarkShape shape) const { return (shape == MarkShape::ring ? 0.7f : 1.0f) * markRadius_ * style_.pixel; }

  void laneMark(const Event& event, MarkShape shape) {
    scene_.lanes.marks.push_back({static_cast<float>(secondsOf(event)),
                                  static_cast<float>(event.task) + kLaneMiddle, radius(shape),
                                  style_.thread(event.task), static_cast<float>(shape)});
  }

  void enter(std::size_t task, State state, double at) {
    endState(task, at);
    tasks_[task].state = state;
    tasks_[task].since = at;
  }

  void endState(std::size_t task, double until) {
    Task& each = tasks_[task];
    if (each.state == State::none) return;
    const bool subPixel = until - each.since < secondsPerColumn_;
    if (subPixel && columnOf(until) == each.boxColumn) return;
    each.boxColumn = columnOf(until);
    const std::uint32_t color = style_.thread(task);
    const bool patterned = style_.repeats(task) > 0;
    switch (each.state) {
      case State::none: break;
      case State::running: laneLine(task, each.since, until, BoxStyle::solid); break;
      case State::waiting: laneLine(task, each.since, until, BoxStyle::dashed); break;
      case State::sleeping:
        laneBox(task, each.since, until, withAlpha(color, 0x70), patterned ? BoxStyle::dotted : BoxStyle::solid);
        break;
      case State::stale: laneBox(task, each.since, until, withAlpha(color, 0xB0), BoxStyle::hatched); break;
    }
  }

  void laneLine(std::size_t task, double from, double until, BoxStyle style) {
    const float lane = static_cast<float>(task) + kLaneMiddle;
    const float half = style_.pixel;
    scene_.lanes.boxes.push_back({static_cast<float>(from), lane, static_cast<float>(until), lane, 0, half, 0, half,
                                  style_.thread(task), static_cast<float>(style)});
  }

  void laneBox(std::size_t task, double from, double until, std::uint32_t color, BoxStyle style) {
    const float lane = static_cast<float>(task);
    scene_.lanes.boxes.push_back({static_cast<float>(from), lane + kLaneTop, static_cast<float>(until),
                                  lane + kLaneBottom, 0, 0, 0, 0, color, static_cast<float>(style)});
  }

  // In the lane of the lock, below those of the tasks, and as a strip under the owner's.
  void ownLock(std::size_t task, double from, double until) {
    if (until - from < secondsPerColumn_ && columnOf(until) == lockColumn_) return;
    lockColumn_ = columnOf(until);
    const float lockLane = static_cast<float>(tasks_.size());
    const std::uint32_t color = style_.thread(task);
    scene_.lanes.boxes.push_back({static_cast<float>(from), lockLane + 0.3f, static_cast<float>(until),
                                  lockLane + 0.7f, 0, 0, 0, 0, color, 0});
    const float under = static_cast<float>(task) + kLaneBottom;
    scene_.lanes.boxes.push_back({static_cast<float>(from), under, static_cast<float>(until), under, 0, 0, 0,
                                  3 * style_.pixel, color, 0});
  }

  const SceneStyle& style_;
  float markRadius_ = 0;
  double secondsPerColumn_ = 0;
  Money moneyPerRow_ = 0;
  HistoryScene scene_;
  std::vector<Task> tasks_;
  Money balance_ = 0;
  double levelSince_ = 0;
  std::int64_t rangeColumn_ = -1;
  double rangeTime_ = 0;
  Money rangeLow_ = 0;
  Money rangeHigh_ = 0;
  std::optional<std::size_t> owner_;
  double ownedSince_ = 0;
  std::int64_t lockColumn_ = -1;
};

}  // namespace

HistoryScene makeScene(const Trace& trace, const Settings& settings, double untilSeconds, double columns,
                       const SceneStyle& style) {
  return SceneMaker(settings, style).make(trace, untilSeconds, columns);
}

}  // namespace interleave
