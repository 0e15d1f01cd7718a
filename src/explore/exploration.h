// Every schedule of a program: how many there are, where they end, and one example of each ending.
//
// Schedules are counted over states, not enumerated. There are three counters, each in a file of its own
// that cites its source:
//   only_schedule.h    a program that has but one, step by step
//   state_counter.h    level by level over concrete states; any program
//   symmetry_counter.h states up to a renaming of like tasks, without values; programs where no
//                      value decides which steps are possible
// Where the last two can both count, explore() runs them in turn, with growing bounds, until one is done. Of the first one, Exploration::method says `states`, too, and the bound of states does not apply.
// Counts are exact at any size: decimal strings, since they can exceed 2^64.
//
// Pure except for the progress. Any thread but the browser's main one; it may start threads of its own.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/account_program.h"

namespace interleave {

struct ExploreOptions {
  // Bounds. A search that reaches one ends early and reports it.
  std::uint64_t maxStates = limits::kDefaultExploreStates;
  std::chrono::milliseconds maxTime = limits::kDefaultExploreTime;
  std::uint64_t maxBytes = limits::kDefaultExploreBytes;
  // Threads that count, the calling one included; 0: as many as the machine has.
  int threads = 0;

  // Of users' programs: behind a bound of states or of memory, classes are searched for a bad ending (program_classes.h).
  bool thenClasses = false;
  // Of users' programs: states and ways to them are also counted by the number of steps (graph_levels.h).
  bool levels = false;

  enum class Method : std::uint8_t { automatic, states, symmetry };
  Method method = Method::automatic;  // `symmetry` of a program to which it does not apply: `states`
};

// Shared between the exploring thread and an observer. Any thread, at any time.
struct ExploreProgress {
  std::atomic<std::uint64_t> states{0};  // so far; of a search of classes, these
  std::atomic<std::uint64_t> done{0};  // of `total`: steps, or examples; 0 of 0 while unknown
  std::atomic<std::uint64_t> total{0};
  std::atomic<bool> cancel{false};  // set: explore() returns within 100 ms
  // The exploring threads call it now and then, perhaps several at once. Must be set before exploring.
  std::function<void()> onLook;
};

struct ExploredEnding {
  Money balance = 0;
  std::string schedules;  // how many, in decimal
  double share = 0;  // of all schedules, 0 to 1
  std::string example;  // the alphabetically first schedule that ends here
  // With the balance: FinalState.
  std::optional<Money> due{};
  bool lost = false;
  bool gaveUp = false;

  FinalState finalState() const { return {balance, due, lost, gaveUp}; }
};

struct ExploredDeadlock {
  std::string schedules = "0";
  double share = 0;
  std::string example;  // empty where there is no deadlock
};

struct Exploration {
  AccountProgram program;  // all that it depends on: withoutLabels()
  bool complete = true;
  bool cancelled = false;  // then it is not complete either
  bool outOfMemory = false;  // the bound of memory cut it short
  std::string bound;  // the bound that cut it short and what is missing, in words; empty: none
  std::string schedules;  // the total; of an incomplete exploration, those found so far
  std::vector<ExploredEnding> endings;  // sorted by where they end
  ExploredDeadlock deadlock;
  std::optional<Money> expected;  // serialEnding(program)
  ExploreOptions::Method method = ExploreOptions::Method::states;  // the counter that was used
  std::uint64_t states = 0;  // states that this counter has looked at
};

// Precondition: `program` is within its limits.
Exploration explore(const AccountProgram& program, const ExploreOptions& options, ExploreProgress& progress);

struct ProgramClasses;

// As src/link/README.md, "An exploration" describes it; at most `most` endings, and how many more there are. `classes`: of the same
// program, or null.
std::string toJson(const Exploration& exploration, std::size_t most, const ProgramClasses* classes = nullptr);

}  // namespace interleave
