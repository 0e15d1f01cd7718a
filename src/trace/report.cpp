#include "trace/report.h"

#include <utility>

#include "trace/explanation.h"

namespace interleave {

Report makeReport(RunResult result) {
  Timeline timeline(result.settings.program);
  timeline.append(result.trace.events);
  StandingTrail standings(result.settings.program, result.trace);
  Report report{std::move(result), {}, {}, 0, std::move(standings), std::move(timeline), {}};
  report.steps = stepsOf(report.run.trace);
  report.races = judgeRaces(report.run);
  report.sentence = explain(report.run);
  report.console = consoleOf(report.run);
  return report;
}

}  // namespace interleave
