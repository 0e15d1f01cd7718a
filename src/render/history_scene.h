// The picture of a stretch of a trace, as shapes: what the renderer draws, and tests can look at without a GPU.
//
// Two steps, as in Tracy (B. Taudul, wolfpld/tracy): the visible part is condensed to the columns of the picture, and
// then drawn. A column of a lane has the share of each state, a column of the balance its whole range. Marks stand for
// single events, if there are few enough to be distinguished. So the cost depends on the width of the picture and
// hardly on the number of events (trace/timeline.h).
//
// Across: device pixels from the left edge of the plot. Down: for lanes, one unit a task from the top; for the balance,
// money less `base`, so that a float distinguishes neighbouring values. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/settings.h"
#include "render/lane_columns.h"
#include "trace/lost_updates.h"
#include "trace/timeline.h"
#include "trace/trace.h"

namespace interleave {

enum class BoxStyle : std::uint32_t { solid, hatched, dashed, dotted };
enum class MarkShape : std::uint32_t { disc, ring, cross, bar };

// The layout that shaders/box.vert.glsl reads.
struct Box {
  float time0, value0, time1, value1;
  float left, up, right, down;  // pixels that it grows by
  std::uint32_t color;          // 0xAABBGGRR
  float style;
};
static_assert(sizeof(Box) == 40);

// The layout that shaders/mark.vert.glsl reads.
struct Mark {
  float time, value, radius;
  std::uint32_t color;
  float shape;
};
static_assert(sizeof(Mark) == 20);

struct SceneStyle {
  float pixel = 1;                         // device pixels a designed pixel (ui/theme.h)
  std::uint32_t line = 0;                  // of the balance
  std::uint32_t loss = 0;                  // of a lost update
  std::uint32_t (*thread)(std::size_t) = nullptr;
};

// The stretch of the trace in sight, and the size of the picture.
struct SceneView {
  double fromNs = 0;   // at the left edge
  double toNs = 1;     // at the right one; later
  double untilNs = 0;  // states that have not ended are drawn until here
  float width = 1;     // device pixels
  double top = 0;      // of the money axis

  double perNs() const { return static_cast<double>(width) / (toNs - fromNs); }
  double x(double ns) const { return (ns - fromNs) * perNs(); }
};

struct HistoryScene {
  LaneColumns lanes;
  float columnsFrom = 0;      // where the first column begins
  float columnWidth = 1;
  float end = 0;              // nothing is drawn right of here
  Money base = 0;
  std::vector<Box> balance;   // its line, and ticks for lost updates that are too many for arrows
  std::vector<Mark> laneMarks;
  std::vector<Mark> balanceMarks;
  std::size_t firstEvent = 0; // of the trace: those that are in sight
  std::size_t endEvent = 0;
  std::size_t firstLost = 0;  // of the lost updates: those whose lost write is in sight
  std::size_t endLost = 0;
};

// More events in sight than this have no marks, more lost updates no arrow each.
inline constexpr std::size_t kMaxMarks = 4'000;
inline constexpr std::size_t kMaxLostArrows = 12;
// The height of a tick that stands for lost updates, at the top of the balance: CSS pixels.
inline constexpr float kLossTick = 7;
// With more events in sight than this, even a narrow column mixes many of them: then there are fewer columns, this many
// for all lanes together.
inline constexpr std::size_t kCrowdedEvents = 150'000;
inline constexpr std::int64_t kCrowdedColumns = 8'192;

// Builds a scene's `balance`: the line of a balance, condensed to columns.
struct BalancePicture {
  const SceneView& view;
  const SceneStyle& style;
  Columns columns;
  float columnsFrom = 0;
  float end = 0;
  Money base = 0;

  // `ranges`: one for each column.
  void addLine(std::span<const BalanceRange> ranges, BoxStyle lineStyle, std::vector<Box>& boxes) const;

 private:
  void addLevel(Money level, float from, float to, BoxStyle lineStyle, std::vector<Box>& boxes) const;
  float x(std::int64_t ns) const { return static_cast<float>(view.x(static_cast<double>(ns))); }
  float y(Money money) const { return static_cast<float>(money - base); }
};

// As wide as a pixel, but not shorter than a nanosecond: time is counted in whole ones.
Columns columnsOf(const SceneView& view);

class SceneMaker {
 public:
  // Reuses the memory of `scene`. `timeline` is of the same trace; `lost` is in order of the lost writes.
  void make(const Timeline& timeline, const Trace& trace, std::span<const LostUpdate> lost, const SceneView& view,
            const SceneStyle& style, HistoryScene& scene);

 private:
  std::vector<BalanceRange> ranges_;  // kept from picture to picture
};

}  // namespace interleave
