#include "trace/standing.h"

#include "text/format.h"

namespace interleave {

Standing standingBefore(const AccountProgram& program) {
  Standing standing;
  standing.tasks.resize(program.transactions.size());
  standing.balances.assign(accountsOf(program.mode), program.start);
  standing.holders.resize(standing.balances.size());
  return standing;
}

std::optional<std::size_t> Standing::lockOwner() const {
  for (const std::vector<std::size_t>& each : holders) {
    if (!each.empty()) return each.front();
  }
  return std::nullopt;
}

std::string describe(const TaskStanding& task, const Standing& standing, const AccountProgram& program) {
  switch (task.state) {
    case TaskState::notStarted: return "not started";
    case TaskState::started: return "about to begin";
    case TaskState::checked: return "saw the lock free";
    case TaskState::queued: return "has drawn its number";
    case TaskState::waiting:
      return standing.lockOwner() ? std::string("waits for the lock, held by ") + taskLetter(*standing.lockOwner())
                                  : "waits for the lock";
    case TaskState::holding: return "has the lock";
    case TaskState::sleeping: return "sleeps with copy " + (task.copy ? formatNumber(*task.copy) : std::string("?"));
    case TaskState::written: return acquires(program.lock) ? "about to release" : "has written";
    case TaskState::refused: return "was refused";
    case TaskState::ended: return "finished";
    case TaskState::failed: return "threw an exception";
  }
  return {};
}

}  // namespace interleave
