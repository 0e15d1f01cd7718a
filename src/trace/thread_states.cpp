#include "trace/thread_states.h"

#include "text/format.h"

namespace interleave {

ThreadStates threadStatesBefore(const AccountProgram& program) {
  ThreadStates states;
  states.tasks.resize(program.transactions.size());
  states.balances.assign(accountsOf(program.mode), program.start);
  states.holders.resize(states.balances.size());
  return states;
}

std::optional<std::size_t> ThreadStates::lockOwner() const {
  for (const std::vector<std::size_t>& each : holders) {
    if (!each.empty()) return each.front();
  }
  return std::nullopt;
}

std::string describe(const ThreadState& task, const ThreadStates& states, const AccountProgram& program) {
  switch (task.state) {
    case TaskState::notStarted: return "not started";
    case TaskState::started: return "about to begin";
    case TaskState::checked: return "saw the lock free";
    case TaskState::queued: return "has drawn its number";
    case TaskState::waiting:
      return states.lockOwner() ? std::string("waits for the lock, held by ") + taskLetter(*states.lockOwner())
                                : "waits for the lock";
    case TaskState::holding: return "has the lock";
    case TaskState::sleeping: return "sleeps with copy " + (task.copy ? formatNumber(*task.copy) : std::string("?"));
    case TaskState::written: return acquires(program.lock) ? "about to release" : "has written";
    case TaskState::refused: return "was refused";
    case TaskState::ended: return "finished";
    case TaskState::failed: return "raised an exception";
  }
  return {};
}

}  // namespace interleave
