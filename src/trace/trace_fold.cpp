#include "trace/trace_fold.h"

#include <algorithm>
#include <utility>

namespace interleave {
namespace {

constexpr ObjectMask objectBit(std::size_t object) { return ObjectMask{1} << object; }

// One event's way from the state before it to the one after it.
class Advance {
 public:
  Advance(ThreadStates& states, const AccountProgram& program, const Event& event)
      : states_(states), program_(program), event_(event), task_(states.tasks[event.task]) {}

  StateChange make() {
    task_.at += isStep(event_.kind) ? 1 : 0;
    switch (event_.kind) {
      case EventKind::updating:
        enter(TaskState::started);
        task_.at = 0;
        break;
      case EventKind::checked:
        enter(TaskState::checked);
        stopWaiting();
        break;
      case EventKind::ticket:
        enter(TaskState::queued);
        startWaiting();
        break;
      case EventKind::waiting:
        enter(TaskState::waiting);
        states_.waiters.push_back(event_.task);
        startWaiting();
        break;
      case EventKind::acquired:
        enter(TaskState::holding);
        stopWaiting();
        acquire();
        break;
      case EventKind::gaveUp:
        stopWaiting();
        finishUpdate();
        break;
      case EventKind::read:
        enter(TaskState::sleeping);
        takeCopy();
        break;
      case EventKind::refused:
        enter(TaskState::refused);
        task_.at = updateSteps(program_, event_.task).exit;
        dropCopy();
        break;
      case EventKind::write:
      case EventKind::added:
      case EventKind::swapped:
        enter(TaskState::written);
        dropCopy();
        write();
        break;
      case EventKind::retry:
        enter(TaskState::started);
        task_.at -= 2;  // to the read before this step
        dropCopy();
        break;
      case EventKind::thrown:
        fail();
        dropCopy();
        break;
      case EventKind::released:
        // A reader has written nothing, and what it has read is only printed.
        if (task_.state == TaskState::sleeping) {
          enter(TaskState::written);
          leaveCopies();
        }
        release();
        break;
      case EventKind::finishing: finishUpdate(); break;
    }
    return change_;
  }

 private:
  void enter(TaskState state) {
    task_.state = state;
    task_.updating = true;
  }

  void fail() {
    enter(TaskState::failed);
    task_.updating = false;
    const UpdateSteps steps = updateSteps(program_, event_.task);
    task_.at = keepsOnException(program_.lock) ? steps.actions.size() : steps.exit;
  }

  void finishUpdate() {
    task_.at = 0;
    dropCopy();
    ++task_.updatesDone;
    enter(task_.updatesDone == program_.transactions[event_.task].times ? TaskState::ended : TaskState::started);
    task_.updating = false;
  }

  void takeCopy() {
    dropCopy();
    task_.copy = event_.value;
    states_.objects[event_.objects.first()].copies |= bitOf(event_.task);
  }

  void dropCopy() {
    task_.copy.reset();
    leaveCopies();
  }

  void leaveCopies() {
    for (std::size_t account = 0; account < states_.balances.size(); ++account) {
      states_.objects[account].copies &= ~bitOf(event_.task);
    }
  }

  void write() {
    const std::size_t account = event_.objects.first();
    states_.balances[account] = event_.value;
    change_.outdated = std::exchange(states_.objects[account].copies, TaskMask{0});
  }

  void startWaiting() {
    for (const std::size_t account : event_.objects) {
      states_.objects[account].waiters |= bitOf(event_.task);
      change_.waiters |= objectBit(account);
    }
  }

  void stopWaiting() {
    for (std::size_t account = 0; account < states_.holders.size(); ++account) {
      TaskMask& waiters = states_.objects[account].waiters;
      if ((waiters & bitOf(event_.task)) == 0) continue;
      waiters &= ~bitOf(event_.task);
      change_.waiters |= objectBit(account);
    }
    if (change_.waiters != 0) std::erase(states_.waiters, event_.task);
  }

  void acquire() {
    for (const std::size_t account : event_.objects) {
      states_.holders[account].push_back(event_.task);
      TaskMask& holders = states_.objects[account].holders;
      if ((holders & bitOf(event_.task)) == 0) change_.acquired |= objectBit(account);
      holders |= bitOf(event_.task);
    }
  }

  void release() {
    for (const std::size_t account : event_.objects) {
      std::vector<std::size_t>& holders = states_.holders[account];
      const auto held = std::ranges::find(holders, event_.task);
      if (held == holders.end()) continue;
      const auto rest = holders.erase(held);
      if (std::find(rest, holders.end(), event_.task) != holders.end()) continue;
      states_.objects[account].holders &= ~bitOf(event_.task);
      change_.released |= objectBit(account);
    }
  }

  ThreadStates& states_;
  const AccountProgram& program_;
  const Event& event_;
  ThreadState& task_;
  StateChange change_;
};

}  // namespace

StateChange advance(ThreadStates& states, const AccountProgram& program, const Event& event) {
  return Advance(states, program, event).make();
}

}  // namespace interleave
