// What went wrong in an execution of a program, in one sentence: in the program's own names and lines.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "explore/program_classes.h"
#include "explore/program_exploration.h"

namespace interleave::words {

struct Told {
  std::string_view kind;  // "lost update": that of the row that was found
  std::string sentence;   // with its full stop
};

// Pure; for any thread. `schedule` leads to an ending of this grade. None: nothing went wrong, there is nothing to say, or the execution
// has too many steps.
std::optional<Told> tell(std::shared_ptr<const program::Program> program, std::string_view source, bool output,
                         std::string_view schedule, Grade grade);

// Of the bad ending that a search has found, if it has: into its words.
void tellOf(BadEndingSearch& search, std::shared_ptr<const program::Program> program, std::string_view source, bool output);

// Of an exploration: a sentence for each ending of the list, of its simplest schedule, empty where there is none. kMostTold endings
// are told of, those of a bad grade first.
// `cancel`: once it is set, the rest are left out.
ExplorationWords tellAll(std::shared_ptr<const program::Program> program, std::string_view source, bool output,
                         const ProgramExploration& exploration, const std::atomic<bool>* cancel = nullptr);

inline constexpr std::size_t kMostTold = 200;
inline constexpr std::size_t kMostSteps = 1'000;  // of an execution that is told of

}  // namespace interleave::words
