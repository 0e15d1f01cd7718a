#include "cli/command.h"
#include "cli/real_run.h"

namespace interleave {

int runAccount(const Arguments& arguments, const Source& source) {
  const auto result = runToEnd(*source.account());
  if (!result) return kNotAllowed;
  print(*result, arguments.json);
  return source.flawed ? kBadInput : kDone;
}

}  // namespace interleave
