// What an execution leaves, in words. Pure.
#pragma once

#include <string>

#include "explore/program_exploration.h"
#include "program/ending.h"
#include "walk/program_schedule.h"

namespace interleave::walk {

// "counter = 2, account.balance = 50"; "no shared variable" where there is none.
std::string valuesWords(const program::Ending& ending);
// The same of a state that is no ending.
std::string valuesWords(const State& state);
std::string valuesWords(const program::NamedValues& values);
// "C: ValueError at line 3: …"
std::string errorWords(const program::EndingError& error);
// What went wrong: "A and B wait for ever; C: ValueError at line 3: …"; empty: nothing.
std::string troubleWords(const program::Ending& ending);
// Both: "counter = 2; A waits for ever"
std::string endingWords(const program::Ending& ending);
// What an ending of a grade comes to, where nothing more is known of how it came about: a sentence.
std::string gradeSentence(const program::Ending& ending, Grade grade);

}  // namespace interleave::walk
