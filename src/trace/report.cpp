#include "trace/report.h"

#include <utility>

#include "trace/explanation.h"

namespace interleave {

Report makeBriefReport(RunResult result) {
  Timeline timeline(result.settings.program);
  timeline.append(result.trace.events);
  StandingTrail standings(result.settings.program, result.trace);
  Report report{std::move(result), {}, {}, 0, std::move(standings), std::move(timeline), {}, {}};
  report.steps = stepsOf(report.trace);
  report.races = judgeRaces(report);
  report.sentence = explain(report);
  report.console = consoleOf(report);
  return report;
}

Report makeReport(RunResult result) {
  Report report = makeBriefReport(std::move(result));
  report.json = toJson(report);
  return report;
}

std::string toJson(const Report& report) { return toJson(report, report.races); }

}  // namespace interleave
