#include "trace/report.h"

#include <utility>

#include "trace/explanation.h"

namespace interleave {

Report makeReport(RunResult result) {
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
  Report report{std::move(result), {}, {}, steps, std::move(threadStates), std::move(timeline), std::move(verdict)};
  report.sentence = explain(report.run);
  report.console = consoleOf(report.run);
  return report;
}

}  // namespace interleave
