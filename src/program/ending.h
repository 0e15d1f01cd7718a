// What an execution leaves: the values of shared variables, the exceptions that nothing caught, and who waits for ever.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "program/machine.h"

namespace interleave::program {

struct DeadlockedThread {
  char thread = 'm';
  std::string_view waits;  // acquire, wait, get, …: nameOf(Waits)
  std::string object;      // for what, by name
  std::string held;        // by whom: a letter, or empty
  int line = 0;

  bool operator==(const DeadlockedThread&) const = default;
};

struct EndingError {
  std::string text;  // "A: ZeroDivisionError at line 12: integer division or modulo by zero"
  bool lost = false;

  bool operator==(const EndingError&) const = default;
};

// By name, as repr prints them, in the order of the program.
using NamedValues = std::vector<std::pair<std::string, std::string>>;

struct Ending {
  NamedValues values;
  std::vector<EndingError> errors;
  std::vector<DeadlockedThread> deadlock;                    // empty: all have ended
  std::string printed;                                       // where printing is a step

  bool operator==(const Ending&) const = default;
};

// Of a machine of which no agent can step. Names are as a reader would say them, breadth first from the module's names in the order
// of the text.
Ending endingOf(Machine& machine);
// The values alone, of any state.
NamedValues valuesOf(const Machine& machine);

// What an agent of the program does, for a reader: "update('deposit', 50)".
std::string titleOf(Machine& machine, AgentId agent);

}  // namespace interleave::program
