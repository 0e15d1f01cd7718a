#include "render/lane_columns.h"

#include <algorithm>

namespace interleave {
namespace {

std::uint8_t part(std::int64_t ns, double perNs) {
  if (ns <= 0) return 0;
  return static_cast<std::uint8_t>(std::clamp(static_cast<int>(static_cast<double>(ns) * perNs + 0.5), 1, 255));
}

// What a nanosecond is of a column, 255 being all.
double shareOfNs(const Columns& columns, std::size_t column) {
  const auto i = static_cast<std::int64_t>(column);
  const std::int64_t length = columns.begin(i + 1) - columns.begin(i);
  return length > 0 ? 255.0 / static_cast<double>(length) : 0;
}

}  // namespace

void LaneColumns::condense(const Timeline& timeline, const Columns& of) {
  columns = static_cast<std::size_t>(of.count);
  lanes = timeline.tasks();
  doing.resize(columns * lanes);
  holding.resize(columns * lanes * timeline.lanesOfTask());
  coverage_.resize(columns);
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    timeline.lane(lane).condense(of, coverage_);
    for (std::size_t i = 0; i < columns; ++i) {
      const Coverage& each = coverage_[i];
      const double perNs = shareOfNs(of, i);
      doing[lane * columns + i] = {part(each.of(Doing::running), perNs), part(each.of(Doing::waiting), perNs),
                                   part(each.of(Doing::sleeping), perNs), part(each.of(Doing::stale), perNs)};
      holding[lane * columns + i] = {part(each.holding[0], perNs), part(each.holding[1], perNs), part(each.contended, perNs), 0};
    }
  }
  for (std::size_t row = lanes; row < lanes * timeline.lanesOfTask(); ++row) {
    condenseHolding(timeline.laneOfLock(row % lanes, row / lanes * kLocksOfLane), of, row);
  }
}

void LaneColumns::condenseHolding(const Lane& lane, const Columns& of, std::size_t row) {
  lane.condense(of, coverage_);
  for (std::size_t i = 0; i < columns; ++i) {
    const double perNs = shareOfNs(of, i);
    holding[row * columns + i] = {part(coverage_[i].holding[0], perNs), part(coverage_[i].holding[1], perNs), 0, 0};
  }
}

}  // namespace interleave
