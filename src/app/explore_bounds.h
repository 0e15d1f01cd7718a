// What the page's own explorations may spend (model/limits.h).
#pragma once

#include "explore/exploration.h"

namespace interleave {

inline ExploreOptions pageBounds() {
  ExploreOptions options;
  options.maxStates = limits::kPageExploreStates;
  options.maxTime = limits::kPageExploreTime;
  options.maxBytes = limits::kPageExploreBytes;
  options.levels = true;
  return options;
}

// For a thread of the page, which keeps the memory.
inline ExploreOptions nearBounds(ExploreOptions options) {
  options.maxBytes = limits::kNearExploreBytes;
  return options;
}

}  // namespace interleave
