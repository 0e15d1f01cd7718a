#include "trace/result.h"

#include <algorithm>

namespace interleave {

std::size_t RunResult::waitedFor(std::size_t waiter) const {
  // The first lock that it needs, does not hold, and that is held.
  for (const Action& action : updateSteps(settings.program, waiter).actions) {
    if (action.step != Step::acquire) continue;
    for (const std::size_t account : action.objects) {
      if (account < owners.size() && owners[account] && owners[account] != waiter) return account;
    }
  }
  return 0;
}

Console consoleOf(const RunResult& result) {
  Console console =
      consoleOf(result.trace, result.settings.program, result.ending() ? std::optional(result.balances) : std::nullopt);
  // Beside the tasks' lines there is the first line, and the last one if the run completed.
  const std::uint64_t printed = result.linesPrinted + 1 + (result.ending() ? 1 : 0);
  if (printed > console.lines.size()) console.omitted = printed - console.lines.size();
  return console;
}

}  // namespace interleave
