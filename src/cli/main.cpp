// The native command: the page's programs on the machine's own threads. See usage() in arguments.cpp.

#include <iostream>

#include "cli/command.h"

namespace interleave {
namespace {

int perform(const Arguments& arguments) {
  switch (arguments.command) {
    case CommandKind::run: return runCommand(arguments);
    case CommandKind::replay: return replayCommand(arguments);
    case CommandKind::explore: return exploreCommand(arguments);
  }
  return kBadInput;
}

}  // namespace

DecodedLink readLink(std::string_view link) {
  DecodedLink decoded = decodeLink(link);
  for (const LinkProblem& problem : decoded.problems) std::cerr << "interleave: " << problem.message() << '\n';
  return decoded;
}

}  // namespace interleave

int main(int argc, char** argv) {
  using namespace interleave;
  const Arguments arguments = parseArguments({argv + 1, argv + argc});
  if (!arguments.problem.empty()) {
    std::cerr << "interleave: " << arguments.problem << "\n\n" << usage();
    return kBadInput;
  }
  if (arguments.help) {
    std::cout << usage();
    return kDone;
  }
  return perform(arguments);
}
