// A run in words: the one sentence of the page, the console command and screen readers.
#pragma once

#include <string>
#include <string_view>

#include "trace/result.h"

namespace interleave {

enum class Verdict : std::uint8_t {
  expected,  // ended where the same tasks end one after another
  chance,    // ended there although updates were lost: the losses made up for each other
  order,     // ended somewhere else although nothing was lost: who goes first decides who is refused
  gaveUp,    // ended somewhere else although nothing was lost: a thread gave up waiting for the lock
  wrong,     // ended somewhere else
  deadlock,
  stopped,
  unfinished,  // a schedule's replay that is not at its end
};

Verdict verdictOf(const RunResult& result);
std::string_view verdictName(Verdict verdict);
// Of an ending that is not the expected one although nothing was lost.
Verdict losslessVerdict(const AccountProgram& program);

// One or two sentences: what went wrong and by whom, or why nothing did.
std::string explain(const RunResult& result);

// "read 100", "acquired the lock": what one event was.
std::string describe(const Event& event);

// "Lock"; of two accounts "Lock 1" and "Lock 2".
// "first", "second", "third", "4th".
std::string ordinalOf(std::size_t index);
std::string lockTitle(const AccountProgram& program, std::size_t account);
// "the deposit"; with a letter where labels repeat, so that nobody is confused with a namesake.
std::string nameOf(const AccountProgram& program, std::size_t task);
std::string capitalized(std::string text);

// "1,234" and "-150": thousands grouped.
std::string formatMoney(Money amount);
// Always with a sign: "+50", "-150", "+0".
std::string formatAmount(Money amount);
// "1 update", "2,000 updates".
std::string formatCount(std::uint64_t count, std::string_view noun);
std::string formatCount(std::uint64_t count, std::string_view one, std::string_view several);
// With a unit that fits: "840 ns", "12.5 us" (with the micro sign), "3.20 ms", "1.00 s".
std::string formatDuration(std::int64_t ns);

}  // namespace interleave
