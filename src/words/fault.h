// The kinds of faults that a wrong execution of a program can have: one file and one row of a table each.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "program/machine.h"
#include "words/program_trace.h"

namespace interleave::words {

// How an execution has gone wrong.
enum class Trouble : std::uint8_t { deadlock, error, wrong, anotherOrder };

// An execution that has come to its end.
struct Case {
  const ProgramTrace& trace;
  Trouble trouble;
  std::vector<program::WaitingAgent> waiting;  // of a deadlock: who waits for what
  std::vector<program::WaitingAgent> daemons;  // the same of daemons, which may hold what others wait for
  std::vector<program::Error> errors;
};

// A sentence without its full stop, which begins with a name or a small letter; none: it is another fault.
using Sentence = std::optional<std::string>;

struct Fault {
  std::string_view kind;  // "lost update"
  Trouble trouble;
  Sentence (*find)(const Case& here);
};

// In the order in which they are asked, the most specific ones first.
std::span<const Fault> faults();

// ---- One file each ----------------------------------------------------------------------

// Deadlocks.
Sentence poolExhausted(const Case& here);
Sentence lockKept(const Case& here);
Sentence lockCycle(const Case& here);
Sentence nestedMonitor(const Case& here);
Sentence lostWakeUp(const Case& here);
Sentence permitsTaken(const Case& here);
Sentence queueWait(const Case& here);
Sentence barrierWait(const Case& here);
Sentence pollsForEver(const Case& here);
Sentence waitsForEver(const Case& here);
// Exceptions.
Sentence failedAssert(const Case& here);
Sentence readTooEarly(const Case& here);
Sentence uncaught(const Case& here);
// Wrong values. An exception may come of them, too.
Sentence noCommonLock(const Case& here);
Sentence lostUpdate(const Case& here);
Sentence checkThenAct(const Case& here);
Sentence tornRead(const Case& here);
Sentence halfDone(const Case& here);
Sentence gaveUp(const Case& here);
Sentence daemonCutOff(const Case& here);
Sentence missingJoin(const Case& here);
Sentence interrupted(const Case& here);

}  // namespace interleave::words
