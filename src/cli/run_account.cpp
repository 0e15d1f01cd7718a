// `run` and `replay` of accounts, on real threads.

#include <iostream>

#include "cli/command.h"
#include "cli/real_run.h"
#include "model/program.h"
#include "text/format.h"

namespace interleave {
namespace {

int run(const Arguments& arguments, const Source& source, std::optional<std::string_view> schedule = {}) {
  const auto result = runToEnd(*source.account(), schedule);
  if (!result) return kNotAllowed;
  print(*result, arguments.json);
  return source.flawed ? kBadInput : kDone;
}

}  // namespace

int runAccount(const Arguments& arguments, const Source& source) { return run(arguments, source); }

int replayAccount(const Arguments& arguments, const Source& source) {
  const Settings& settings = *source.account();
  const auto schedule = scheduleOf(arguments, settings.view);
  if (!schedule) return kBadInput;
  // That of a link is possible.
  const std::size_t possible = possiblePrefix(settings.program, *schedule);
  if (possible == schedule->size() && possible <= limits::kMaxScheduleSteps) return run(arguments, source, schedule);
  std::cerr << "interleave: step " << formatNumber(possible + 1) << " of the schedule is not possible\n";
  return kBadInput;
}

}  // namespace interleave
