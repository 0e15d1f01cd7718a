// A trace as shapes in data units: what the renderer draws, and tests can look at without a GPU.
//
// Lanes: one unit a task from the top, time in seconds. Balance: money over time. What would fall on
// the same pixel is merged, so the number of shapes depends on the width of the picture and not on
// the number of events: of the lanes' states a pixel shows the first, of the balance its whole range.
// Pure; O(events).
#pragma once

#include <cstdint>
#include <vector>

#include "model/settings.h"
#include "trace/trace.h"

namespace interleave {

enum class BoxStyle : std::uint32_t { solid, hatched, dashed, dotted };
enum class MarkShape : std::uint32_t { disc, ring, cross, bar };

// As shaders/box.vert reads it.
struct Box {
  float time0, value0, time1, value1;
  float left, up, right, down;  // pixels that it grows by
  std::uint32_t color;          // 0xAABBGGRR
  float style;
};
static_assert(sizeof(Box) == 40);

// As shaders/mark.vert reads it.
struct Mark {
  float time, value, radius;
  std::uint32_t color;
  float shape;
};
static_assert(sizeof(Mark) == 20);

struct Shapes {
  std::vector<Box> boxes;
  std::vector<Mark> marks;
};

struct SceneStyle {
  float pixel = 1;                         // device pixels a CSS pixel
  std::uint32_t line = 0;                  // of the balance
  std::uint32_t (*thread)(std::size_t) = nullptr;
  int (*repeats)(std::size_t) = nullptr;   // how often a task's colour was given before
};

struct HistoryScene {
  Shapes lanes;
  Shapes balance;
  double endSeconds = 0;    // of the last event
  Money lowest = 0;         // of balances and copies, the start included
  Money highest = 0;
};

// `untilSeconds`: how far states that have not ended are drawn; a run that is going on goes on.
// `columns`: pixels that the whole time takes up, at least 1.
HistoryScene makeScene(const Trace& trace, const Settings& settings, double untilSeconds, double columns,
                       const SceneStyle& style);

}  // namespace interleave
