#include "background/program_explorer.h"

#include "background/messages.h"
#include "lang/faults_json.h"
#include "program/load.h"
#include "words/words.h"

namespace interleave {

ExploredProgram exploreText(const ProgramText& program, const ExploreOptions& options, ExploreProgress& progress) {
  ExploredProgram result{program, {}, {}, {}};
  program::Loaded loaded = program::load(program.source);
  result.faults = std::move(loaded.faults);
  if (!loaded.program) return result;
  result.exploration = exploreProgram(loaded.program, program.output, options, progress);
  result.words = words::tellAll(loaded.program, program.source, program.output, result.exploration, &progress.cancel);
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
  return result;
}

std::string ProgramExploring::json(const Result& result, std::size_t listed) {
  if (!result.faults.empty()) return lang::faultsJson(result.faults, result.program.source);
  return toJson(result.exploration, result.program.output, result.words, listed);
}

template class ExplorerOf<ProgramExploring>;

}  // namespace interleave
