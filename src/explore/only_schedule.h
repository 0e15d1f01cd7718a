// The only schedule of a program of which one task at a time is in flight: with one worker, or of one task.
//
// It is taken step by step, so that its length does not matter: nothing is kept but its letters.
#pragma once

#include "explore/budget.h"
#include "explore/counted.h"
#include "model/account_program.h"

namespace interleave {

bool hasOnlySchedule(const AccountProgram& program);

// Precondition: hasOnlySchedule().
Counted countOnlySchedule(const AccountProgram& program, Budget& budget);

}  // namespace interleave
