// Where many real runs of one program ended, and how often.
//
// A RunTally is a plain value. Functions here are pure but for the tally that they are given.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "trace/result.h"
#include "trace/verdict.h"

namespace interleave {

struct RunTally {
  struct Ending {
    std::uint64_t runs = 0;
    // The worst. What counts is where a run ended, not how it got there: never `chance`.
    Verdict verdict = Verdict::expected;
    // The schedule of the first run that ended here; empty if it is longer than kMaxScheduleSteps or
    // was not recorded to its end.
    std::string example;
  };

  RunSettings settings;               // of every run
  std::optional<Money> expected;   // serialEnding(settings.program)
  std::uint64_t asked = 0;         // how many runs there were to be
  std::uint64_t runs = 0;          // how many came to an end: the sum of those below
  std::map<Money, Ending> endings; // at most kMaxTalliedEndings
  std::uint64_t others = 0;        // ended elsewhere
  std::uint64_t deadlocks = 0;
  std::string deadlockExample;     // like Ending::example
  std::deque<std::optional<Money>> latest;  // endings of the last kMaxLatestEndings runs; none: a deadlock
  bool stopped = false;            // before `asked` runs had come to their ends
};

RunTally emptyTally(const RunSettings& settings, std::uint64_t asked);

// Counts a run that has completed, with this balance, or is deadlocked; one that was stopped is passed
// over. `result` gives the rest, which may be large: it is called only where more has to be known, so that most runs cost
// next to nothing.
void countRun(RunTally& tally, RunEnd end, Money balance, const std::function<const RunResult*()>& result);

// Counts the runs of another tally of the same program, too.
void addTally(RunTally& to, const RunTally& more);

// {"runs": 1000, "asked": 1000, "stopped": false, "expected": 0, "delay": 0,
//  "endings": [{"balance": -50, "runs": 812, "verdict": "wrong", "example": "ABAB"}, ...],
//  "others": 0, "deadlocks": 0, "deadlockExample": ""}
std::string toJson(const RunTally& tally);

}  // namespace interleave
