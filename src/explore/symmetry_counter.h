// Counts schedules over states up to a renaming of like tasks, without values. For programs in which no value
// decides which steps are possible.
//
// The ending of a schedule then follows from the updates that the last balance contains (Contained):
//   - Where updates can be neither lost nor given up, these are all.
//   - Where a lock can be given up, those of the tasks that it admitted.
//   - Where updates can be lost, they form a chain: the last write, the write that its transaction had read, and so on
//     back to the start. Only this chain is followed: at any time either the balance or one task's copy is live. While the
//     balance is live, a write would destroy it, so the only task that can write next is one that has read it since. All
//     other copies are dead (liveness as in A. V. Aho et al., "Compilers", 9.2.5). Of a transfer each account has a chain.
//
// So a state is where each task in flight stands, which task (if any) holds the live copy, and the intention:
// how many more of the updates the last balance is to contain (chain_program.h). Given the intention, the
// continuation does not depend on what it contains already: a state counts the schedules that
// fulfil it. One pass forward finds the states, one backward counts; the number for an ending is that of
// the first state with its intention.
//
// Like tasks are interchangeable (task_classes.h), and states that differ only by a renaming of them are
// one (symmetry reduction: E. A. Emerson, A. P. Sistla, "Symmetry and model checking", CAV 1993). For
// single updates without a lock a state comes down to how many tasks have not read, hold a dead copy,
// or hold the live one.
//
// The alphabetically first schedule of an ending takes, at each step, the first letter that leads to a state
// with a non-zero count; this takes a look-up a step and no search.
#pragma once

#include "explore/budget.h"
#include "explore/counted.h"
#include "explore/team.h"
#include "model/account_program.h"

namespace interleave {

// True if no withdrawal can be refused, no swap depends on a balance that can change and change back, and the sets of
// updates that the last balance may contain are few enough to be gone through.
bool symmetryApplies(const AccountProgram& source);

// Whether there is reason to expect fewer states than with values: like tasks that are in flight at once can be renamed in
// more ways than there are sets of updates to tell apart. Precondition: symmetryApplies(source).
bool symmetryIsLikelyLess(const AccountProgram& source);

// Precondition: symmetryApplies(source).
Counted countBySymmetry(const AccountProgram& source, Budget& budget, Team& team);

}  // namespace interleave
