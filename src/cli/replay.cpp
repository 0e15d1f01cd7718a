#include <iostream>

#include "cli/command.h"
#include "cli/real_run.h"
#include "text/format.h"

namespace interleave {

int replayCommand(const Arguments& arguments) {
  const DecodedLink decoded = readLink(arguments.link);
  const Settings& settings = decoded.settings;
  if (settings.view.schedule.empty()) {
    std::cerr << "interleave: schedule is missing; allowed is the start of a possible schedule, a letter for each "
              << "step, at most " << formatNumber(limits::kMaxScheduleSteps) << " letters\n";
    return kBadInput;
  }
  // The steps that the link shows: up to `at`.
  const std::string_view steps = std::string_view(settings.view.schedule).substr(0, settings.view.at.value_or(std::string::npos));
  const auto result = runToEnd(settings, steps);
  if (!result) return kNotAllowed;
  print(*result, arguments.json);
  return decoded.problems.empty() ? kDone : kBadInput;
}

}  // namespace interleave
