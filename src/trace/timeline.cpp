#include "trace/timeline.h"

#include <algorithm>
#include <bit>

namespace interleave {
namespace {

template <class Visit>
void forEach(std::uint32_t mask, Visit visit) {
  for (; mask != 0; mask &= mask - 1) visit(static_cast<std::size_t>(std::countr_zero(mask)));
}

// By TaskState. A copy in hand is up to date at its own task's events: one that is not has been outdated by another's.
constexpr std::array kDoingOf = {
    Doing::nothing,   // notStarted
    Doing::running,   // started
    Doing::running,   // checked
    Doing::waiting,   // queued
    Doing::waiting,   // waiting
    Doing::running,   // holding
    Doing::sleeping,  // sleeping
    Doing::running,   // written
    Doing::running,   // refused
    Doing::nothing,   // ended
    Doing::nothing,   // failed
};

Doing doingOf(const ThreadState& task) { return task.updating ? kDoingOf[static_cast<std::size_t>(task.state)] : Doing::nothing; }

// Whether another task waits for a lock that the task holds.
bool contended(const ThreadStates& states, std::size_t task) {
  for (std::size_t account = 0; account < states.balances.size(); ++account) {
    const ObjectState& object = states.objects[account];
    if ((object.holders & bitOf(task)) != 0 && (object.waiters & ~bitOf(task)) != 0) return true;
  }
  return false;
}

// Of so many tasks and accounts. A timeline asks for nothing else of a program.
TraceFold foldOf(std::size_t tasks, std::size_t accounts, Money start) {
  AccountProgram program;
  program.transactions.resize(tasks);
  ThreadStates states = threadStatesBefore(program);
  states.balances.assign(accounts, start);
  states.holders.resize(accounts);
  return {std::move(program), std::move(states), 0};
}

}  // namespace

Timeline::Timeline(std::size_t tasks, std::size_t accounts, Money start)
    : tasks_(tasks),
      lanes_(tasks * ((accounts + kLocksOfLane - 1) / kLocksOfLane)),
      balances_(accounts, BalanceLine(start)),
      lowest_(start),
      highest_(start),
      fold_(foldOf(tasks, accounts, start)) {}

std::size_t Timeline::bytes() const {
  std::size_t sum = 0;
  for (const Lane& lane : lanes_) sum += lane.bytes();
  for (const BalanceLine& line : balances_) sum += line.bytes();
  return sum;
}

void Timeline::observe(const FoldStep& step) {
  const Event& event = step.event;
  ++events_;
  endNs_ = event.timeNs;
  if (readsBalance(event.kind) || writesBalance(event.kind)) {
    lowest_ = std::min(lowest_, event.value);
    highest_ = std::max(highest_, event.value);
  }
  if (writesBalance(event.kind)) balances_[event.objects.first()].write(event.timeNs, event.value);
  follow(step);
  forEach(step.change.outdated, [&](std::size_t task) {
    LaneState state = lanes_[task].now();
    state.doing = Doing::stale;
    lanes_[task].change(event.timeNs, state);
  });
  forEach(step.change.waiters, [&](std::size_t account) { judgeContention(step, account); });
}

// In the lanes of the event's task.
void Timeline::follow(const FoldStep& step) {
  Lane& lane = lanes_[step.event.task];
  LaneState state = lane.now();
  state.doing = doingOf(step.task());
  if ((step.change.acquired | step.change.released) != 0) changeHolding(step, state);
  lane.change(step.event.timeNs, state);
}

// `first`: the state of the task's first lane.
void Timeline::changeHolding(const FoldStep& step, LaneState& first) {
  const std::size_t task = step.event.task;
  first.contended = contended(step.states, task);
  for (std::size_t from = 0; from < accounts(); from += kLocksOfLane) {
    LaneState further;
    LaneState& state = from == 0 ? first : further;
    for (std::size_t account = from; account < std::min(from + kLocksOfLane, accounts()); ++account) {
      const TaskMask holders = step.states.objects[account].holders;
      state.holds[account - from] = (holders & bitOf(task)) != 0;
      mostHolders_ = std::max(mostHolders_, static_cast<std::size_t>(std::popcount(holders)));
    }
    if (from > 0) lanes_[from / kLocksOfLane * tasks_ + task].change(step.event.timeNs, further);
  }
}

// Of those who hold an account's lock.
void Timeline::judgeContention(const FoldStep& step, std::size_t account) {
  forEach(step.states.objects[account].holders, [&](std::size_t task) {
    LaneState state = lanes_[task].now();
    state.contended = contended(step.states, task);
    lanes_[task].change(step.event.timeNs, state);
  });
}

}  // namespace interleave
