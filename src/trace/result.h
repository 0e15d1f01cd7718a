// The result of one real run, or of the replay of one schedule. A plain value, immutable after construction, so that
// threads can share it.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "model/run_settings.h"
#include "trace/lost_updates.h"
#include "trace/trace.h"

namespace interleave {

enum class RunEnd : std::uint8_t {
  completed,
  deadlocked,  // unfinished tasks were in flight and none could go on
  stopped,     // the user stopped it; for a schedule's replay: it is not at its end yet
};

struct RunResult {
  RunSettings settings;
  bool replayed = false;               // step by step (explore/replay.h): times are numbers of steps
  RunEnd end = RunEnd::completed;
  bool scheduleEnded = false;          // stopped because the schedule that was forced onto it ended
  Money balance = 0;                   // when the run ended, in any way; the sum of all accounts
  Balances balances;                   // of each, as many as there are accounts
  std::optional<Money> due;            // FinalState::due; none also where that is not known
  std::optional<Money> expected;       // serialEnding(settings.program)
  std::vector<std::optional<std::size_t>> owners;  // of each account's lock at the end: tasks; deadlocks only
  std::vector<std::size_t> waiters;    // tasks that waited, in list order, deadlocks only
  std::uint64_t linesPrinted = 0;      // by the tasks, recorded or not
  std::uint64_t updates = 0;           // writes that were made
  std::uint64_t refusals = 0;          // overdrafts refused
  std::uint64_t givenUp = 0;           // updates whose thread waited for the lock for too long
  std::uint64_t exceptions = 0;        // tasks that threw
  std::int64_t durationNs = 0;
  Trace trace;
  std::vector<LostUpdate> lost;        // of those in the trace

  FinalState finalState(const EndParts& parts) const {
    const bool byRecord = parts.lost || (parts.due && !due);
    FinalState state{balance, due, byRecord && !lost.empty(), parts.gaveUp && givenUp > 0};
    state.unjudged = byRecord && lost.empty() && trace.dropped > 0;
    return state;
  }
  std::optional<Money> ending() const { return end == RunEnd::completed ? std::optional(balance) : std::nullopt; }
  // The account whose lock a task of `waiters` waited for.
  std::size_t waitedFor(std::size_t waiter) const;
  bool asExpected() const { return ending() && ending() == expected; }
};

// The lines that the run printed; `omitted` also counts lines that were not recorded.
Console consoleOf(const RunResult& result);

}  // namespace interleave
