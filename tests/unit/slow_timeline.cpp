#include "slow_timeline.h"

#include <algorithm>
#include <optional>

#include "trace/trace_fold.h"

namespace interleave::test {
namespace {

bool holdsLock(const ThreadStates& states, std::size_t account, std::size_t task) {
  return std::ranges::find(states.holders[account], task) != states.holders[account].end();
}

std::optional<std::size_t> lastOf(std::span<const Event> events, auto is) {
  for (std::size_t i = events.size(); i-- > 0;) {
    if (is(events[i])) return i;
  }
  return std::nullopt;
}

Doing doing(std::span<const Event> events, const ThreadStates& states, std::size_t task) {
  const auto last = lastOf(events, [&](const Event& event) { return event.task == task; });
  if (!last || events[*last].kind == EventKind::finishing || events[*last].kind == EventKind::gaveUp) return Doing::nothing;
  switch (states.tasks[task].state) {
    case TaskState::notStarted:
    case TaskState::ended:
    case TaskState::failed: return Doing::nothing;
    case TaskState::queued:
    case TaskState::waiting: return Doing::waiting;
    case TaskState::sleeping: break;
    default: return Doing::running;
  }
  const auto read = lastOf(events, [&](const Event& event) { return event.task == task && event.kind == EventKind::read; });
  const auto written =
      lastOf(events, [&](const Event& event) { return event.objects == events[*read].objects && writesBalance(event.kind); });
  return written && *written > *read ? Doing::stale : Doing::sleeping;
}

bool waitsFor(std::span<const Event> events, std::size_t task, std::size_t account) {
  const auto last = lastOf(events, [&](const Event& event) { return event.task == task; });
  return last && (events[*last].kind == EventKind::waiting || events[*last].kind == EventKind::ticket) &&
         events[*last].objects.contains(account);
}

}  // namespace

LaneState SlowLanes::after(std::size_t count, std::size_t task) const {
  const std::span<const Event> events = std::span(events_).first(count);
  const ThreadStates states = threadStatesAfter(settings_.program, events);
  LaneState state;
  state.doing = doing(events, states, task);
  for (std::size_t account = 0; account < accountsOf(settings_.program.mode); ++account) {
    state.holds[account] = holdsLock(states, account, task);
    if (!state.holds[account]) continue;
    for (std::size_t other = 0; other < states.tasks.size(); ++other) {
      if (other != task && waitsFor(events, other, account)) state.contended = true;
    }
  }
  return state;
}

Coverage withNothing(Coverage sum, std::int64_t length) {
  sum.doing[0] = 0;
  for (std::size_t i = 1; i < kDoings; ++i) length -= sum.doing[i];
  sum.doing[0] = length;
  return sum;
}

Coverage SlowLanes::coverage(std::size_t task, std::int64_t from, std::int64_t to) const {
  Coverage sum;
  for (std::size_t i = 0; i < events_.size(); ++i) {
    const std::int64_t begin = std::max(from, events_[i].timeNs);
    const std::int64_t end = std::min(to, i + 1 < events_.size() ? events_[i + 1].timeNs : to);
    if (end > begin) sum.add(after(i + 1, task), end - begin);
  }
  return withNothing(sum, to - from);
}

BalanceRange slowRange(const Settings& settings, const std::vector<Event>& events, std::size_t account, std::int64_t from,
                       std::int64_t to) {
  Money now = settings.program.start;
  BalanceRange range;
  for (const Event& event : events) {
    if (event.objects.first() != account || !writesBalance(event.kind)) continue;
    if (event.timeNs >= to) break;
    if (event.timeNs < from) {
      now = event.value;
      continue;
    }
    if (range.writes++ == 0) range = {now, now, now, now, 1};
    now = event.value;
    range.lowest = std::min(range.lowest, now);
    range.highest = std::max(range.highest, now);
  }
  if (range.writes == 0) return {now, now, now, now, 0};
  range.last = now;
  return range;
}

}  // namespace interleave::test
