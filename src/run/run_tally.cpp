#include "run/run_tally.h"

#include <algorithm>

#include "trace/verdict.h"

namespace interleave {
namespace {

std::string exampleOf(const Trace& trace) {
  if (trace.dropped > 0) return {};
  // One letter more shows that the schedule is longer, without going through all of a long trace.
  std::string schedule = scheduleOf(trace, limits::kMaxScheduleSteps + 1);
  return schedule.size() > limits::kMaxScheduleSteps ? std::string() : schedule;
}

void countEnding(RunTally& tally, Money balance, const std::function<const RunResult*()>& result) {
  const bool seen = tally.endings.contains(balance);
  if (!seen && tally.endings.size() == limits::kMaxTalliedEndings) {
    ++tally.others;
    return;
  }
  RunTally::Ending& ending = tally.endings[balance];
  ++ending.runs;
  // The balance alone decides, except where updates can be left out.
  const bool wrong = balance != tally.expected;
  const bool unclear = wrong && ending.verdict != Verdict::wrong && leavesOut(tally.settings.program);
  if (wrong && !unclear) ending.verdict = Verdict::wrong;
  if (seen && !unclear) return;
  const RunResult& known = *result();
  if (!seen) ending.example = exampleOf(known.trace);
  if (unclear) ending.verdict = std::max(ending.verdict, verdictOf(known));
}

}  // namespace

RunTally emptyTally(const RunSettings& settings, std::uint64_t asked) {
  RunTally tally;
  tally.settings = settings;
  tally.expected = serialEnding(settings.program);
  tally.asked = asked;
  return tally;
}

void countRun(RunTally& tally, RunEnd end, Money balance, const std::function<const RunResult*()>& result) {
  switch (end) {
    case RunEnd::stopped: return;
    case RunEnd::deadlocked:
      if (tally.deadlocks++ == 0) tally.deadlockExample = exampleOf(result()->trace);
      break;
    case RunEnd::completed: countEnding(tally, balance, result); break;
  }
  ++tally.runs;
  tally.latest.push_back(end == RunEnd::completed ? std::optional(balance) : std::nullopt);
  if (tally.latest.size() > limits::kMaxLatestEndings) tally.latest.pop_front();
}

void addTally(RunTally& to, const RunTally& more) {
  to.runs += more.runs;
  to.others += more.others;
  to.deadlocks += more.deadlocks;
  if (to.deadlockExample.empty()) to.deadlockExample = more.deadlockExample;
  for (const auto& [balance, ending] : more.endings) {
    if (to.endings.size() >= limits::kMaxTalliedEndings && !to.endings.contains(balance)) {
      to.others += ending.runs;
      continue;
    }
    RunTally::Ending& mine = to.endings[balance];
    mine.runs += ending.runs;
    mine.verdict = std::max(mine.verdict, ending.verdict);
    if (mine.example.empty()) mine.example = ending.example;
  }
}

}  // namespace interleave
