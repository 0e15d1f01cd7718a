// Counts schedules over states up to a renaming of like tasks, the balance symbolic. For settings in
// which nothing depends on the balance's value.
//
// Where nothing is refused, which steps are possible never depends on a value. What a schedule leaves
// is then told by which updates the last balance contains, and those form a chain: the last write, the
// write that its transaction had read, and so on back to the start. Only this chain is followed: at
// any time exactly one thing is live, the balance or one task's copy. While the balance is live, a
// write would destroy it, so the only task that can write next is one that has read it since. All other
// copies are dead, whatever they hold (liveness as in A. V. Aho et al., "Compilers", 9.2.5).
//
// So a state is: where each task in flight stands, which one (if any) holds the live copy, and how many
// more of each task's updates are to go into the chain. Given these last, the way on does not depend on
// what the chain holds already: the state counts the ways to a chain as intended. One pass forward finds
// the states, one backward counts; the number for an ending is that of the first state that intends it.
//
// Tasks that are alike are interchangeable, and states that differ only by a renaming of them are one
// (symmetry reduction: E. A. Emerson, A. P. Sistla, "Symmetry and model checking", CAV 1993). Alike are
//   - tasks of one shape and one amount: of their updates only the number in the chain matters;
//   - tasks of one shape and any amounts that all start in flight: each keeps what is intended for it.
// (Tasks in the queue enter flight in list order, which is why the second needs them in flight.)
// With a lock every update goes into the chain: amounts do not matter, and nothing has to be intended.
//
// The alphabetically first schedule of an ending takes, step by step, the first letter after which
// there is still a way; a state is asked, and nothing is searched.
#pragma once

#include "explore/budget.h"
#include "explore/counted.h"
#include "explore/team.h"
#include "model/settings.h"

namespace interleave {

// True if no withdrawal can be refused.
bool symmetryApplies(const Settings& settings);

// Precondition: symmetryApplies(settings).
Counted countBySymmetry(const Settings& settings, Budget& budget, Team& team);

}  // namespace interleave
