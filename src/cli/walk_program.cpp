// `run` and `replay` of programs.

#include <iostream>
#include <random>

#include "cli/command.h"
#include "cli/program_text.h"
#include "cli/terminal.h"
#include "text/format.h"
#include "walk/step_words.h"

namespace interleave {
namespace {

// Steps of a run, as a program may go on for ever.
constexpr std::size_t kMostSteps = 100'000;

void printWalk(const Walk& walk, const LoadedProgram& loaded, bool output, bool json) {
  const Judgement judgement = judged(walk, loaded.program, loaded.source, output);
  std::cout << (json ? toJson(walk, judgement) + '\n' : textOf(walk, judgement, columnsOfOutput()));
}

int exitCodeOf(const Source& source, bool cutShort) {
  if (source.flawed) return kBadInput;
  return cutShort ? kCutShort : kDone;
}

}  // namespace

int runProgram(const Arguments& arguments, const Source& source) {
  const LoadedProgram loaded = loadProgram(source, arguments.json);
  if (!loaded.program) return kBadInput;
  const bool output = source.program()->output;
  Walker walker(loaded.program, loaded.source, output);
  std::mt19937 random(std::random_device{}());
  while (!walker.able().empty() && walker.steps() < kMostSteps) {
    const std::string& able = walker.able();
    walker.take(able[std::uniform_int_distribution<std::size_t>(0, able.size() - 1)(random)]);
  }
  const bool endless = !walker.able().empty();
  const bool cutShort = endless || !walker.stopped().empty();
  if (!arguments.json) std::cout << "One schedule, drawn at random and taken step by step, without threads:\n\n";
  printWalk(std::move(walker).finish(), loaded, output, arguments.json);
  if (endless) std::cerr << "interleave: the run was ended after " << formatCount(kMostSteps, "step") << '\n';
  return exitCodeOf(source, cutShort);
}

int replayProgram(const Arguments& arguments, const Source& source) {
  const LoadedProgram loaded = loadProgram(source, arguments.json);
  if (!loaded.program) return kBadInput;
  const auto schedule = scheduleOf(arguments, source.program()->view);
  if (!schedule) return kBadInput;
  const bool output = source.program()->output;
  Walker walker(loaded.program, loaded.source, output);
  for (const char letter : *schedule) {
    if (walker.able().find(letter) == std::string::npos) {
      std::cerr << "interleave: " << shown(walk::impossibleStep(walker.steps(), letter, walker.able(), walker.stopped())) << '\n';
      return kBadInput;
    }
    walker.take(letter);
  }
  const bool cutShort = !walker.stopped().empty();
  printWalk(std::move(walker).finish(), loaded, output, arguments.json);
  return exitCodeOf(source, cutShort);
}

}  // namespace interleave
