// How many states of a program's graph there are after each number of steps, and how many ways lead there.
#pragma once

#include <vector>

#include "explore/budget.h"
#include "explore/program_graph.h"
#include "explore/step_level.h"

namespace interleave {

struct GraphLevels {
  std::vector<StepLevel> levels;  // the first is the start
  bool complete = false;  // there are no more
};

// A state that can be reached by different numbers of steps is in several levels. They end before the first one with a state that was
// not expanded, after kMaxLevelStates states of all together, and after kMaxScheduleSteps steps. Ways are exact up to 2^53.
GraphLevels levelsOf(const ProgramGraph& graph, Budget& budget);

}  // namespace interleave
