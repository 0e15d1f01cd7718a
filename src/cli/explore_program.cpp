#include <chrono>
#include <iostream>
#include <limits>
#include <optional>

#include "cli/command.h"
#include "cli/exploration_text.h"
#include "cli/exploring.h"
#include "cli/program_text.h"
#include "cli/terminal.h"
#include "cli/text_table.h"
#include "explore/program_classes.h"
#include "words/words.h"

namespace interleave {
namespace {

std::string_view kindOf(Grade grade) {
  return grade == Grade::wrong ? "a wrong ending" : grade == Grade::error ? "an error" : "a deadlock";
}

std::string stepsTo(const std::string& schedule, const LoadedProgram& loaded, bool output) {
  Walker walker(loaded.program, loaded.source, output);
  for (const char letter : schedule) walker.take(letter);
  const Walk walk = std::move(walker).finish();
  return stepsOf(walk, columnsOfOutput()) + outcomeOf(walk);
}

// The steps of the simplest example of the worst ending; empty where there is nothing wrong. What went wrong is said of it, too, unless
// the ending is among the first `listed`, of which the table says it.
std::string exampleOf(const ProgramExploration& found, const ExplorationWords& told, std::size_t listed,
                      const LoadedProgram& loaded, bool output) {
  const ProgramEnding* const worst = worstOf(found);
  if (worst == nullptr) return {};
  const std::string& schedule = worst->simplest.empty() ? worst->example : worst->simplest;
  std::string text = "\nThe simplest schedule to " + std::string(kindOf(worst->grade)) + ":\n\n";
  text += stepsTo(schedule, loaded, output);
  const auto number = static_cast<std::size_t>(worst - found.endings.data());
  if (number < listed || told.endings[number].empty()) return text;
  return text + '\n' + wrapped(told.endings[number], 0, columnsOfOutput());
}

int refused(std::string_view option, const std::string& why) {
  std::cerr << "interleave: " << option << " is not possible here: " << why << ".\n";
  return kBadInput;
}

// The steps to what a search has found, and what goes wrong.
std::string badTextOf(const BadEnding& bad, const LoadedProgram& loaded, bool output) {
  const std::string text = "A schedule to " + std::string(kindOf(bad.grade)) + ":\n\n" + stepsTo(bad.schedule, loaded, output);
  return bad.words.empty() ? text : text + '\n' + wrapped(bad.words, 0, columnsOfOutput());
}

std::string textOf(const BadEndingSearch& search, const LoadedProgram& loaded, bool output) {
  std::string text;
  if (search.bad) {
    text = badTextOf(*search.bad, loaded, output);
  } else if (search.complete) {
    text = search.expected
               ? "No schedule ends badly.\n"
               : "No schedule ends with an error or in a deadlock. What is expected is not known, as the serial execution "
                 "finds no ending.\n";
  } else {
    text = "No schedule that ends badly was found.\n";
  }
  return text + '\n' + textOf(static_cast<const ClassCounts&>(search));
}

int findFirstBad(const Arguments& arguments, const Source& source, const LoadedProgram& loaded, bool output) {
  ExploreProgress progress;
  const CancelOnInterrupt cancelOnInterrupt(progress);
  BadEndingSearch search = findBadEnding(loaded.program, output, classOptionsOf(arguments), progress);
  if (search.leftOut && !search.bad) return refused("--first-bad", search.bound);
  words::tellOf(search, loaded.program, loaded.source, output);
  if (arguments.json) std::cout << toJson(search, output) << '\n';
  else std::cout << textOf(search, loaded, output);
  if (source.flawed) return kBadInput;
  return search.complete ? kDone : kCutShort;
}

}  // namespace

int exploreProgram(const Arguments& arguments, const Source& source) {
  const LoadedProgram loaded = loadProgram(source, arguments.json);
  if (!loaded.program) return kBadInput;
  const bool output = source.program()->output;
  if (arguments.ask) return askProgram(arguments, source, loaded.source, output);
  if (arguments.firstBad) return findFirstBad(arguments, source, loaded, output);
  ExploreProgress progress;
  const CancelOnInterrupt cancelOnInterrupt(progress);
  const auto begun = std::chrono::steady_clock::now();
  const ProgramExploration found = exploreProgram(loaded.program, output, optionsOf(arguments), progress);
  const ExplorationWords told = words::tellAll(loaded.program, loaded.source, output, found);
  auto search = searchOn(loaded.program, output, found, optionsOf(arguments), begun, progress);
  if (search) words::tellOf(*search, loaded.program, loaded.source, output);
  std::optional<ProgramClasses> classes;
  if (arguments.classes)
    classes = exploreClasses(loaded.program, output, classOptionsOf(arguments), limits::kMaxListedClasses, progress.cancel);
  const bool known = classes && !classes->leftOut;
  if (arguments.json) {
    std::cout << toJson(found, output, told, limits::kMaxShownEndings,
                        {.classes = known ? &*classes : nullptr, .search = search ? &*search : nullptr})
              << '\n';
  } else {
    const std::size_t most = arguments.allEndings ? std::numeric_limits<std::size_t>::max() : kShownEndings;
    std::cout << textOf(found, told, output, most, columnsOfOutput());
    if (known) std::cout << textOf(*classes);
    if (search) std::cout << wrapped(inWords(*search), 0, columnsOfOutput());
    if (search && search->bad) std::cout << '\n' << badTextOf(*search->bad, loaded, output);
    std::cout << exampleOf(found, told, most, loaded, output);
  }
  if (classes && classes->leftOut) return refused("--classes", classes->bound);
  if (source.flawed) return kBadInput;
  return found.complete && (!classes || classes->complete) ? kDone : kCutShort;
}

}  // namespace interleave
