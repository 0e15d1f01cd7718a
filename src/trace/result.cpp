#include "trace/result.h"

#include <algorithm>

namespace interleave {

std::size_t RunResult::waitedFor(std::size_t waiter) const {
  // Who holds one lock waits for the other; who holds none, for the first one that it needs and that is held.
  for (std::size_t account = 0; account < owners.size(); ++account) {
    if (owners[account] == waiter) return 1 - account;
  }
  const Which which = updateSteps(settings.program, waiter).actions.front().account;
  for (std::size_t account = 0; account < owners.size(); ++account) {
    if (isAbout(which, account) && owners[account]) return account;
  }
  return 0;
}

Console consoleOf(const RunResult& result) {
  Console console =
      consoleOf(result.trace, result.settings.program, result.ending() ? std::optional(result.balances) : std::nullopt);
  // Beside what the tasks printed there are the first line, and the last where it came to that.
  const std::uint64_t printed = result.linesPrinted + 1 + (result.ending() ? 1 : 0);
  if (printed > console.lines.size()) console.omitted = printed - console.lines.size();
  return console;
}

}  // namespace interleave
