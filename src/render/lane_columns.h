// What the lanes' shader draws: of every lane and every column of the picture, how much of the column each state
// takes up, as a byte. Shaped as shaders/lanes.frag.glsl reads it: a texel a column, a row a lane.
#pragma once

#include <cstdint>
#include <vector>

#include "trace/timeline.h"

namespace interleave {

// Channels, as the shader names them.
struct DoingTexel {
  std::uint8_t running = 0;
  std::uint8_t waiting = 0;
  std::uint8_t sleeping = 0;
  std::uint8_t stale = 0;
};
struct HoldingTexel {
  std::uint8_t first = 0;   // the first account's lock
  std::uint8_t second = 0;
  std::uint8_t contended = 0;
  std::uint8_t unused = 0;
};
static_assert(sizeof(DoingTexel) == 4 && sizeof(HoldingTexel) == 4);

struct LaneColumns {
  std::size_t columns = 0;
  std::size_t lanes = 0;
  std::vector<DoingTexel> doing;      // columns x lanes, lane after lane
  std::vector<HoldingTexel> holding;  // the same

  // Takes the memory that it has. What takes up some of a column is never 0, however little it is.
  void condense(const Timeline& timeline, const Columns& of);

 private:
  std::vector<Coverage> coverage_;
};

}  // namespace interleave
