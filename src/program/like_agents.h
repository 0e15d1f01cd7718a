// Agents that nothing tells apart: a renaming of them turns executions into executions.
//
// Agents are like ones if in the state with which exploring begins
// - they are at the same place of the same code, with the same values, and have made no object with an identity;
// - the program does not ask for the current thread, and no other agent can reach the object that a like one is started or submitted as,
//   other than main, and main only if it takes no step until all of them have ended (Machine::joinTogether(), or an executor's end).
//
// Let p exchange like agents, and with them their letters wherever a state keeps these: who holds a lock, who reads, whom a notification
// can wake, who goes on by itself. What an agent does depends on its code and values, on what is shared, and on which agents hold, sleep
// or have ended; the rules for these treat agents alike, with three exceptions: the order in which agents go on by themselves, which
// changes nothing as what they do then is seen by none of the others; the letters and names of agents, threads and objects that come
// later; and what says which agent is which. So if a step of agent a leads from state s to t, then a step of p(a) leads from p(s) to p(t),
// as long as no like agent makes an object with an identity, starts or submits another one, raises what nothing catches, or returns what
// others than its like return. Who merges states looks for these (explore/like_threads.h).
//
// Pure; for any thread.
#pragma once

#include <vector>

#include "program/machine.h"
#include "program/part_writer.h"

namespace interleave::program {

// Two or more each, in ascending order; an agent is in one at most.
using LikeAgents = std::vector<std::vector<AgentId>>;

// `base`: the state with which exploring begins. `writer` writes its parts.
LikeAgents likeAgents(const Machine& base, PartWriter& writer);

}  // namespace interleave::program
