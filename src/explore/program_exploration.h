// Every schedule of a program that a user wrote: how many there are, where they end, and examples of each ending.
//
// Where the code proves that every execution ends (program/terminates.h), two levels of states at a time are enough (program_levels.h).
// Otherwise, and where there are few states, their whole graph is built (program_graph.h). Without a cycle, schedules are counted over it,
// at any size. With one, executions can go on for ever: endings stand without counts, and a way into a cycle is given.
// Both find the same, but for the number of states.
// Pure except for the progress. Any thread but the browser's main one; it may start threads of its own.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "explore/exploration.h"
#include "explore/graph_levels.h"
#include "explore/program_graph.h"
#include "program/ending.h"

namespace interleave {

// Letters of all examples together.
inline constexpr std::uint64_t kMaxExampleLetters = 32'000'000;

enum class Grade : std::uint8_t { expected, anotherOrder, wrong, error, deadlock };
std::string_view nameOf(Grade grade);

struct ProgramEnding {
  program::Ending ending;
  Grade grade = Grade::wrong;
  std::string schedules;  // how many, in decimal; empty where there is no answer
  std::string example;  // the alphabetically first; where executions can go on for ever, of the shortest the first
  std::string simplest;  // with the fewest preemptions, of those the shortest, of those the first
  int preemptions = 0;
  // Both schedules are one that a search of classes met (explore/program_classes.h): neither the first nor the simplest.
  bool anySchedule = false;
};

// Executions can go on for ever.
struct Endless {
  std::string schedule;  // into the cycle
  std::string cycle;  // once round it
  std::string steps;  // who steps in it, a letter each
  std::string never;  // who could in some state of it, and never does
  bool fair = false;  // who has a step in every state of it steps in it
};

struct ProgramExploration {
  bool complete = true;
  bool cancelled = false;
  bool outOfMemory = false;  // the bound of memory cut it short
  bool outOfStates = false;  // the bound of states did
  std::string bound;  // what cut it short, in words; empty: nothing did
  std::string schedules;  // the total in decimal; "unbounded"; empty where a bound cut it short
  std::string deadlocks;
  std::optional<program::Ending> expected;  // of the serial execution, if it has one without errors
  std::vector<ProgramEnding> endings;  // in the order of the language's reference
  std::uint64_t endingsOmitted = 0;  // that were found and are not in the list: kMaxShownEndings, kMaxExampleLetters
  std::optional<Endless> endless;
  std::vector<std::pair<char, std::string>> threads;  // what each letter does, as the serial execution starts them
  std::uint64_t states = 0;  // level by level: of all levels; a state that different numbers of steps lead to counts with each
  bool likeAsOne = false;  // those that differ by a renaming of like threads count as one
  GraphLevels levels;  // if they were asked for
  std::uint64_t stateBytes = 0;  // the memory that holds them, without the steps between them; level by level, at most at a time
};

// The order of endings in a list (src/program/README.md).
bool comesBefore(const ProgramEnding& one, const ProgramEnding& other);

// The ending that went wrong the most, a deadlock first; null where none is known to have gone wrong.
const ProgramEnding* worstOf(const ProgramExploration& exploration);

// The part of all schedules that end there; 0: they are not counted.
double shareOf(const ProgramEnding& one, const ProgramExploration& exploration);

enum class ProgramSearch : std::uint8_t {
  automatic,
  graph,
  levels,  // where every execution ends; of others, the graph
};

// `like`, `search`: what is found is the same, but for the number of states.
ProgramExploration exploreProgram(std::shared_ptr<const program::Program> program, bool output, const ExploreOptions& options,
                                  ExploreProgress& progress, ProgramGraph::LikeStates like = ProgramGraph::LikeStates::asOne,
                                  ProgramSearch search = ProgramSearch::automatic);

// What went wrong, in sentences (src/words): one for each ending of the list, and for executions that go on for ever; empty: there is none.
struct ExplorationWords {
  std::vector<std::string> endings;
  std::string forever;
};

// What stands beside an exploration (explore/program_classes.h); null: it was not asked for.
struct ProgramClasses;
struct BadEndingSearch;
struct BesideExploration {
  const ProgramClasses* classes = nullptr;
  const BadEndingSearch* search = nullptr;
};
// With at most `most` endings; the others are counted as omitted.
std::string toJson(const ProgramExploration& exploration, bool output, const ExplorationWords& words = {},
                   std::size_t most = limits::kMaxShownEndings, const BesideExploration& beside = {});

}  // namespace interleave
