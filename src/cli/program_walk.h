// One execution of a program, step by step.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "explore/program_exploration.h"
#include "program/ending.h"
#include "program/machine.h"
#include "walk/stepping.h"

namespace interleave {

struct WalkedStep {
  enum class Access : std::uint8_t { none, read, write };

  char thread = 'm';
  int line = 0;            // 0: none, as the step is the library's own
  Access access = Access::none;  // of a variable
  std::string source;      // the line of the text, trimmed
};

// What is known of an execution after some of its steps.
struct Walk {
  std::string schedule;
  std::vector<WalkedStep> steps;
  std::vector<std::pair<char, std::string>> threads;  // what each letter does
  std::string able;         // who can take the next step, by letter, main last; empty: none
  std::string stopped;      // a bound of the language ended the program: the message
  program::Ending ending;   // as it is now: values and errors. `deadlock`: who waits for what, though others can step
  std::string printed;

  // Nothing can step any more, and no bound is the reason.
  bool atEnd() const { return able.empty() && stopped.empty(); }
  bool deadlocked() const { return atEnd() && !ending.deadlock.empty(); }
};

// For one thread at a time.
class Walker {
 public:
  // `source`: the text of the program; there for as long as this.
  Walker(std::shared_ptr<const program::Program> program, std::string_view source, bool output);
  Walker(const Walker&) = delete;
  Walker& operator=(const Walker&) = delete;

  // Who can take the next step, by letter, main last: a step that leaves everything as it is cannot be taken.
  const std::string& able() const { return able_; }
  // A bound of the language has ended the program: the message.
  const std::string& stopped() const { return machine_.stopped(); }
  std::size_t steps() const { return walk_.schedule.size(); }
  // Precondition: `letter` is among able().
  void take(char letter);

  Walk finish() &&;

 private:
  void look();

  std::string_view source_;
  bool output_;
  walk::Stepping stepping_;
  program::Machine machine_;
  std::string able_;
  Walk walk_;
};

// What `walk` comes to, where it has come to an end: the grade that an exploration of few states gives it, and what is expected. Errors and
// deadlocks are known without one.
struct Judgement {
  std::optional<Grade> grade;
  bool knowsExpected = false;
  std::optional<program::Ending> expected;  // none although it is known: nothing is
  std::string words;  // what went wrong; empty: nothing did, or nothing is known of it
};
// `source`: the text of the program.
Judgement judged(const Walk& walk, std::shared_ptr<const program::Program> program, std::string_view source, bool output);

std::string toJson(const Walk& walk, const Judgement& judgement);

}  // namespace interleave
