// Explorations and executions of programs as text for a terminal. Lines end with '\n'. Pure.
#pragma once

#include <cstddef>
#include <string>

#include "cli/program_walk.h"
#include "explore/program_exploration.h"

namespace interleave {

// A table of at most `most` endings, each with what went wrong in its example, then the totals, what is expected, who goes on for ever,
// and of an exploration that was cut short what is missing. Lines are at most `columns` characters, as far as that is possible, and what
// was cut is said.
std::string textOf(const ProgramExploration& exploration, const ExplorationWords& words, bool output, std::size_t most,
                   std::size_t columns);

// What each thread does, and the steps, a column a thread; what they come to: who waits for what, and errors.
std::string stepsOf(const Walk& walk, std::size_t columns);
std::string outcomeOf(const Walk& walk);

// What is printed, the ending and its grade of an execution by itself.
std::string textOf(const Walk& walk, const Judgement& judgement, std::size_t columns);

}  // namespace interleave
