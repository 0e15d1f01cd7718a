// Steps and waiting in words: short, for tables and lanes (words/phrases.h has the parts of sentences). Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "words/program_trace.h"

namespace interleave::walk {

// "reads account.balance", "acquires lock", "ends"; `place` is the name of what the step is about.
std::string stepWords(const words::Event& event, const std::string& place);

// What a thread waits for, as an ending has it (program/ending.h): "waits to acquire fork, held by B", "polls flag, and finds nothing
// changed". `waits` is program::nameOf(Waits), `object` a name, or empty; `held` a letter, or empty.
std::string waitWords(std::string_view waits, const std::string& object, const std::string& held);

// Why a schedule cannot go on with a letter behind so many steps: "step 3 of the schedule, B, is not possible: only A and C can step
// then". `able`: who can, by letter; `stopped`: the bound of the language that has ended the program, or empty.
std::string impossibleStep(std::size_t steps, char letter, const std::string& able, const std::string& stopped);

// A line of a program without indentation and what is blank at its end; of 0 empty.
std::string trimmedLine(std::string_view source, int line);

}  // namespace interleave::walk
