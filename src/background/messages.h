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
  Settings settings;
  ExploreOptions options;
};

std::string encodeQuestion(const Settings& settings, const ExploreOptions& options);
ExploreQuestion decodeExploreQuestion(const std::string& bytes);

std::string encodeExploration(const Exploration& exploration);
// `settings`: those that were asked about. Throws std::runtime_error where it is no answer.
Exploration decodeExploration(const std::string& bytes, const Settings& settings);
// Of a search that was given up, or that failed: nothing is known. `bound`: why, in words.
Exploration nothingExplored(const Settings& settings, bool cancelled, const std::string& bound);

std::string encodeReadTrace(const ReadTrace& read);
ReadTrace decodeReadTrace(const std::string& bytes);

}  // namespace interleave
