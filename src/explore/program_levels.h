// Every schedule of a program whose executions all end, without its graph: level by level, of which two are in memory at a time.
//
// Level n has the states that n steps lead to; a state is in each level in which it is reached. What is known of a state is made from what
// is known of those before it (R. Bellman's dynamic programming), by the edges between two levels (ProgramGraph::expandLevel()):
// - how many schedules lead to it: their sum;
// - the alphabetically first of them: the first schedule to one of the states before, and a letter;
// - with who took the last step: the fewest preemptions, and of the schedules with so many the first. All are as long. What a step costs
//   depends on the state and on who stepped before, so that each part of such a schedule is one to a state with a last letter, too.
// Schedules are kept as ranks in a tree of prefixes (prefix_trie.h), of which only that is kept which leads to a state of the level.
//
// An ending then has the sum of its states' counts, over all levels; the first of their first schedules; and of the cheapest the shortest.
// The serial execution is the alphabetically first of all schedules: it takes the lowest letter at each step, and where nothing goes on for
// ever, it never comes back to a state.
//
// Where schedules of different lengths lead to a state, the graph may have much fewer states than all levels together; how many fewer is
// told by a sample (P. Flajolet, "On Adaptive Sampling", Computing 34, 1990).
//
// Where states differ by a renaming of like threads, they are one, as in the graph (like_threads.h says why that is exact): letters are
// then those by which the state is reached on the schedule that is kept for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "explore/budget.h"
#include "explore/graph_levels.h"
#include "explore/graph_paths.h"
#include "explore/limbs.h"
#include "explore/program_graph.h"
#include "explore/team.h"
#include "program/ending.h"

namespace interleave {

struct LevelledEnding {
  program::Ending ending;
  Count schedules = 0;
  std::string first;  // the alphabetically first
  std::string shortest;  // of the shortest, the alphabetically first
  SimplestPath simplest;
};

// Of an exploration that the budget ended, or a bound of the language (ProgramGraph::stopped()): of the schedules up to some length.
struct LevelledSearch {
  std::vector<LevelledEnding> endings;  // in the order in which a search breadth first finds them
  std::uint64_t endingsOmitted = 0;  // beyond limits::kMaxShownEndings
  std::optional<program::Ending> serial;  // of the serial execution
  std::string serialSchedule;
  std::uint64_t states = 0;  // of all levels: one counts in each that it is in
  std::uint64_t stateBytes = 0;  // what held those of two levels, where that was most
  GraphLevels levels;  // as in the graph
  bool recurs = false;  // some states are in several levels
  bool gaveUp = false;
};

// What to do where states are in so many levels each that the graph takes less time.
enum class Recurring : std::uint8_t { isFollowed, isGivenUp };

// `graph`: is used up; it may be built afterwards. Precondition: its executions all end (program/terminates.h); of others, what is found
// is of no use, and the budget ends the search. Any thread; it works on those of the team.
LevelledSearch searchLevels(ProgramGraph& graph, Budget& budget, Team& team, ProgramGraph::LikeStates like,
                            Recurring recurring = Recurring::isFollowed);

}  // namespace interleave
