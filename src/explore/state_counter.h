// Counts schedules over concrete states, level by level. Any program.
//
// A state is where each task stands, the balance, and the copies in hand. Level n holds the states
// that n steps reach, each with the number of schedules that lead to it; the next level adds them up.
// Every schedule is counted and none is enumerated. (Breadth-first search over an explicit state
// space; summing path counts over a directed acyclic graph is R. Bellman's dynamic programming.)
//
// The states of a level are kept in groups that agree on where each task stands. What a step does is
// then the same for a whole group, a state's key is its values alone, and a group's hash table stays
// in the processor's cache. Each group is made by one thread, from all groups that lead to it, so no
// two threads ever write the same table.
//
// A state takes 8 bytes times: its values packed (value_code.h, one word up to 8 values of 8 bits), a
// word for its order (prefix_trie.h), and its count. Two levels are in memory at a time.
#pragma once

#include "explore/budget.h"
#include "explore/counted.h"
#include "explore/team.h"
#include "model/account_program.h"

namespace interleave {

Counted countStates(const AccountProgram& program, Budget& budget, Team& team);

}  // namespace interleave
