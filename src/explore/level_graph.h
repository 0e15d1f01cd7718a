// The graph of a program's states, condensed by level: how many different states there are after so
// many steps, and how many ways lead there. For programs that are too large for a ScheduleTree.
//
// The states are those of state_levels.h, as they are counted in an exploration. They are worked out in slices, so that a
// thread that must not be held up can do it. For one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "explore/budget.h"
#include "explore/step_level.h"
#include "model/account_program.h"

namespace interleave {

class StateLevels;

class LevelGraph {
 public:
  using Level = StepLevel;

  explicit LevelGraph(const AccountProgram& program);
  ~LevelGraph();
  LevelGraph(const LevelGraph&) = delete;
  LevelGraph& operator=(const LevelGraph&) = delete;

  // Finds about so many more states, at least one group of them (state_levels.h); true while there is more to do.
  bool advance(std::size_t states);
  bool done() const { return done_; }
  // Every level is there; else those after the first kMaxLevelStates states are missing.
  bool complete() const;
  // Those that are known: the first is the start.
  const std::vector<Level>& levels() const { return levels_; }
  // So many have been found.
  std::uint64_t states() const { return progress_.states.load(); }

 private:
  void open();
  void close();

  ExploreProgress progress_;
  Budget budget_;
  // Its header takes big integers, which those that draw the graph go without.
  const std::unique_ptr<StateLevels> states_;
  std::size_t group_ = 0;  // of the next level: those before it are built
  Level level_;            // the present one
  std::vector<Level> levels_;
  bool done_ = false;
};

}  // namespace interleave
