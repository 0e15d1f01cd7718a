// What the lanes' shader draws: of every lane and every column of the picture, how much of the column each state
// takes up, as a byte. Shaped as shaders/lanes.frag.glsl reads it: a texel a column, a row a lane; of what is held, all
// first lanes of the tasks (trace/timeline.h), then all second ones.
#pragma once

#include <algorithm>
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
  std::uint8_t first = 0;   // of the two locks that the lane shows
  std::uint8_t second = 0;
  std::uint8_t contended = 0;
  std::uint8_t unused = 0;
};
static_assert(sizeof(DoingTexel) == 4 && sizeof(HoldingTexel) == 4);

struct LaneColumns {
  std::size_t columns = 0;
  std::size_t lanes = 0;              // one a task
  std::vector<DoingTexel> doing;      // columns x lanes, lane after lane
  std::vector<HoldingTexel> holding;  // the same, for each two locks

  // Reuses its memory. A state with any share of a column never has 0 there.
  void condense(const Timeline& timeline, const Columns& of);

  std::size_t holdingRows() const { return columns > 0 ? holding.size() / columns : 0; }
  // How much of a column the task holds that lock.
  std::uint8_t held(std::size_t task, std::size_t lock, std::size_t column) const {
    const HoldingTexel& each = holding[(lock / kLocksOfLane * lanes + task) * columns + column];
    return lock % kLocksOfLane == 0 ? each.first : each.second;
  }
  // That lock of all which it holds for longest.
  std::uint8_t heldMost(std::size_t task, std::size_t column) const {
    std::uint8_t most = 0;
    for (std::size_t row = task; row < holdingRows(); row += lanes) {
      const HoldingTexel& each = holding[row * columns + column];
      most = std::max({most, each.first, each.second});
    }
    return most;
  }

 private:
  void condenseHolding(const Lane& lane, const Columns& of, std::size_t row);

  std::vector<Coverage> coverage_;
};

}  // namespace interleave
