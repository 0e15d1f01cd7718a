// What is asked of another copy of the program, and what it answers, as bytes (background/background.h).
//
// Both copies are of one build: the bytes are never stored, and have no version. Pure; any thread.
#pragma once

#include <string>

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
// `settings`: those that were asked about. Throws std::runtime_error where it is no answer.
Exploration decodeExploration(const std::string& bytes, const AccountProgram& program);
// Of a search that was given up, or that failed: nothing is known. `bound`: why, in words.
Exploration nothingExplored(const AccountProgram& program, bool cancelled, const std::string& bound);

std::string encodeReadTrace(const ReadTrace& read);
ReadTrace decodeReadTrace(const std::string& bytes);

}  // namespace interleave
