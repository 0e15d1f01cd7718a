#include "trace/result.h"

namespace interleave {

Console consoleOf(const RunResult& result) {
  Console console = consoleOf(result.trace, result.settings, result.ending());
  // Beside what the tasks printed there are the first line, and the last where it came to that.
  const std::uint64_t printed = result.linesPrinted + 1 + (result.ending() ? 1 : 0);
  if (printed > console.lines.size()) console.omitted = printed - console.lines.size();
  return console;
}

}  // namespace interleave
