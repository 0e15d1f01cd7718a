#include <iostream>

#include "cli/command.h"
#include "cli/real_run.h"
#include "model/program.h"
#include "text/format.h"

namespace interleave {
namespace {

// The schedule beside the link counts, and else the steps that the link shows: up to `at`.
std::optional<std::string_view> stepsOf(const Arguments& arguments, const Settings& settings) {
  const std::string_view linked = settings.view.schedule;
  if (!arguments.schedule)
    return linked.empty() ? std::nullopt : std::optional(linked.substr(0, settings.view.at.value_or(std::string::npos)));
  const std::string_view steps = *arguments.schedule;
  const std::size_t possible = possiblePrefix(settings.program, steps);
  if (possible == steps.size() && steps.size() <= limits::kMaxScheduleSteps) return steps;
  std::cerr << "interleave: step " << formatNumber(possible + 1) << " of the schedule is not possible\n";
  return std::nullopt;
}

}  // namespace

int replayAccount(const Arguments& arguments, const Source& source) {
  const Settings& settings = *source.account();
  if (!arguments.schedule && settings.view.schedule.empty()) {
    std::cerr << noSchedule();
    return kBadInput;
  }
  const auto steps = stepsOf(arguments, settings);
  if (!steps) return kBadInput;
  const auto result = runToEnd(settings, steps);
  if (!result) return kNotAllowed;
  print(*result, arguments.json);
  return source.flawed ? kBadInput : kDone;
}

}  // namespace interleave
