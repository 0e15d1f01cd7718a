#include "trace/timeline.h"

#include <algorithm>

#include "support.h"
#include "trace/standing.h"

namespace interleave {
namespace {

// ---- Slow and obvious ---------------------------------------------------------------------------

bool holdsLock(const Standing& standing, std::size_t account, std::size_t task) {
  return std::ranges::find(standing.holders[account], task) != standing.holders[account].end();
}

// What all lanes are after each event, told from the events before it.
class SlowLanes {
 public:
  SlowLanes(const Settings& settings, std::vector<Event> events) : settings_(settings), events_(std::move(events)) {}

  LaneState after(std::size_t count, std::size_t task) const {
    const std::span<const Event> events = std::span(events_).first(count);
    const Standing standing = standingAfter(settings_, events);
    LaneState state;
    state.doing = doing(events, standing, task);
    for (std::size_t account = 0; account < accountsOf(settings_.mode); ++account) {
      state.holds[account] = holdsLock(standing, account, task);
      if (!state.holds[account]) continue;
      for (std::size_t other = 0; other < standing.tasks.size(); ++other) {
        if (other != task && waitsFor(events, other, account)) state.contended = true;
      }
    }
    return state;
  }

 private:
  static std::optional<std::size_t> lastOf(std::span<const Event> events, auto is) {
    for (std::size_t i = events.size(); i-- > 0;) {
      if (is(events[i])) return i;
    }
    return std::nullopt;
  }

  static Doing doing(std::span<const Event> events, const Standing& standing, std::size_t task) {
    const auto last = lastOf(events, [&](const Event& event) { return event.task == task; });
    if (!last || events[*last].kind == EventKind::finishing || events[*last].kind == EventKind::gaveUp) return Doing::nothing;
    switch (standing.tasks[task].state) {
      case TaskState::notStarted:
      case TaskState::ended:
      case TaskState::failed: return Doing::nothing;
      case TaskState::queued:
      case TaskState::waiting: return Doing::waiting;
      case TaskState::sleeping: break;
      default: return Doing::running;
    }
    const auto read = lastOf(events, [&](const Event& event) { return event.task == task && event.kind == EventKind::read; });
    const auto written = lastOf(events, [&](const Event& event) { return event.account == events[*read].account && writesBalance(event.kind); });
    return written && *written > *read ? Doing::stale : Doing::sleeping;
  }

  static bool waitsFor(std::span<const Event> events, std::size_t task, std::size_t account) {
    const auto last = lastOf(events, [&](const Event& event) { return event.task == task; });
    return last && (events[*last].kind == EventKind::waiting || events[*last].kind == EventKind::ticket) &&
           isAbout(events[*last].account, account);
  }

  const Settings& settings_;
  std::vector<Event> events_;
};

// The rest of a stretch in which nothing was done.
Coverage withNothing(Coverage sum, std::int64_t length) {
  sum.doing[0] = 0;
  for (std::size_t i = 1; i < kDoings; ++i) length -= sum.doing[i];
  sum.doing[0] = length;
  return sum;
}

Coverage slowCoverage(const SlowLanes& lanes, const std::vector<Event>& events, std::size_t task, std::int64_t from, std::int64_t to) {
  Coverage sum;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const std::int64_t begin = std::max(from, events[i].timeNs);
    const std::int64_t end = std::min(to, i + 1 < events.size() ? events[i + 1].timeNs : to);
    if (end > begin) sum.add(lanes.after(i + 1, task), end - begin);
  }
  return withNothing(sum, to - from);
}

BalanceRange slowRange(const Settings& settings, const std::vector<Event>& events, std::size_t account, std::int64_t from, std::int64_t to) {
  Money now = settings.start;
  BalanceRange range;
  for (const Event& event : events) {
    if (static_cast<std::size_t>(event.account) != account || !writesBalance(event.kind)) continue;
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

// ---- Random traces ------------------------------------------------------------------------------

// Of a random program, at random times: many at once, some after a long while.
std::vector<Event> randomTrace(test::Random& random, const Settings& settings) {
  test::Drive drive(settings);
  while (drive.stepRandomly(random)) {
  }
  std::vector<Event> events = drive.events();
  std::int64_t now = 0;
  for (Event& event : events) {
    if (!test::oneIn(random, 3)) now += test::between(random, 0, test::oneIn(random, 20) ? 20'000'000'000 : test::oneIn(random, 3) ? 100'000 : 300);
    event.timeNs = now;
  }
  return events;
}

Columns randomColumns(test::Random& random, std::int64_t end) {
  Columns columns;
  columns.fromNs = test::between(random, -10, end);
  columns.toNs = columns.fromNs + 1 + test::between(random, 0, test::oneIn(random, 2) ? 1'000 : end);
  columns.count = test::between(random, 1, 40);
  return columns;
}

TEST(TimelineTest, LanesAreWhatBruteForceFinds) {
  test::Random random(61);
  for (int round = 0; round < 40; ++round) {
    const Settings settings = test::randomSettings(random, {.transactions = 5, .times = 6, .workers = 5});
    const std::vector<Event> events = randomTrace(random, settings);
    if (events.empty()) continue;
    Timeline timeline(settings);
    timeline.append(events);
    const SlowLanes slow(settings, events);
    for (int view = 0; view < 4; ++view) {
      const Columns columns = randomColumns(random, events.back().timeNs + 10);
      std::vector<Coverage> found(static_cast<std::size_t>(columns.count));
      for (std::size_t task = 0; task < timeline.tasks(); ++task) {
        timeline.lane(task).condense(columns, found);
        for (std::int64_t i = 0; i < columns.count; ++i) {
          const Coverage expected = slowCoverage(slow, events, task, columns.begin(i), columns.begin(i + 1));
          ASSERT_EQ(found[static_cast<std::size_t>(i)], expected) << "round " << round << " task " << task << " column " << i;
        }
      }
    }
  }
}

TEST(TimelineTest, BalancesAreWhatBruteForceFinds) {
  test::Random random(62);
  for (int round = 0; round < 60; ++round) {
    const Settings settings = test::randomSettings(random, {.transactions = 5, .times = 30, .workers = 5});
    const std::vector<Event> events = randomTrace(random, settings);
    if (events.empty()) continue;
    Timeline timeline(settings);
    timeline.append(events);
    for (int view = 0; view < 6; ++view) {
      const Columns columns = randomColumns(random, events.back().timeNs + 10);
      std::vector<BalanceRange> found(static_cast<std::size_t>(columns.count));
      for (std::size_t account = 0; account < timeline.accounts(); ++account) {
        timeline.balance(account).condense(columns, found);
        for (std::int64_t i = 0; i < columns.count; ++i) {
          ASSERT_EQ(found[static_cast<std::size_t>(i)],
                    slowRange(settings, events, account, columns.begin(i), columns.begin(i + 1)))
              << "round " << round << " account " << account << " column " << i;
        }
      }
    }
  }
}

// ---- A lane by itself ---------------------------------------------------------------------------

using Changes = std::vector<std::pair<std::int64_t, LaneState>>;

LaneState randomState(test::Random& random) {
  return {static_cast<Doing>(test::between(random, 0, 4)), {test::oneIn(random, 2), test::oneIn(random, 5)}, test::oneIn(random, 3)};
}

// Thousands of changes, so many blocks; all lengths of time.
Changes randomChanges(test::Random& random, int count) {
  Changes changes;
  std::int64_t now = test::between(random, 0, 1'000);
  for (int i = 0; i < count; ++i) {
    changes.emplace_back(now, randomState(random));
    const int digits = static_cast<int>(test::between(random, 0, test::oneIn(random, 50) ? 40 : 18));
    if (!test::oneIn(random, 4)) now += test::between(random, 0, std::int64_t{1} << digits);
  }
  return changes;
}

std::vector<Lane::Stretch> stretchesOf(const Lane& lane, std::int64_t from, std::int64_t to) {
  std::vector<Lane::Stretch> all;
  lane.visit(from, to, [&](const Lane::Stretch& stretch) {
    all.push_back(stretch);
    return true;
  });
  return all;
}

Coverage sumOf(const std::vector<Lane::Stretch>& stretches) {
  Coverage sum;
  for (const Lane::Stretch& each : stretches) sum.add(each.state, each.toNs - each.fromNs);
  return sum;
}

TEST(LaneTest, VisitsWhatItWasGiven) {
  test::Random random(63);
  for (int round = 0; round < 50; ++round) {
    const Changes changes = randomChanges(random, 2'000);
    Lane lane;
    for (const auto& [time, state] : changes) lane.change(time, state);
    const std::int64_t end = changes.back().first + 100;
    // Of each moment the last change at or before it counts.
    std::size_t next = 0;
    LaneState state;
    for (const Lane::Stretch& each : stretchesOf(lane, 0, end)) {
      while (next < changes.size() && changes[next].first <= each.fromNs) state = changes[next++].second;
      ASSERT_EQ(each.state, state);
      while (next < changes.size() && changes[next].first < each.toNs) ASSERT_EQ(changes[next++].second, state);
    }
    ASSERT_EQ(next, changes.size());
  }
}

TEST(LaneTest, AColumnIsTheSumOfItsStretches) {
  test::Random random(64);
  for (int round = 0; round < 50; ++round) {
    const Changes changes = randomChanges(random, 3'000);
    Lane lane;
    for (const auto& [time, state] : changes) lane.change(time, state);
    for (int view = 0; view < 20; ++view) {
      const Columns columns = randomColumns(random, changes.back().first + 10);
      std::vector<Coverage> found(static_cast<std::size_t>(columns.count));
      lane.condense(columns, found);
      for (std::int64_t i = 0; i < columns.count; ++i) {
        const std::int64_t begin = columns.begin(i);
        const std::int64_t end = columns.begin(i + 1);
        ASSERT_EQ(found[static_cast<std::size_t>(i)], withNothing(sumOf(stretchesOf(lane, begin, end)), end - begin));
      }
    }
  }
}

TEST(LaneTest, WhatIsForgottenChangesNothingElse) {
  test::Random random(65);
  const Changes changes = randomChanges(random, 5'000);
  Lane whole;
  Lane kept;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const auto& [time, state] = changes[i];
    whole.change(time, state);
    kept.change(time, state);
    if (i % 97 == 0) kept.forget(changes[i / 2].first);
  }
  EXPECT_LT(kept.bytes(), whole.bytes() * 2 / 3);
  const std::int64_t from = changes[changes.size() * 9 / 10].first;
  const Columns columns{from, changes.back().first + 5, 50};
  std::vector<Coverage> expected(50);
  std::vector<Coverage> found(50);
  whole.condense(columns, expected);
  kept.condense(columns, found);
  EXPECT_EQ(found, expected);
  EXPECT_EQ(kept.changesBetween(from, columns.toNs), whole.changesBetween(from, columns.toNs));
}

TEST(BalanceLineTest, AnyAmountAndAnyLengthOfTime) {
  test::Random random(66);
  for (int round = 0; round < 20; ++round) {
    BalanceLine line(7);
    std::vector<Event> events;
    std::int64_t now = 0;
    Settings settings;
    settings.start = 7;
    std::int64_t kept = 0;
    for (int i = 0; i < 4'000; ++i) {
      if (!test::oneIn(random, 4)) now += test::between(random, 0, std::int64_t{1} << test::between(random, 0, test::oneIn(random, 99) ? 40 : 12));
      const Money most = test::oneIn(random, 50) ? limits::kMaxTotal : 1'000;
      events.push_back({.timeNs = now, .value = test::between(random, -most, most), .link = {}, .kind = EventKind::write});
      line.write(now, events.back().value);
      if (round % 2 == 1 && i % 300 == 299) line.forget(kept = events[events.size() / 2].timeNs);
    }
    for (int view = 0; view < 30; ++view) {
      Columns columns = randomColumns(random, now);
      const std::int64_t shift = std::max<std::int64_t>(0, kept - columns.fromNs);
      columns.fromNs += shift;
      columns.toNs += shift;
      std::vector<BalanceRange> found(static_cast<std::size_t>(columns.count));
      line.condense(columns, found);
      for (std::int64_t i = 0; i < columns.count; ++i) {
        ASSERT_EQ(found[static_cast<std::size_t>(i)], slowRange(settings, events, 0, columns.begin(i), columns.begin(i + 1))) << round;
      }
    }
  }
}

}  // namespace
}  // namespace interleave
