#include <iostream>
#include <limits>

#include "cli/command.h"
#include "cli/exploring.h"
#include "cli/program_text.h"
#include "cli/terminal.h"
#include "cli/text_table.h"
#include "words/words.h"

namespace interleave {
namespace {

// The steps of the simplest example of the worst ending; empty where there is nothing wrong. What went wrong is said of it, too, unless
// the ending is among the first `listed`, of which the table says it.
std::string exampleOf(const ProgramExploration& found, const ExplorationWords& told, std::size_t listed,
                      const LoadedProgram& loaded, bool output) {
  const ProgramEnding* const worst = worstOf(found);
  if (worst == nullptr) return {};
  const std::string& schedule = worst->simplest.empty() ? worst->example : worst->simplest;
  Walker walker(loaded.program, loaded.source, output);
  for (const char letter : schedule) walker.take(letter);
  const Walk walk = std::move(walker).finish();
  std::string text = "\nThe simplest schedule to " +
                     std::string(worst->grade == Grade::wrong   ? "a wrong ending"
                                 : worst->grade == Grade::error ? "an error"
                                                                : "a deadlock") +
                     ":\n\n";
  text += stepsOf(walk, columnsOfOutput()) + outcomeOf(walk);
  const auto number = static_cast<std::size_t>(worst - found.endings.data());
  if (number < listed || told.endings[number].empty()) return text;
  return text + '\n' + wrapped(told.endings[number], 0, columnsOfOutput());
}

}  // namespace

int exploreProgram(const Arguments& arguments, const Source& source) {
  if (arguments.classes) {
    std::cerr << "interleave: --classes is possible with an account, and this is a program.\n";
    return kBadInput;
  }
  const LoadedProgram loaded = loadProgram(source, arguments.json);
  if (!loaded.program) return kBadInput;
  const bool output = source.program()->output;
  ExploreProgress progress;
  const CancelOnInterrupt cancelOnInterrupt(progress);
  const ProgramExploration found = exploreProgram(loaded.program, output, optionsOf(arguments), progress);
  const ExplorationWords told = words::tellAll(loaded.program, loaded.source, output, found);
  if (arguments.json) {
    std::cout << toJson(found, output, told) << '\n';
  } else {
    const std::size_t most = arguments.allEndings ? std::numeric_limits<std::size_t>::max() : kShownEndings;
    std::cout << textOf(found, told, output, most, columnsOfOutput()) << exampleOf(found, told, most, loaded, output);
  }
  if (source.flawed) return kBadInput;
  return found.complete ? kDone : kCutShort;
}

}  // namespace interleave
