#include <iostream>
#include <limits>
#include <optional>
#include <string>

#include "cli/command.h"
#include "cli/exploration_text.h"
#include "cli/exploring.h"
#include "explore/class_sample.h"
#include "explore/compact_program.h"
#include "explore/exploration.h"

namespace interleave {
namespace {

// Classes are defined only where the dependence of steps is: for plain programs.
bool knowsClasses(const AccountProgram& program) { return CompactProgram(program).plain(); }

struct Found {
  Exploration exploration;
  std::optional<ClassSample> classes;
};

Found exploreUnlessInterrupted(const AccountProgram& program, const Arguments& arguments) {
  const ExploreOptions options = optionsOf(arguments);
  ExploreProgress progress;
  const CancelOnInterrupt cancelOnInterrupt(progress);
  Found found{explore(program, options, progress), {}};
  if (!arguments.classes || !knowsClasses(program)) return found;
  found.classes = sampleClasses(program, classOptionsOf(arguments), limits::kMaxListedClasses, progress.cancel);
  return found;
}

std::string textOf(const Found& found, std::size_t most) {
  std::string text = textOf(found.exploration, most);
  if (found.classes) text += textOf(found.classes->found);
  return text;
}

}  // namespace

int exploreAccount(const Arguments& arguments, const Source& source) {
  if (arguments.firstBad) {
    std::cerr << "interleave: --first-bad is possible with a program, and this is an account: `interleave code` prints it as one.\n";
    return kBadInput;
  }
  const AccountProgram& program = source.account()->program;
  const Found found = exploreUnlessInterrupted(program, arguments);
  constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();
  if (arguments.json) {
    const std::size_t most = arguments.allEndings ? kAll : limits::kMaxShownEndings;
    std::cout << toJson(found.exploration, most, found.classes ? &*found.classes : nullptr) << '\n';
  } else {
    std::cout << textOf(found, arguments.allEndings ? kAll : kShownEndings);
  }
  if (arguments.classes && !knowsClasses(program)) {
    std::cerr << "interleave: --classes is possible with one account and lock none, manual, scoped, spin, or semaphore "
                 "with one permit.\n";
    return kBadInput;
  }
  if (source.flawed) return kBadInput;
  const bool complete = found.exploration.complete && (!found.classes || found.classes->found.complete);
  return complete ? kDone : kCutShort;
}

}  // namespace interleave
