// Whether some execution of a program comes to a state in which what is asked of it holds (lang/asked.h), and how.
//
// The graph of states is built as for every schedule (program_graph.h), and the question is asked in each of its states: in the one in
// which the first step is to be taken, and after each step; or, at the end, where nothing can step any more, deadlocks included. A state
// in which the question comes to nothing, as a name is not bound yet, does not match.
// Pure except for the progress. Any thread but the browser's main one; it may start threads of its own.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "explore/exploration.h"
#include "explore/program_graph.h"

namespace interleave {

struct QuestionAnswer {
  bool complete = true;  // every state was asked
  bool cancelled = false;
  bool outOfMemory = false;  // the bound of memory cut it short
  std::string bound;  // what cut it short, in words; empty: nothing did
  // The simplest to a state that matches: with the fewest preemptions, of those the shortest, of those the first. Where a bound cut the
  // search short: of the states found by then. None: no state that was asked matches.
  std::optional<std::string> schedule;
  int preemptions = 0;  // of it
  // The total in decimal; "unbounded": executions can go on for ever; empty where a bound cut it short.
  std::string schedules;
  std::uint64_t states = 0;  // that were found
  std::uint64_t asked = 0;  // so many of them were asked
  std::uint64_t matching = 0;  // of these
  std::string failure;  // where it comes to nothing in every state that was asked: why it does in the first; else empty
};

// Precondition: the program has a question. `like`: what is found is the same, but for the numbers of states.
QuestionAnswer answerQuestion(std::shared_ptr<const program::Program> program, bool output, bool atEnd,
                              const ExploreOptions& options, ExploreProgress& progress,
                              ProgramGraph::LikeStates like = ProgramGraph::LikeStates::asOne);

// What is asked, of a program's text.
struct Question {
  std::string expression;
  bool atEnd = false;

  bool operator==(const Question&) const = default;
};

// As src/link/README.md, "A question" describes it.
std::string toJson(const QuestionAnswer& answer, const Question& question);
// "No, in none of 6 schedules."
std::string sentenceOf(const QuestionAnswer& answer);

}  // namespace interleave
