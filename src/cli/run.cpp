#include "cli/command.h"
#include "cli/real_run.h"

namespace interleave {

int runCommand(const Arguments& arguments) {
  const DecodedLink decoded = readLink(arguments.link);
  const auto result = runToEnd(decoded.settings);
  if (!result) return kNotAllowed;
  print(*result, arguments.json);
  return decoded.problems.empty() ? kDone : kBadInput;
}

}  // namespace interleave
