// What the user asks of their program (lang/asked.h): whether some schedule comes to a state in which an expression holds.
//
// The question stays while the program changes, and is asked anew. An answer that the user waited for leads to its schedule. Main thread
// only; nothing here waits.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "app/program_outcomes.h"

namespace interleave {

class ProgramAsking {
 public:
  // As for ProgramOutcomes.
  ProgramAsking(std::function<void()> onNews, bool threads, MakeBackground makeBackground)
      : outcomes_(std::move(onNews), threads, std::move(makeBackground)) {}

  // Precondition: the program has no faults. An empty expression asks nothing.
  void ask(const ProgramText& program, Question question);
  // The program is another one.
  void renew(const ProgramText& program);
  // The program is loaded: a question that turns out not to fit it is forgotten.
  void begin() { fits_ = false; }
  void clear();
  void cancel() { outcomes_.cancel(); }
  void threadFailed() { outcomes_.threadFailed(); }

  bool advance(double seconds) { return outcomes_.advance(seconds); }
  bool collect();
  std::optional<double> changesWithin() const { return outcomes_.changesWithin(); }

  // Nothing is asked: with an empty expression.
  const Question& question() const { return question_; }
  // It has taken long enough to be shown.
  bool answering() const { return outcomes_.exploring(); }
  const ExploreProgress& progress() const { return outcomes_.progress(); }
  // To the question as it is; null while it is not known, and where the question has a fault.
  const QuestionAnswer* answer() const;
  // What is wrong with the question, or the answer, in a sentence; empty: neither is known.
  std::string sentence() const;
  bool isFaulty() const { return current() != nullptr && !current()->questionFaults.empty(); }
  // The schedule of an answer that the user waited for, once.
  std::optional<std::string> takeSchedule();

 private:
  const ExploredProgram* current() const { return outcomes_.isCurrent() ? outcomes_.explored() : nullptr; }

  Question question_;
  bool fits_ = true;  // the program that was loaded last, or the user asked since
  bool wanted_ = false;  // its schedule is to be followed
  ProgramOutcomes outcomes_;
};

}  // namespace interleave
