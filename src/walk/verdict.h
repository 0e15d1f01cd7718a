// What all schedules of a program come to, in a sentence. Pure.
#pragma once

#include <string>

#include "explore/program_exploration.h"

namespace interleave::walk {

// "2 of 6 schedules end in a deadlock.", "All 6 schedules end as expected: counter = 2.". Where schedules are not counted, endings are:
// "Executions can go on for ever. 3 endings are possible, and 1 is a deadlock.". Of what was cut short, no more than is known.
std::string verdictOf(const ProgramExploration& exploration);

}  // namespace interleave::walk
