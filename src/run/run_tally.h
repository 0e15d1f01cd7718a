// The endings of many real runs of one program, and how often each came.
//
// A RunTally is a plain value. Functions here are pure except for the tally that they are given.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "trace/result.h"

namespace interleave {

struct RunTally {
  struct Ending {
    std::uint64_t runs = 0;
    // The schedule of the first run that ended here; empty if it is longer than kMaxScheduleSteps or
    // was not recorded to its end.
    std::string example;
  };

  RunSettings settings;            // of every run
  EndParts parts;                  // endPartsOf(settings.program)
  std::optional<Money> expected;   // serialEnding(settings.program)
  std::uint64_t asked = 0;         // the number of runs that were asked for
  std::uint64_t runs = 0;          // runs that ended: the sum of those below
  std::map<FinalState, Ending> endings;  // at most kMaxTalliedEndings
  std::uint64_t others = 0;        // runs with further endings
  std::uint64_t deadlocks = 0;
  std::string deadlockExample;     // like Ending::example
  std::deque<std::optional<Money>> latest;  // endings of the last kMaxLatestEndings runs; none: a deadlock
  bool stopped = false;            // stopped before `asked` runs had ended
};

RunTally emptyTally(const RunSettings& settings, std::uint64_t asked);

// Counts a run that has completed in that state or is deadlocked; a run that was stopped is not counted. `result` makes
// the whole result, which may be large. It is called once at most, and only for the first run that ends so or where the
// record decides (EndParts::lost): most runs are cheap. `state.lost` and `state.unjudged` are not looked at.
void countRun(RunTally& tally, RunEnd end, FinalState state, const std::function<const RunResult*()>& result);

// Counts the runs of another tally of the same program, too.
void addTally(RunTally& to, const RunTally& more);

// {"runs": 1000, "asked": 1000, "stopped": false, "expected": 0, "delay": 0,
//  "endings": [{"balance": -50, "runs": 812, "verdict": "wrong", "example": "ABAB"}, ...],
//  "others": 0, "deadlocks": 0, "deadlockExample": ""}
std::string toJson(const RunTally& tally);

}  // namespace interleave
