// How the schedules of two programs end, so briefly that both fit beside each other. Pure; for any thread.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "explore/program_exploration.h"

namespace interleave {

struct EndingsInBrief {
  struct Row {
    Grade grade = Grade::expected;
    std::string words;  // "counter 1"; "KeyError"; "A and B wait for ever"; "ends" where there is no value to tell
    double share = 0;  // of all schedules; 0: they are not counted

    bool operator==(const Row&) const = default;
  };

  std::vector<Row> rows;  // what would read alike is one row; the best grades first, then as the endings are listed
  bool forever = false;  // executions can go on for ever

  bool operator==(const EndingsInBrief&) const = default;
};

// Of two programs, with the same variables in both: those of which some value differs from ending to ending of either, or the first one
// where none does.
std::pair<EndingsInBrief, EndingsInBrief> inBrief(const ProgramExploration& one, const ProgramExploration& other);

}  // namespace interleave
