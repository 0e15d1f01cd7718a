#include "trace/report.h"

#include <new>
#include <utility>

#include "trace/explanation.h"
#include "trace/lost_updates.h"

namespace interleave {

namespace {

// `result` is as it was where this throws.
Report reportOf(RunResult& result) {
  const AccountProgram& program = result.settings.program;
  TraceFold fold(program);
  Timeline timeline(program);
  ThreadStatesTrail threadStates(program);
  RaceDetector races(program);
  std::size_t steps = 0;
  fold.append(result.trace.events, [&](const FoldStep& step) {
    timeline.observe(step);
    threadStates.observe(step);
    races.observe(step);
    steps += isStep(step.event.kind) ? 1 : 0;
  });
  threadStates.endAt(fold.states());
  RaceVerdict verdict{races.races(), describe(races, program, result.trace.events)};
  const Verdict judged = verdictOf(result);
  std::string sentence = explain(result);
  Console console = consoleOf(result);
  return {std::move(result), judged, std::move(sentence), std::move(console), steps, std::move(threadStates), std::move(timeline),
          std::move(verdict)};
}

}  // namespace

Report makeReport(RunResult result) {
  for (;;) {
    try {
      return reportOf(result);
    } catch (const std::bad_alloc&) {
      if (result.trace.events.empty()) throw;
      result.lost = std::vector<LostUpdate>();  // and its memory
      dropHalf(result.trace);
      result.lost = lostUpdatesInMemory(result.trace);
    }
  }
}

}  // namespace interleave
