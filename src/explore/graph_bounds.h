// What building a program's graph may spend, and in words what cut it short. Pure.
#pragma once

#include <string>

#include "explore/budget.h"

namespace interleave {

// Going through a graph takes about half as long as building it.
inline ExploreOptions forBuilding(ExploreOptions options) {
  options.maxTime = options.maxTime * 13 / 20;
  return options;
}

// Of none and of an attempt: empty.
inline std::string wordsOf(Bound bound) {
  switch (bound) {
    case Bound::none:
    case Bound::attempt: break;
    case Bound::cancelled: return "it was cancelled";
    case Bound::states: return "the bound of states was reached";
    case Bound::time: return "the bound of time was reached";
    case Bound::memory: return "the bound of memory was reached";
  }
  return {};
}

}  // namespace interleave
