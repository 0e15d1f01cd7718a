#include "render/history_scene.h"

#include <algorithm>
#include <cmath>

namespace interleave {
namespace {

constexpr float kLaneMiddle = 0.5f;

// With more events in sight marks are smaller, so that they do not cover the line.
constexpr std::size_t kFewEvents = 300;
constexpr std::size_t kManyEvents = 2'000;

class Shapes {
 public:
  Shapes(const SceneView& view, const SceneStyle& style, HistoryScene& scene) : view_(view), style_(style), scene_(scene) {}

  // A tick for each column in which an update was lost.
  void addLossTicks(const Trace& trace, std::span<const LostUpdate> lost, const Columns& columns) {
    const auto timeOf = [&](const LostUpdate& each) { return trace.events[each.write].timeNs; };
    for (auto each = lost.begin(); each != lost.end();) {
      const std::int64_t column = columns.at(timeOf(*each));
      const float at = x(columns.begin(column));
      const float top = static_cast<float>(view_.top - static_cast<double>(scene_.base));
      scene_.balance.push_back(
          {at, top, at, top, 0, 0, std::max(1.0f, scene_.columnWidth), kLossTick * style_.pixel, style_.loss, 0});
      const std::int64_t next = columns.begin(column + 1);
      each = std::partition_point(each + 1, lost.end(), [&](const LostUpdate& other) { return timeOf(other) < next; });
    }
  }

  void addMarks(const Trace& trace) {
    const std::size_t count = scene_.endEvent - scene_.firstEvent;
    if (count > kMaxMarks) return;
    radius_ = (count <= kFewEvents ? 6.0f : count <= kManyEvents ? 3.5f : 2.0f) * style_.pixel;
    for (std::size_t i = scene_.firstEvent; i < scene_.endEvent; ++i) addMark(trace.events[i]);
  }

 private:
  float x(std::int64_t ns) const { return static_cast<float>(view_.x(static_cast<double>(ns))); }
  float y(Money money) const { return static_cast<float>(money - scene_.base); }

  void addMark(const Event& event) {
    switch (event.kind) {
      case EventKind::read: return onBoth(event, MarkShape::ring);
      case EventKind::retry: return onBoth(event, MarkShape::cross);
      case EventKind::write:
      case EventKind::added:
      case EventKind::swapped: return onBoth(event, MarkShape::disc);
      case EventKind::refused:
      case EventKind::gaveUp: return inLane(event, MarkShape::bar);
      case EventKind::thrown: return inLane(event, MarkShape::cross);
      default: return;
    }
  }

  // A thread often reads right after it has written: the ring fits into the disc.
  float radius(MarkShape shape) const { return (shape == MarkShape::ring ? 0.7f : 1.0f) * radius_; }

  void onBoth(const Event& event, MarkShape shape) {
    inLane(event, shape);
    scene_.balanceMarks.push_back(
        {x(event.timeNs), y(event.value), radius(shape), style_.thread(event.task), static_cast<float>(shape)});
  }

  void inLane(const Event& event, MarkShape shape) {
    scene_.laneMarks.push_back({x(event.timeNs), static_cast<float>(event.task) + kLaneMiddle, radius(shape),
                                style_.thread(event.task), static_cast<float>(shape)});
  }

  const SceneView& view_;
  const SceneStyle& style_;
  HistoryScene& scene_;
  float radius_ = 0;
};

// The lost updates whose lost write is among the events in sight.
void findLost(std::span<const LostUpdate> lost, HistoryScene& scene) {
  const auto before = [&](std::size_t event) {
    const auto found = std::ranges::partition_point(lost, [&](const LostUpdate& each) { return each.write < event; });
    return static_cast<std::size_t>(found - lost.begin());
  };
  scene.firstLost = before(scene.firstEvent);
  scene.endLost = before(scene.endEvent);
}

}  // namespace

Columns columnsOf(const SceneView& view) {
  Columns columns;
  columns.fromNs = static_cast<std::int64_t>(std::floor(view.fromNs));
  columns.toNs = std::max(columns.fromNs + 1, static_cast<std::int64_t>(std::ceil(view.toNs)));
  columns.count = std::clamp<std::int64_t>(columns.toNs - columns.fromNs, 1, std::max(1, static_cast<int>(view.width)));
  return columns;
}

void BalancePicture::addLine(std::span<const BalanceRange> ranges, BoxStyle lineStyle, std::vector<Box>& boxes) const {
  const float half = 0.75f * style.pixel;
  Money level = ranges.front().first;
  float since = columnsFrom;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    const BalanceRange& each = ranges[i];
    if (each.writes == 0) continue;
    const float at = x(columns.begin(static_cast<std::int64_t>(i)));
    if (at > end) break;
    addLevel(level, since, at, lineStyle, boxes);
    // All values that the balance had within the column.
    boxes.push_back({at, y(each.lowest), at, y(each.highest), half, half, half, half, style.line, 0});
    level = each.last;
    since = at;
  }
  addLevel(level, since, end, lineStyle, boxes);
}

void BalancePicture::addLevel(Money level, float from, float to, BoxStyle lineStyle, std::vector<Box>& boxes) const {
  // As wide as the line of the rise, which is drawn already, or out of sight.
  if (to <= from) return;
  if (to - from < 1.5f * style.pixel && !boxes.empty()) return;
  const float half = 0.75f * style.pixel;
  boxes.push_back({from, y(level), to, y(level), 0, half, 0, half, style.line, static_cast<float>(lineStyle)});
}

void SceneMaker::make(const Timeline& timeline, const Trace& trace, std::span<const LostUpdate> lost, const SceneView& view,
                      const SceneStyle& style, HistoryScene& scene) {
  Columns columns = columnsOf(view);
  scene.firstEvent = firstEventAt(trace, columns.fromNs);
  scene.endEvent = firstEventAt(trace, columns.toNs);
  if (scene.endEvent - scene.firstEvent > kCrowdedEvents) {
    columns.count = std::min(columns.count, kCrowdedColumns / static_cast<std::int64_t>(timeline.tasks()));
  }
  scene.lanes.condense(timeline, columns);
  scene.columnsFrom = static_cast<float>(view.x(static_cast<double>(columns.fromNs)));
  scene.columnWidth =
      static_cast<float>(static_cast<double>(columns.toNs - columns.fromNs) * view.perNs() / static_cast<double>(columns.count));
  scene.end = static_cast<float>(std::min(view.x(view.untilNs), static_cast<double>(view.width)));
  scene.base = timeline.lowest();
  scene.balance.clear();
  scene.laneMarks.clear();
  scene.balanceMarks.clear();
  findLost(lost, scene);
  Shapes shapes(view, style, scene);
  const BalancePicture line{view, style, columns, scene.columnsFrom, scene.end, scene.base};
  ranges_.resize(static_cast<std::size_t>(columns.count));
  for (std::size_t account = 0; account < timeline.accounts(); ++account) {
    timeline.balance(account).condense(columns, ranges_);
    // The second account's is a dashed line.
    line.addLine(ranges_, account == 0 ? BoxStyle::solid : BoxStyle::dashed, scene.balance);
  }
  if (scene.endLost - scene.firstLost > kMaxLostArrows) {
    shapes.addLossTicks(trace, lost.subspan(scene.firstLost, scene.endLost - scene.firstLost), columns);
  }
  shapes.addMarks(trace);
}

}  // namespace interleave
