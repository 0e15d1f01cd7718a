// Counts schedules over states up to a renaming of like tasks, the balance symbolic. For programs in
// which nothing depends on the balance's value.
//
// Where nothing is refused, no value decides which steps are possible. The ending of a schedule then follows
// from the updates that the last balance contains, and these form a chain: the last write, the write that
// its transaction had read, and so on back to the start. Only this chain is followed: at any time either the
// balance or one task's copy is live. While the balance is live, a write would destroy it, so the only task
// that can write next is one that has read it since. All other copies are dead (liveness as in A. V. Aho et
// al., "Compilers", 9.2.5).
//
// So a state is where each task in flight stands, which task (if any) holds the live copy, and the intention:
// how many more of the updates are to go into the chain (chain_program.h). Given the intention, the
// continuation does not depend on what the chain contains already: a state counts the schedules that
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

// True if the program is plain (CompactProgram::plain()), no withdrawal can be refused, and the sets of updates
// in the last balance are few enough to be gone through.
bool symmetryApplies(const AccountProgram& source);

// Precondition: symmetryApplies(source).
Counted countBySymmetry(const AccountProgram& source, Budget& budget, Team& team);

}  // namespace interleave
