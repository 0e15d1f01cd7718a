// How a run ended, in one of a few grades.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "trace/result.h"

namespace interleave {

enum class Verdict : std::uint8_t {
  expected,  // ended where the same tasks end one after another
  chance,    // ended there although updates were lost: the losses made up for each other
  order,     // another ending although nothing was lost: the order decides which task is refused
  gaveUp,    // nothing was lost, but a thread gave up waiting for the lock, wherever it ended
  wrong,     // ended somewhere else
  unjudged,  // not all events were recorded, and losses cannot be excluded
  deadlock,
  stopped,
  unfinished,  // a schedule's replay that is not at its end
};
inline constexpr std::size_t kVerdicts = 9;

Verdict verdictOf(const RunResult& result);
// Of a schedule or run of the program that came to its end there. `expected`: serialEnding(program).
Verdict verdictOf(const AccountProgram& program, const FinalState& end, std::optional<Money> expected);
std::string_view verdictName(Verdict verdict);

}  // namespace interleave
