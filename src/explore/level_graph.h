// The graph of a program's states, condensed by level: how many different states there are after so
// many steps, and how many ways lead there. For programs that are too large for a ScheduleTree.
//
// It is worked out in slices, so that a thread that must not be held up can do it. Two levels of states
// are kept at a time. For one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "explore/compact_program.h"
#include "explore/packed_values.h"

namespace interleave {

class LevelGraph {
 public:
  struct Level {
    std::uint64_t states = 0;
    std::uint64_t ends = 0;  // of these, where no task has a step
    // The number of starts of schedules that are so long: `ways` times ten to the power of `exponent`.
    double ways = 0;
    int exponent = 0;
  };

  explicit LevelGraph(const AccountProgram& program);
  LevelGraph(const LevelGraph&) = delete;
  LevelGraph& operator=(const LevelGraph&) = delete;

  // Looks at up to so many more states; true while there is more to do.
  bool advance(std::size_t states);
  bool done() const { return done_; }
  // Every level is there; else those after the first kMaxLevelStates states are missing.
  bool complete() const { return complete_; }
  // Those that are known: the first is the start.
  const std::vector<Level>& levels() const { return levels_; }
  // So many have been found.
  std::uint64_t states() const { return found_; }

 private:
  // State -> ways that lead to it, in units of 10^exponent.
  using States = std::unordered_map<std::string, double>;

  // A state as it is worked with.
  struct State {
    std::vector<CompactProgram::Position> positions;
    std::vector<PackedValues::Word> values;
  };

  std::string keyOf(const State& state) const;
  void read(const std::string& key, State& state) const;
  void expand(const States::value_type& state);
  void closeLevel();

  CompactProgram program_;
  PackedValues values_;
  States current_;
  States next_;
  States::const_iterator at_;  // in current_
  State state_;
  std::vector<std::size_t> steppers_;
  std::vector<PackedValues::StepEffect> effects_;
  std::uint64_t ends_ = 0;     // found in current_ so far
  int exponent_ = 0;
  std::vector<Level> levels_;
  std::uint64_t found_ = 1;
  bool done_ = false;
  bool complete_ = false;
};

}  // namespace interleave
