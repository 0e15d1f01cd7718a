#include "trace/event_table.h"

#include <algorithm>

#include "text/format.h"
#include "text/json.h"
#include "trace/explanation.h"

namespace interleave {
namespace {

std::string timeOf(const Report& report, const Event& event) {
  return report.run.replayed ? "step " + formatNumber(event.timeNs) : formatDuration(event.timeNs);
}

std::string threadOf(const Report& report, const Event& event) {
  return letterText(event.task) + ", " + report.run.settings.program.transactions[event.task].label;
}

std::size_t firstRow(std::size_t total, std::optional<std::size_t> cursor) {
  constexpr std::size_t kRows = limits::kMaxTableEvents;
  const std::size_t at = cursor.value_or(0);
  const std::size_t wanted = at > kRows / 2 ? at - kRows / 2 : 0;
  return total > kRows ? std::min(wanted, total - kRows) : 0;
}

std::string numberOf(std::size_t index) { return formatNumber(index + 1); }

}  // namespace

std::string eventTableJson(const Report& report, std::optional<std::size_t> cursor) {
  const std::size_t total = report.run.trace.events.size();
  const std::size_t first = firstRow(total, cursor);
  Json rows = Json::array();
  for (std::size_t i = first; i < std::min(total, first + limits::kMaxTableEvents); ++i) {
    const Event& event = report.run.trace.events[i];
    rows.push_back({{"number", numberOf(i)},
                    {"time", timeOf(report, event)},
                    {"thread", threadOf(report, event)},
                    {"what", describe(event)},
                    {"current", i == cursor}});
  }
  return Json{{"total", total}, {"first", first}, {"order", report.races.words}, {"rows", rows}}.dump();
}

std::string eventSentence(const Report& report, std::size_t index) {
  const Event& event = report.run.trace.events[index];
  return "Event " + numberOf(index) + " of " + formatNumber(report.run.trace.events.size()) + ", " +
         (report.run.replayed ? "" : "after ") + timeOf(report, event) + ": " + threadOf(report, event) + ", " + describe(event) +
         ".";
}

}  // namespace interleave
