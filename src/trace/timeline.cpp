#include "trace/timeline.h"

#include <algorithm>
#include <bit>

namespace interleave {
namespace {

template <class Visit>
void forEach(std::uint32_t mask, Visit visit) {
  for (; mask != 0; mask &= mask - 1) visit(static_cast<std::size_t>(std::countr_zero(mask)));
}

constexpr std::uint32_t bitOf(std::size_t task) { return std::uint32_t{1} << task; }

}  // namespace

static_assert(limits::kMaxTransactions <= 32);

Timeline::Timeline(std::size_t tasks, std::size_t accounts, Money start)
    : tasks_(tasks),
      lanes_(tasks * ((accounts + kLocksOfLane - 1) / kLocksOfLane)),
      balances_(accounts, BalanceLine(start)),
      timesHeld_(tasks * accounts, 0),
      locks_(accounts),
      copies_(accounts, 0),
      lowest_(start),
      highest_(start) {}

std::size_t Timeline::bytes() const {
  std::size_t sum = 0;
  for (const Lane& lane : lanes_) sum += lane.bytes();
  for (const BalanceLine& line : balances_) sum += line.bytes();
  return sum;
}

void Timeline::add(const Event& event) {
  ++events_;
  endNs_ = event.timeNs;
  if (readsBalance(event.kind) || writesBalance(event.kind)) {
    lowest_ = std::min(lowest_, event.value);
    highest_ = std::max(highest_, event.value);
  }
  switch (event.kind) {
    case EventKind::updating:
    case EventKind::refused:
    case EventKind::retry: enter(event, Doing::running); break;
    case EventKind::checked:
      stopWaiting(event);
      enter(event, Doing::running);
      break;
    case EventKind::ticket:
    case EventKind::waiting:
      startWaiting(event);
      enter(event, Doing::waiting);
      break;
    case EventKind::acquired: take(event); break;
    case EventKind::read: enter(event, Doing::sleeping); break;
    case EventKind::gaveUp:
      stopWaiting(event);
      enter(event, Doing::nothing);
      break;
    case EventKind::thrown:
    case EventKind::finishing: enter(event, Doing::nothing); break;
    case EventKind::write:
    case EventKind::added:
    case EventKind::swapped: write(event); break;
    case EventKind::released: giveBack(event); break;
  }
}

void Timeline::enter(const Event& event, Doing doing) {
  for (Mask& copies : copies_) copies &= ~bitOf(event.task);
  if (doing == Doing::sleeping) copies_[event.objects.first()] |= bitOf(event.task);
  LaneState state = lanes_[event.task].now();
  state.doing = doing;
  lanes_[event.task].change(event.timeNs, state);
}

void Timeline::startWaiting(const Event& event) {
  for (const std::size_t account : event.objects) {
    locks_[account].waiters |= bitOf(event.task);
    judgeContention(event.timeNs, account);
  }
}

void Timeline::stopWaiting(const Event& event) {
  for (std::size_t account = 0; account < accounts(); ++account) {
    if ((locks_[account].waiters & bitOf(event.task)) == 0) continue;
    locks_[account].waiters &= ~bitOf(event.task);
    judgeContention(event.timeNs, account);
  }
}

void Timeline::take(const Event& event) {
  stopWaiting(event);
  for (const std::size_t account : event.objects) {
    locks_[account].holders |= bitOf(event.task);
    ++timesHeld(event.task, account);
    mostHolders_ = std::max(mostHolders_, static_cast<std::size_t>(std::popcount(locks_[account].holders)));
  }
  const Doing doing = lanes_[event.task].now().doing;
  enter(event, doing == Doing::waiting ? Doing::running : doing);
  changeHolding(event.task, event.timeNs);
}

void Timeline::giveBack(const Event& event) {
  for (const std::size_t account : event.objects) {
    int& times = timesHeld(event.task, account);
    if (times == 0 || --times > 0) continue;
    locks_[account].holders &= ~bitOf(event.task);
    judgeContention(event.timeNs, account);
  }
  // A reader's copy is only printed.
  const Doing doing = lanes_[event.task].now().doing;
  if (doing == Doing::sleeping || doing == Doing::stale) enter(event, Doing::running);
  changeHolding(event.task, event.timeNs);
}

void Timeline::write(const Event& event) {
  const auto account = event.objects.first();
  enter(event, Doing::running);
  balances_[account].write(event.timeNs, event.value);
  // Every copy of another task is stale from now on.
  forEach(copies_[account], [&](std::size_t task) {
    LaneState state = lanes_[task].now();
    state.doing = Doing::stale;
    lanes_[task].change(event.timeNs, state);
  });
  copies_[account] = 0;
}

void Timeline::judgeContention(std::int64_t timeNs, std::size_t account) {
  forEach(locks_[account].holders, [&](std::size_t task) { changeHolding(task, timeNs); });
}

void Timeline::changeHolding(std::size_t task, std::int64_t timeNs) {
  LaneState first = lanes_[task].now();
  first.contended = false;
  for (std::size_t from = 0; from < accounts(); from += kLocksOfLane) {
    LaneState further;
    LaneState& state = from == 0 ? first : further;
    for (std::size_t account = from; account < std::min(from + kLocksOfLane, accounts()); ++account) {
      const bool holds = (locks_[account].holders & bitOf(task)) != 0;
      state.holds[account - from] = holds;
      first.contended = first.contended || (holds && (locks_[account].waiters & ~bitOf(task)) != 0);
    }
    if (from > 0) lanes_[from / kLocksOfLane * tasks_ + task].change(timeNs, further);
  }
  lanes_[task].change(timeNs, first);
}

}  // namespace interleave
