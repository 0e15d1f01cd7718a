#include "trace/report.h"

#include <utility>

#include "trace/explanation.h"

namespace interleave {

Report makeBriefReport(RunResult result) {
  Report report{std::move(result), {}, {}, {}, {}};
  report.sentence = explain(report);
  report.console = consoleOf(report);
  report.standing = standingAfter(report.settings, report.trace.events);
  return report;
}

Report makeReport(RunResult result) {
  Report report = makeBriefReport(std::move(result));
  report.json = toJson(report);
  return report;
}

}  // namespace interleave
