// Counts schedules over concrete states, level by level (state_levels.h). Any program.
//
// Every schedule is counted and none is enumerated.
#pragma once

#include "explore/budget.h"
#include "explore/counted.h"
#include "explore/team.h"
#include "model/account_program.h"

namespace interleave {

Counted countStates(const AccountProgram& program, Budget& budget, Team& team);

}  // namespace interleave
