#include "trace/standing.h"

#include <algorithm>

#include "text/format.h"
#include "trace/trace.h"

namespace interleave {
namespace {

void finishUpdate(TaskStanding& task, std::int64_t times) {
  task.at = 0;
  task.copy.reset();
  ++task.updatesDone;
  task.state = task.updatesDone == times ? TaskState::ended : TaskState::started;
}

void takeLock(const Event& event, Standing& standing) {
  for (const std::size_t account : event.objects) standing.holders[account].push_back(event.task);
  std::erase(standing.waiters, event.task);
}

void giveLockBack(const Event& event, Standing& standing) {
  for (const std::size_t account : event.objects) {
    std::vector<std::size_t>& holders = standing.holders[account];
    const auto held = std::ranges::find(holders, event.task);
    if (held != holders.end()) holders.erase(held);
  }
}

// The task's next step after the event.
void goOn(const Event& event, const AccountProgram& program, TaskStanding& task) {
  switch (event.kind) {
    case EventKind::retry: --task.at; break;
    case EventKind::refused: task.at = updateSteps(program, event.task).exit; break;
    case EventKind::thrown: {
      const UpdateSteps steps = updateSteps(program, event.task);
      task.at = program.lock == LockKind::manual ? steps.actions.size() : steps.exit;
      break;
    }
    default: task.at += isStep(event.kind) ? 1 : 0; break;
  }
}

}  // namespace

Standing standingBefore(const AccountProgram& program) {
  Standing standing;
  standing.tasks.resize(program.transactions.size());
  standing.balances.assign(accountsOf(program.mode), program.start);
  standing.holders.resize(standing.balances.size());
  return standing;
}

void advance(Standing& standing, const AccountProgram& program, const Event& event) {
  TaskStanding& task = standing.tasks[event.task];
  goOn(event, program, task);
  const std::int64_t times = program.transactions[event.task].times;
  switch (event.kind) {
    case EventKind::updating:
      task.state = TaskState::started;
      task.at = 0;
      break;
    case EventKind::checked:
      task.state = TaskState::checked;
      std::erase(standing.waiters, event.task);
      break;
    case EventKind::ticket: task.state = TaskState::queued; break;
    case EventKind::waiting:
      task.state = TaskState::waiting;
      standing.waiters.push_back(event.task);
      break;
    case EventKind::acquired:
      task.state = TaskState::holding;
      takeLock(event, standing);
      break;
    case EventKind::gaveUp:
      std::erase(standing.waiters, event.task);
      finishUpdate(task, times);
      break;
    case EventKind::read:
      task.state = TaskState::sleeping;
      task.copy = event.value;
      break;
    case EventKind::refused:
      task.copy.reset();
      task.state = TaskState::refused;
      break;
    case EventKind::write:
    case EventKind::added:
    case EventKind::swapped:
      task.copy.reset();
      task.state = TaskState::written;
      standing.balances[event.objects.first()] = event.value;
      break;
    case EventKind::retry:
      task.copy.reset();
      task.state = TaskState::started;
      break;
    case EventKind::thrown:
      task.copy.reset();
      task.state = TaskState::failed;
      break;
    case EventKind::released:
      // A reader has written nothing, and what it has read is printed.
      if (task.state == TaskState::sleeping) task.state = TaskState::written;
      giveLockBack(event, standing);
      break;
    case EventKind::finishing: finishUpdate(task, times); break;
  }
}

StandingTrail::StandingTrail(const AccountProgram& program, const Trace& trace) : end_(standingBefore(program)) {
  for (std::size_t i = 0; i < trace.events.size(); ++i) {
    if (i % kEvery == 0) every_.push_back(end_);
    advance(end_, program, trace.events[i]);
  }
}

Standing StandingTrail::after(const AccountProgram& program, const Trace& trace, std::size_t events) const {
  if (events == trace.events.size() || every_.empty()) return end_;
  const std::size_t near = events / kEvery;
  Standing standing = every_[near];
  for (std::size_t i = near * kEvery; i < events; ++i) advance(standing, program, trace.events[i]);
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
