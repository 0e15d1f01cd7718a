// Who waits for whom at the end of an execution that cannot go on.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "words/fault.h"
#include "words/phrases.h"

namespace interleave::words {

// None: it does not wait.
const program::WaitingAgent* waitOf(const Case& here, program::AgentId agent);
// Who holds the lock that an agent waits for, or has taken the CheckThenLock; kNobody: it waits for none.
program::AgentId holderOf(const Case& here, const program::WaitingAgent& one);
// For whom an agent waits: who holds the lock, the thread whose end or result is waited for. None: nothing tells.
std::optional<program::AgentId> waitsFor(const Case& here, const program::WaitingAgent& one);
// The agent's last step that acquires an object; none: it did so while it was alone, or not at all.
std::optional<std::size_t> acquiredAt(const ProgramTrace& trace, program::AgentId agent, program::ObjectId object);
// Who has taken more of a semaphore or CheckThenLock than given back, with the step of the last time.
std::map<program::AgentId, std::size_t> takersOf(const ProgramTrace& trace, program::ObjectId object);
// "waits for `lock` (line 9)", "waits for the end of A (line 12)".
std::string waitText(const Case& here, const program::WaitingAgent& one, Phrases& phrases);
// "`lock` (line 8)": with the line at which the agent has acquired it, where that is known.
std::string heldText(const Case& here, program::AgentId agent, program::ObjectId object, const Phrases& phrases);

}  // namespace interleave::words
