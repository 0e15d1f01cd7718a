#include "background/explorer.h"

#include "background/messages.h"

namespace interleave {

Exploration AccountExploring::explore(const Program& program, const ExploreOptions& options, ExploreProgress& progress) {
  return interleave::explore(program, options, progress);
}

std::string AccountExploring::question(const Program& program, const ExploreOptions& options) {
  return encodeQuestion(program, options);
}

Exploration AccountExploring::resultOf(const std::string& answer, const Program& program) {
  return decodeExploration(answer, program);
}

Exploration AccountExploring::nothing(const Program& program, bool cancelled, const std::string& bound) {
  return nothingExplored(program, cancelled, bound);
}

std::string AccountExploring::json(const Result& result, std::size_t listed) { return toJson(result, listed); }

template class ExplorerOf<AccountExploring>;

}  // namespace interleave
