#include <iostream>

#include "account/program.h"
#include "cli/command.h"
#include "cli/terminal.h"
#include "lang/faults_json.h"
#include "program/load.h"
#include "text/format.h"
#include "text/json.h"

namespace interleave {
namespace {

constexpr std::string_view kNoProgram = "interleave: --output is possible with a program, and the link describes an account.\n";

using Way = int (*)(const Arguments&, const Source&);

int perform(const Arguments& arguments, Way ofAccount, Way ofProgram) {
  auto source = readSource(arguments.source);
  if (!source) return kBadInput;
  if (source->account() != nullptr) {
    if (!arguments.output) return ofAccount(arguments, *source);
    std::cerr << kNoProgram;
    return kBadInput;
  }
  auto& program = std::get<ProgramSettings>(source->content);
  program.output = program.output || arguments.output;
  return ofProgram(arguments, *source);
}

// Of standard output, as one line of JSON.
void print(const Json& json) { std::cout << jsonText(json) << '\n'; }

}  // namespace

std::optional<std::string_view> scheduleOf(const Arguments& arguments, const View& view) {
  if (arguments.schedule) return arguments.schedule;
  if (!view.schedule.empty()) return std::string_view(view.schedule).substr(0, view.at.value_or(std::string_view::npos));
  std::cerr << "interleave: schedule is missing; allowed is the start of a possible schedule, a letter for each step, at most "
            << formatNumber(limits::kMaxScheduleSteps) << " letters\n";
  return std::nullopt;
}

int runCommand(const Arguments& arguments) { return perform(arguments, runAccount, runProgram); }

int replayCommand(const Arguments& arguments) { return perform(arguments, replayAccount, replayProgram); }

int exploreCommand(const Arguments& arguments) { return perform(arguments, exploreAccount, exploreProgram); }

int checkCommand(const Arguments& arguments) {
  const auto source = readSource(arguments.source);
  if (!source) return kBadInput;
  if (source->program() != nullptr && !loadProgram(*source, arguments.json).program) return kBadInput;
  if (arguments.json) std::cout << lang::faultsJson({}, "") << '\n';
  return source->flawed ? kBadInput : kDone;
}

int linkCommand(const Arguments& arguments) {
  const auto printLink = [](const Arguments& how, const Source& source) {
    const ProgramSettings* const program = source.program();
    const std::string link = program != nullptr ? encodeLink(*program) : encodeLink(*source.account());
    if (how.json) print({{"link", link}});
    else std::cout << link << '\n';
    if (program == nullptr) return source.flawed ? kBadInput : kDone;
    // The link of a program that is refused shows why on the page, too.
    const program::Loaded loaded = program::load(program->source);
    std::cerr << faultsText(loaded.faults, program->source, source.name);
    return loaded.program && !source.flawed ? kDone : kBadInput;
  };
  return perform(arguments, printLink, printLink);
}

int codeCommand(const Arguments& arguments) {
  const auto source = readSource(arguments.source);
  if (!source) return kBadInput;
  const ProgramSettings* const program = source->program();
  const std::string code = program != nullptr ? program->source : programText(*source->account());
  if (arguments.json) print({{"code", code}});
  else std::cout << code;
  return source->flawed ? kBadInput : kDone;
}

}  // namespace interleave
