#include "run/run_tally.h"

namespace interleave {
namespace {

std::string exampleOf(const Trace& trace) {
  if (trace.dropped > 0) return {};
  // One letter more shows that the schedule is longer, without going through all of a long trace.
  std::string schedule = scheduleOf(trace, limits::kMaxScheduleSteps + 1);
  return schedule.size() > limits::kMaxScheduleSteps ? std::string() : schedule;
}

void countEnding(RunTally& tally, FinalState state, const std::function<const RunResult*()>& result) {
  const RunResult* known = tally.parts.lost ? result() : nullptr;
  if (known != nullptr) state = known->finalState(tally.parts);
  const bool seen = tally.endings.contains(state);
  if (!seen && tally.endings.size() == limits::kMaxTalliedEndings) {
    ++tally.others;
    return;
  }
  RunTally::Ending& ending = tally.endings[state];
  ++ending.runs;
  if (!seen) ending.example = exampleOf((known != nullptr ? known : result())->trace);
}

}  // namespace

RunTally emptyTally(const RunSettings& settings, std::uint64_t asked) {
  RunTally tally;
  tally.settings = settings;
  tally.parts = endPartsOf(settings.program);
  tally.expected = serialEnding(settings.program);
  tally.asked = asked;
  return tally;
}

void countRun(RunTally& tally, RunEnd end, FinalState state, const std::function<const RunResult*()>& result) {
  switch (end) {
    case RunEnd::stopped: return;
    case RunEnd::deadlocked:
      if (tally.deadlocks++ == 0) tally.deadlockExample = exampleOf(result()->trace);
      break;
    case RunEnd::completed: countEnding(tally, state, result); break;
  }
  ++tally.runs;
  tally.latest.push_back(end == RunEnd::completed ? std::optional(state.balance) : std::nullopt);
  if (tally.latest.size() > limits::kMaxLatestEndings) tally.latest.pop_front();
}

void addTally(RunTally& to, const RunTally& more) {
  to.runs += more.runs;
  to.others += more.others;
  to.deadlocks += more.deadlocks;
  if (to.deadlockExample.empty()) to.deadlockExample = more.deadlockExample;
  for (const auto& [state, ending] : more.endings) {
    if (to.endings.size() >= limits::kMaxTalliedEndings && !to.endings.contains(state)) {
      to.others += ending.runs;
      continue;
    }
    RunTally::Ending& mine = to.endings[state];
    mine.runs += ending.runs;
    if (mine.example.empty()) mine.example = ending.example;
  }
}

}  // namespace interleave
