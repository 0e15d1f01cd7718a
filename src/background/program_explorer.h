// Explores programs that users wrote in the background (background/explorer.h), with what went wrong in words.
#pragma once

#include <optional>
#include <string>

#include "background/explorer.h"
#include "explore/program_classes.h"
#include "explore/program_exploration.h"
#include "explore/program_question.h"
#include "lang/source.h"

namespace interleave {

// What decides about the schedules of a program and their endings, or about the answer to a question.
struct ProgramText {
  std::string source;
  bool output = false;  // printing is a step
  std::optional<Question> question{};  // what is asked; none: every schedule is counted

  bool operator==(const ProgramText&) const = default;
};

struct ExploredProgram {
  ProgramText program;
  lang::Faults faults;  // where there are any, nothing is explored
  // Where a question is asked: only whether it is complete, what cut it short, and how many states there are.
  ProgramExploration exploration;
  ExplorationWords words;
  lang::Faults questionFaults{};  // places in the question; where there are any, it is not asked
  QuestionAnswer answer{};
  std::optional<BadEndingSearch> search{};  // behind the exploration, where that was asked for and can be
};

// A bad ending that is looked for in classes of schedules (explore/program_classes.h).
struct SearchedProgram {
  ProgramText program;
  BadEndingSearch search;
};

// Pure except for the progress. Any thread but the browser's main one.
ExploredProgram exploreText(const ProgramText& program, const ExploreOptions& options, ExploreProgress& progress);
// Precondition: the program has no faults.
SearchedProgram searchText(const ProgramText& program, const ExploreOptions& options, ExploreProgress& progress);

struct ProgramExploring {
  using Program = ProgramText;
  using Result = ExploredProgram;
  static constexpr BackgroundTask kTask = BackgroundTask::exploreProgram;
  static Result explore(const Program& program, const ExploreOptions& options, ExploreProgress& progress) {
    return exploreText(program, options, progress);
  }
  static std::string question(const Program& program, const ExploreOptions& options);
  static Result resultOf(const std::string& answer, const Program& program);
  static Result nothing(const Program& program, bool cancelled, const std::string& bound);
  // Of a program or a question with faults, these.
  static std::string json(const Result& result, std::size_t listed);
};

// The search by itself, behind an exploration that the page has already.
struct ProgramSearching {
  using Program = ProgramText;
  using Result = SearchedProgram;
  static constexpr BackgroundTask kTask = BackgroundTask::searchProgram;
  static Result explore(const Program& program, const ExploreOptions& options, ExploreProgress& progress) {
    return searchText(program, options, progress);
  }
  static std::string question(const Program& program, const ExploreOptions& options);
  static Result resultOf(const std::string& answer, const Program& program);
  static Result nothing(const Program& program, bool cancelled, const std::string& bound);
  static std::string json(const Result& result, std::size_t listed);
};

extern template class ExplorerOf<ProgramExploring>;
using ProgramExplorer = ExplorerOf<ProgramExploring>;
extern template class ExplorerOf<ProgramSearching>;
using ProgramSearcher = ExplorerOf<ProgramSearching>;

}  // namespace interleave
