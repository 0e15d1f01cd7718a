#include <iostream>
#include <limits>
#include <optional>
#include <string>

#include "account/program.h"
#include "cli/command.h"
#include "cli/exploration_text.h"
#include "cli/exploring.h"
#include "explore/exploration.h"
#include "explore/program_classes.h"

namespace interleave {
namespace {

struct Found {
  Exploration exploration;
  std::optional<ProgramClasses> classes;  // of the account as a program
};

Found exploreUnlessInterrupted(const RunSettings& settings, const Arguments& arguments) {
  ExploreProgress progress;
  const CancelOnInterrupt cancelOnInterrupt(progress);
  Found found{explore(settings.program, optionsOf(arguments), progress), {}};
  if (!arguments.classes) return found;
  found.classes =
      exploreClasses(loadProgram(settings).program, false, classOptionsOf(arguments), limits::kMaxListedClasses, progress.cancel);
  return found;
}

std::string textOf(const Found& found, std::size_t most) {
  std::string text = textOf(found.exploration, most);
  if (found.classes) text += textOf(*found.classes);
  return text;
}

}  // namespace

int exploreAccount(const Arguments& arguments, const Source& source) {
  if (arguments.firstBad) {
    std::cerr << "interleave: --first-bad is possible with a program, and the link describes an account: interleave code prints "
                 "it as one.\n";
    return kBadInput;
  }
  if (arguments.ask) return askProgram(arguments, source, programText(*source.account()), false);
  const Found found = exploreUnlessInterrupted(*source.account(), arguments);
  constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();
  if (arguments.json) {
    const std::size_t most = arguments.allEndings ? kAll : limits::kMaxShownEndings;
    std::cout << toJson(found.exploration, most, found.classes ? &*found.classes : nullptr) << '\n';
  } else {
    std::cout << textOf(found, arguments.allEndings ? kAll : kShownEndings);
  }
  if (source.flawed) return kBadInput;
  const bool complete = found.exploration.complete && (!found.classes || found.classes->complete);
  return complete ? kDone : kCutShort;
}

}  // namespace interleave
