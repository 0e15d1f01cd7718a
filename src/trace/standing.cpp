#include "trace/standing.h"

#include "trace/explanation.h"

namespace interleave {
namespace {

void finishUpdate(TaskStanding& task, std::int64_t times) {
  task.copy.reset();
  ++task.updatesDone;
  task.state = task.updatesDone == times ? TaskState::ended : TaskState::started;
}

void apply(const Event& event, const Settings& settings, Standing& standing) {
  TaskStanding& task = standing.tasks[event.task];
  switch (event.kind) {
    case EventKind::updating: task.state = TaskState::started; break;
    case EventKind::waiting:
      task.state = TaskState::waiting;
      standing.waiters.push_back(event.task);
      break;
    case EventKind::acquired:
      task.state = TaskState::holding;
      standing.lockOwner = event.task;
      std::erase(standing.waiters, event.task);
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
      task.copy.reset();
      task.state = TaskState::written;
      standing.balance = event.value;
      break;
    case EventKind::thrown:
      task.copy.reset();
      task.state = TaskState::failed;
      break;
    case EventKind::released:
      standing.lockOwner.reset();
      break;
    case EventKind::finishing: finishUpdate(task, settings.transactions[event.task].times); break;
  }
}

}  // namespace

Standing standingAfter(const Settings& settings, std::span<const Event> events) {
  Standing standing;
  standing.tasks.resize(settings.transactions.size());
  standing.balance = settings.start;
  for (const Event& event : events) apply(event, settings, standing);
  return standing;
}

std::string describe(const TaskStanding& task, const Standing& standing, const Settings& settings) {
  switch (task.state) {
    case TaskState::notStarted: return "not started";
    case TaskState::started: return "about to begin";
    case TaskState::waiting:
      return standing.lockOwner ? std::string("waits for the lock, held by ") + taskLetter(*standing.lockOwner)
                                : "waits for the lock";
    case TaskState::holding: return "has the lock";
    case TaskState::sleeping:
      return "sleeps with copy " + (task.copy ? formatMoney(*task.copy) : std::string("?"));
    case TaskState::written: return settings.lock == LockKind::none ? "has written" : "about to release";
    case TaskState::refused: return "was refused";
    case TaskState::ended: return "finished";
    case TaskState::failed: return "threw an exception";
  }
  return {};
}

}  // namespace interleave
