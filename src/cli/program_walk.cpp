#include "cli/program_walk.h"

#include <algorithm>

#include "cli/terminal.h"
#include "explore/ending_json.h"
#include "text/json.h"
#include "walk/step_words.h"
#include "words/words.h"

namespace interleave {
namespace {

// An exploration for the grade of one execution.
constexpr std::uint64_t kJudgedStates = 100'000;

using Access = WalkedStep::Access;

Access accessOf(const program::Program& program, const program::Taken& taken) {
  const auto& code = program.functions[taken.function].code;
  if (taken.pc >= code.size()) return Access::none;
  switch (code[taken.pc].op) {
    case program::Op::loadCell:
    case program::Op::loadGlobal:
    case program::Op::loadAttribute: return Access::read;
    case program::Op::storeCell:
    case program::Op::storeGlobal:
    case program::Op::storeAttribute: return Access::write;
    default: return Access::none;
  }
}

}  // namespace

Walker::Walker(std::shared_ptr<const program::Program> program, std::string_view source, bool output)
    : source_(source),
      output_(output),
      stepping_(program::Machine(std::move(program), output, true)),
      machine_(stepping_.start()) {
  look();
}

void Walker::take(char letter) {
  const program::Taken taken = machine_.step(program::agentOf(letter));
  WalkedStep step{letter, taken.place.line, accessOf(machine_.program(), taken), {}};
  step.source = shown(walk::trimmedLine(source_, step.line));
  walk_.schedule += letter;
  walk_.steps.push_back(std::move(step));
  look();
}

void Walker::look() {
  for (std::size_t agent = walk_.threads.size() + 1; agent < machine_.agents(); ++agent) {
    const auto id = static_cast<program::AgentId>(agent);
    walk_.threads.emplace_back(program::letterOf(id), program::titleOf(machine_, id));
  }
  able_ = stepping_.able(machine_);
}

Walk Walker::finish() && {
  walk_.able = able_;
  walk_.stopped = machine_.stopped();
  walk_.ending = program::endingOf(machine_);
  walk_.printed = machine_.printed();
  if (!output_) walk_.ending.printed.clear();
  std::erase_if(walk_.ending.deadlock,
                [&](const program::DeadlockedThread& one) { return able_.find(one.thread) != std::string::npos; });
  return std::move(walk_);
}

Judgement judged(const Walk& walk, std::shared_ptr<const program::Program> program, std::string_view source, bool output) {
  Judgement judgement;
  ExploreOptions options;
  options.maxStates = kJudgedStates;
  ExploreProgress progress;
  const ProgramExploration found = exploreProgram(program, output, options, progress);
  judgement.knowsExpected = found.complete;
  if (found.complete) judgement.expected = found.expected;
  if (!walk.atEnd()) return judgement;
  if (!walk.ending.errors.empty()) judgement.grade = Grade::error;
  if (walk.deadlocked()) judgement.grade = Grade::deadlock;
  const auto same = std::ranges::find(found.endings, walk.ending, &ProgramEnding::ending);
  if (found.complete && same != found.endings.end()) judgement.grade = same->grade;
  if (judgement.grade) {
    const auto told = words::tell(std::move(program), source, output, walk.schedule, *judgement.grade);
    if (told) judgement.words = told->sentence;
  }
  return judgement;
}

std::string toJson(const Walk& walk, const Judgement& judgement) {
  Json steps = Json::array();
  for (const WalkedStep& step : walk.steps) {
    Json json = {{"thread", std::string(1, step.thread)}, {"line", step.line}, {"source", step.source}};
    if (step.access != Access::none) json["access"] = step.access == Access::read ? "read" : "write";
    steps.push_back(std::move(json));
  }
  Json json = {{"schedule", walk.schedule},         {"steps", std::move(steps)},         {"atEnd", walk.atEnd()},
               {"values", valuesJson(walk.ending)}, {"errors", errorsJson(walk.ending)}, {"output", walk.printed}};
  Json able = Json::array();
  for (const char letter : walk.able) able.push_back(std::string(1, letter));
  json["next"] = std::move(able);
  if (!walk.ending.deadlock.empty()) json[walk.atEnd() ? "deadlock" : "waits"] = deadlockJson(walk.ending);
  if (!walk.stopped.empty()) json["stopped"] = walk.stopped;
  if (judgement.grade) json["grade"] = nameOf(*judgement.grade);
  if (!judgement.words.empty()) json["words"] = judgement.words;
  if (judgement.knowsExpected) {
    json["expected"] = nullptr;
    if (judgement.expected) json["expected"] = {{"values", valuesJson(*judgement.expected)}};
    if (judgement.expected && !judgement.expected->printed.empty()) json["expected"]["output"] = judgement.expected->printed;
  }
  json["threads"] = Json::object();
  for (const auto& [letter, title] : walk.threads) json["threads"][std::string(1, letter)] = title;
  return json.dump();
}

}  // namespace interleave
