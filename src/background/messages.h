// Requests to the second copy of the program, and its answers, as bytes (background/background.h).
//
// Both copies are of one build: the bytes are never stored, and have no version. Pure; any thread.
#pragma once

#include <string>

#include "background/program_explorer.h"
#include "explore/exploration.h"
#include "trace/result.h"
#include "trace/trace_reader.h"

namespace interleave {

struct ExploreQuestion {
  AccountProgram program;
  ExploreOptions options;
};

std::string encodeQuestion(const AccountProgram& program, const ExploreOptions& options);
ExploreQuestion decodeExploreQuestion(const std::string& bytes);

std::string encodeExploration(const Exploration& exploration);
// `settings`: those of the request. Throws std::runtime_error if the bytes are no answer.
Exploration decodeExploration(const std::string& bytes, const AccountProgram& program);
// The result of a search that was cancelled or has failed: nothing is known. `bound`: the reason, in words.
Exploration nothingExplored(const AccountProgram& program, bool cancelled, const std::string& bound);

struct ProgramQuestion {
  ProgramText program;
  ExploreOptions options;
};

std::string encodeProgramQuestion(const ProgramQuestion& question);
ProgramQuestion decodeProgramQuestion(const std::string& bytes);

std::string encodeExploredProgram(const ExploredProgram& explored);
// `program`: that of the request. Throws std::runtime_error if the bytes are no answer.
ExploredProgram decodeExploredProgram(const std::string& bytes, const ProgramText& program);

std::string encodeSearchedProgram(const SearchedProgram& searched);
SearchedProgram decodeSearchedProgram(const std::string& bytes, const ProgramText& program);

std::string encodeReadTrace(const ReadTrace& read);
ReadTrace decodeReadTrace(const std::string& bytes);

}  // namespace interleave
