// The endings of a program of the user's own as rows of a table: a column a variable. A pure function, for any thread.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "explore/program_exploration.h"

namespace interleave {

struct ProgramTable {
  struct Row {
    std::vector<std::string> values;  // one for each name; empty: not bound
    std::vector<std::string> faults;  // exceptions, and who waits for what for ever: a line each
    std::vector<std::string> printed;  // lines, where printing is a step
    double share = 0;  // of all schedules; 0 where they are not counted
  };

  std::vector<std::string> names;  // of variables: first those whose values differ from ending to ending
  std::size_t differing = 0;  // how many those are
  std::vector<Row> rows;  // in the order of the endings
  bool counted = false;  // every ending has its number of schedules
};

ProgramTable programTable(const ProgramExploration& exploration);

// "counter 1, done True; A: KeyError at line 9: 'x'": an ending in a line, and the name of its row.
std::string nameOf(const program::Ending& ending);

}  // namespace interleave
