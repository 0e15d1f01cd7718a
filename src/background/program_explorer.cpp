#include "background/program_explorer.h"

#include <chrono>

#include "background/messages.h"
#include "lang/faults_json.h"
#include "program/load.h"
#include "words/words.h"

namespace interleave {

namespace {

ExploredProgram askText(const ProgramText& program, const ExploreOptions& options, ExploreProgress& progress) {
  ExploredProgram result{program, {}, {}, {}};
  program::LoadedQuestion loaded = program::load(program.source, program.question->expression);
  result.faults = std::move(loaded.faults);
  result.questionFaults = std::move(loaded.questionFaults);
  if (!loaded.program) return result;
  result.answer = answerQuestion(loaded.program, program.output, program.question->atEnd, options, progress);
  result.exploration.complete = result.answer.complete;
  result.exploration.cancelled = result.answer.cancelled;
  result.exploration.outOfMemory = result.answer.outOfMemory;
  result.exploration.bound = result.answer.bound;
  result.exploration.states = result.answer.states;
  return result;
}

}  // namespace

ExploredProgram exploreText(const ProgramText& program, const ExploreOptions& options, ExploreProgress& progress) {
  if (program.question) return askText(program, options, progress);
  ExploredProgram result{program, {}, {}, {}};
  const auto begun = std::chrono::steady_clock::now();
  program::Loaded loaded = program::load(program.source);
  result.faults = std::move(loaded.faults);
  if (!loaded.program) return result;
  result.exploration = exploreProgram(loaded.program, program.output, options, progress);
  result.words = words::tellAll(loaded.program, program.source, program.output, result.exploration, &progress.cancel);
  if (options.thenClasses) result.search = searchOn(loaded.program, program.output, result.exploration, options, begun, progress);
  if (result.search) words::tellOf(*result.search, loaded.program, program.source, program.output);
  return result;
}

SearchedProgram searchText(const ProgramText& program, const ExploreOptions& options, ExploreProgress& progress) {
  const program::Loaded loaded = program::load(program.source);
  SearchedProgram result{program, findBadEnding(loaded.program, program.output, searchBounds(options), progress)};
  words::tellOf(result.search, loaded.program, program.source, program.output);
  return result;
}

std::string ProgramExploring::question(const Program& program, const ExploreOptions& options) {
  return encodeProgramQuestion({program, options});
}

ExploredProgram ProgramExploring::resultOf(const std::string& answer, const Program& program) {
  return decodeExploredProgram(answer, program);
}

ExploredProgram ProgramExploring::nothing(const Program& program, bool cancelled, const std::string& bound) {
  ExploredProgram result{program, {}, {}, {}};
  result.exploration.complete = false;
  result.exploration.cancelled = cancelled;
  result.exploration.bound = bound;
  result.answer.complete = false;
  result.answer.cancelled = cancelled;
  result.answer.bound = bound;
  return result;
}

std::string ProgramExploring::json(const Result& result, std::size_t listed) {
  if (!result.faults.empty()) return lang::faultsJson(result.faults, result.program.source);
  if (!result.questionFaults.empty()) return lang::faultsJson(result.questionFaults, result.program.question->expression);
  if (result.program.question) return toJson(result.answer, *result.program.question);
  return toJson(result.exploration, result.program.output, result.words, listed,
                {.search = result.search ? &*result.search : nullptr});
}

std::string ProgramSearching::question(const Program& program, const ExploreOptions& options) {
  return encodeProgramQuestion({program, options});
}

SearchedProgram ProgramSearching::resultOf(const std::string& answer, const Program& program) {
  return decodeSearchedProgram(answer, program);
}

// Without what is not counted or listed then, which a search does not do.
SearchedProgram ProgramSearching::nothing(const Program& program, bool /*cancelled*/, const std::string& bound) {
  SearchedProgram result{program, {}};
  result.search.complete = false;
  result.search.bound = bound.substr(0, bound.find(';'));
  return result;
}

std::string ProgramSearching::json(const Result& result, std::size_t /*listed*/) {
  return toJson(result.search, result.program.output);
}

template class ExplorerOf<ProgramExploring>;
template class ExplorerOf<ProgramSearching>;

}  // namespace interleave
