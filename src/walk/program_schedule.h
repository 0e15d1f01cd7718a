// A schedule of a user's program that is being edited, and a cursor in it: the user acts as the scheduler.
//
//   action         | the schedule                               | the cursor
//   step(letter)   | unchanged if its letter comes next; else   | one on
//                  | the letter replaces what follows           |
//   random(seed)   | continues at random from the cursor        | to the end
//   follow(s, n)   | becomes as much of s as is possible        | to n, or the end; refused() says why not all of it is
//   seek(n)        | unchanged                                  | to n
//   undo(), redo() | as before or after the newest step, random or follow; the same for the cursor
//
// Everything that a reader is told of the state at the cursor is in state(); everything about the steps in steps(). Both are made
// when they are first asked for after an action. An execution that goes on for ever is cut after kMostSteps. For one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "program/code.h"
#include "program/ending.h"
#include "words/program_trace.h"

namespace interleave::walk {

// A variable. A shared one has its value as repr prints it; a local one that refers to an object or a function, the name of that:
// `account`.
struct Variable {
  std::string name;
  std::string value;

  bool operator==(const Variable&) const = default;
};

struct Frame {
  std::string function;  // `update`, `Account.deposit`; `<module>`
  int line = 0;
  std::vector<Variable> locals;  // those that are bound, in the order of the text
};

// A thread or task at the cursor.
struct ThreadState {
  char letter = 'm';
  std::string title;  // "update('deposit', 50)"; "main"
  bool ended = false;
  bool able = false;  // has a step that it can take
  std::string whyNot;  // where it has not: "waits to acquire account.lock, held by A"; "has ended"
  int line = 0;  // of its next step; 0: it has ended
  int done = 0;  // of its newest step; 0: none
  std::string source;  // the text of `line`, trimmed
  std::string next;  // its next step in words: "reads account.balance"; empty where it has none
  std::vector<Frame> frames;  // the innermost last; of the program's own code
  std::vector<std::string> holds;  // locks and permits, by name
  std::string waitsFor;  // an object or variable, by name, or a thread, by letter; empty: it does not wait
};

// What the lanes of a timeline are about: threads, locks and other objects of the library that are waited for, variables. Each has
// something for each state, the beginning first: steps().size() + 1 of them.
enum class Standing : std::uint8_t { absent, able, waits, ended };
struct Track {
  char letter = 'm';
  std::string title;  // as ThreadState's
  std::vector<Standing> standings;
};
struct Lock {
  std::string name;
  std::string type;  // "lock", "Condition", "Queue", as `type(x).__name__`
  std::vector<std::string> holders;  // who holds it: letters, one for each time that it holds it
  std::vector<std::string> waiters;  // who waits for it, or sleeps in it
};
struct History {
  std::string name;
  std::vector<std::string> values;  // empty: not bound
  bool numbers = false;  // all of them are whole numbers of 64 bits
};

struct Step {
  char letter = 'm';
  int line = 0;  // 0: the library's own
  std::string source;  // the text of the line, trimmed
  words::Deed deed = words::Deed::other;
  std::string place;  // the variable or object, by name; empty: none
  std::string value;  // read or written, as repr prints it; empty: none, or several
  std::string words;  // "reads account.balance: 100"
};

struct State {
  std::vector<ThreadState> threads;  // main first, then A, B, …, as far as they have been started
  std::vector<Variable> values;  // shared variables, as an ending lists them
  std::vector<std::string> errors;  // of threads that an exception has ended
  std::string printed;
  std::string stopped;  // a bound of the language ended the program: the message
  bool atEnd = false;  // nothing can step
  bool deadlocked = false;
};

class ProgramSchedule {
 public:
  static constexpr std::size_t kMostSteps = 10'000;

  // `source`: the program's text. `output`: printing is a step.
  ProgramSchedule(std::shared_ptr<const program::Program> program, std::string source, bool output);
  ~ProgramSchedule();
  ProgramSchedule(ProgramSchedule&&) noexcept;
  ProgramSchedule& operator=(ProgramSchedule&&) noexcept;

  const std::string& source() const;
  const std::string& schedule() const;
  std::size_t at() const;
  bool atEnd() const { return at() == schedule().size(); }
  // Who can take the next step at the cursor, by letter, main last; empty: the execution has ended there.
  const std::string& able() const;
  // Why the schedule that follow() got is not possible as a whole: "step 3 of the schedule, B, is not possible: only A and C can step
  // then"; empty: it is.
  const std::string& refused() const;

  const State& state() const;
  // Of the whole schedule, behind the cursor, too.
  const std::vector<Step>& steps() const;
  // Main first, then those that are started in it.
  const std::vector<Track>& tracks() const;
  // Those that are held or waited for at any time.
  const std::vector<Lock>& locks() const;
  // Of the shared variables, in the order of an ending.
  const std::vector<History>& histories() const;
  // What the schedule leaves; none before its end, or where a bound stopped it.
  const std::optional<program::Ending>& ending() const;

  // Whether they did something; an impossible action changes nothing.
  bool step(char letter);
  bool random(std::uint64_t seed);
  bool follow(std::string_view schedule, std::size_t at);
  // The same, with nothing to undo or redo then.
  void load(std::string_view schedule, std::size_t at);
  bool seek(std::size_t step);
  bool canUndo() const;
  bool canRedo() const;
  bool undo();
  bool redo();

 private:
  struct Data;
  std::unique_ptr<Data> data_;
};

}  // namespace interleave::walk
