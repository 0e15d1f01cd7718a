#include "trace/timeline.h"

#include "render/lane_columns.h"
#include "slow_timeline.h"
#include "support.h"

namespace interleave {
namespace {

Columns randomColumns(test::Random& random, std::int64_t end) {
  Columns columns;
  columns.fromNs = test::between(random, -10, end);
  columns.toNs = columns.fromNs + 1 + test::between(random, 0, test::oneIn(random, 2) ? 1'000 : end);
  columns.count = test::between(random, 1, 40);
  return columns;
}

TEST(TimelineTest, LanesAreWhatBruteForceFinds) {
  test::Random random(61);
  for (int round = 0; round < test::rounds(40); ++round) {
    const Settings settings = test::randomSettings(random, {.transactions = 5, .times = 6, .workers = 5});
    const std::vector<Event> events = test::randomTrace(random, settings);
    if (events.empty()) continue;
    Timeline timeline(settings.program);
    timeline.append(events);
    const test::SlowLanes slow(settings, events);
    for (int view = 0; view < 4; ++view) {
      const Columns columns = randomColumns(random, events.back().timeNs + 10);
      std::vector<Coverage> found(static_cast<std::size_t>(columns.count));
      for (std::size_t task = 0; task < timeline.tasks(); ++task) {
        timeline.lane(task).condense(columns, found);
        for (std::int64_t i = 0; i < columns.count; ++i) {
          const Coverage expected = slow.coverage(task, columns.begin(i), columns.begin(i + 1));
          ASSERT_EQ(found[static_cast<std::size_t>(i)], expected) << "round " << round << " task " << task << " column " << i;
        }
      }
    }
  }
}

TEST(TimelineTest, BalancesAreWhatBruteForceFinds) {
  test::Random random(62);
  for (int round = 0; round < test::rounds(60); ++round) {
    const Settings settings = test::randomSettings(random, {.transactions = 5, .times = 30, .workers = 5});
    const std::vector<Event> events = test::randomTrace(random, settings);
    if (events.empty()) continue;
    Timeline timeline(settings.program);
    timeline.append(events);
    for (int view = 0; view < 6; ++view) {
      const Columns columns = randomColumns(random, events.back().timeNs + 10);
      std::vector<BalanceRange> found(static_cast<std::size_t>(columns.count));
      for (std::size_t account = 0; account < timeline.accounts(); ++account) {
        timeline.balance(account).condense(columns, found);
        for (std::int64_t i = 0; i < columns.count; ++i) {
          ASSERT_EQ(found[static_cast<std::size_t>(i)],
                    test::slowRange(settings, events, account, columns.begin(i), columns.begin(i + 1)))
              << "round " << round << " account " << account << " column " << i;
        }
      }
    }
  }
}

// ---- A lane by itself ---------------------------------------------------------------------------

using Changes = std::vector<std::pair<std::int64_t, LaneState>>;

LaneState randomState(test::Random& random) {
  return {
      static_cast<Doing>(test::between(random, 0, 4)), {test::oneIn(random, 2), test::oneIn(random, 5)}, test::oneIn(random, 3)};
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

TEST(LaneTest, ADifferenceOfCoveragesHasEveryState) {
  Coverage whole;
  for (std::size_t doing = 0; doing < kDoings; ++doing) whole.add({static_cast<Doing>(doing), {true, true}, true}, 5);
  Coverage part;
  part.add({Doing::nothing, {true, false}, false}, 2);
  const Coverage rest = whole - part;
  EXPECT_EQ(rest.of(Doing::nothing), 3);
  EXPECT_EQ(rest.holding[0], whole.holding[0] - 2);
  EXPECT_EQ(rest.holding[1], whole.holding[1]);
  EXPECT_EQ(whole - whole, Coverage{});
}

TEST(LaneTest, VisitsWhatItWasGiven) {
  test::Random random(63);
  for (int round = 0; round < test::rounds(50); ++round) {
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
  for (int round = 0; round < test::rounds(50); ++round) {
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
        ASSERT_EQ(found[static_cast<std::size_t>(i)], test::withNothing(sumOf(stretchesOf(lane, begin, end)), end - begin));
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
}

TEST(TimelineTest, TellsOfThreeAccountsAndTheirLocks) {
  Timeline timeline(2, 3, 100);
  std::int64_t now = 0;
  const auto add = [&](std::uint8_t task, ObjectSpan objects, EventKind kind, Money value = 0) {
    Event event;
    event.timeNs = now += 10;
    event.value = value;
    event.objects = objects;
    event.kind = kind;
    event.task = event.worker = task;
    timeline.append(std::span(&event, 1));
  };
  add(0, 2, EventKind::acquired);                     // at 10
  add(1, ObjectSpan::of(1, 2), EventKind::waiting);   // at 20
  add(0, 2, EventKind::read, 100);                    // at 30
  add(0, 2, EventKind::write, 70);                    // at 40
  add(0, 2, EventKind::released);                     // at 50
  add(1, ObjectSpan::of(1, 2), EventKind::acquired);  // at 60
  add(1, ObjectSpan::of(1, 2), EventKind::released);  // at 70
  ASSERT_EQ(timeline.lanesOfTask(), 2U);
  EXPECT_EQ(timeline.lowest(), 70);

  const Columns columns{0, 80, 8};
  const auto held = [&](std::size_t task, std::size_t account) {
    std::vector<Coverage> coverage(8);
    timeline.laneOfLock(task, account).condense(columns, coverage);
    std::string text;
    for (const Coverage& each : coverage) text += each.holding[account % kLocksOfLane] == 10 ? 'x' : '.';
    return text;
  };
  EXPECT_EQ(held(0, 0), "........");
  EXPECT_EQ(held(0, 1), "........");
  EXPECT_EQ(held(0, 2), ".xxxx...");
  EXPECT_EQ(held(1, 0), "........");
  EXPECT_EQ(held(1, 1), "......x.");
  EXPECT_EQ(held(1, 2), "......x.");

  std::vector<Coverage> coverage(8);
  timeline.lane(0).condense(columns, coverage);
  std::string contended;
  for (const Coverage& each : coverage) contended += each.contended == 10 ? 'x' : '.';
  EXPECT_EQ(contended, "..xxx...") << "B waits for the third lock, too";
  std::vector<BalanceRange> ranges(8);
  timeline.balance(2).condense(columns, ranges);
  EXPECT_EQ(ranges[4].last, 70);
  timeline.balance(0).condense(columns, ranges);
  EXPECT_EQ(ranges[7].last, 100);

  LaneColumns lanes;
  lanes.condense(timeline, columns);
  ASSERT_EQ(lanes.holdingRows(), 4U);
  EXPECT_EQ(lanes.held(0, 2, 3), 255);
  EXPECT_EQ(lanes.held(0, 1, 3), 0);
  EXPECT_EQ(lanes.held(1, 1, 6), 255);
  EXPECT_EQ(lanes.held(1, 2, 6), 255);
  EXPECT_EQ(lanes.heldMost(0, 3), 255);
  EXPECT_EQ(lanes.heldMost(0, 0), 0);
}

TEST(BalanceLineTest, AnyAmountAndAnyLengthOfTime) {
  test::Random random(66);
  for (int round = 0; round < test::rounds(20); ++round) {
    BalanceLine line(7);
    std::vector<Event> events;
    std::int64_t now = 0;
    Settings settings;
    settings.program.start = 7;
    std::int64_t kept = 0;
    for (int i = 0; i < 4'000; ++i) {
      if (!test::oneIn(random, 4))
        now += test::between(random, 0, std::int64_t{1} << test::between(random, 0, test::oneIn(random, 99) ? 40 : 12));
      const Money most = test::oneIn(random, 50) ? limits::kMaxTotal : 1'000;
      Event written;
      written.timeNs = now;
      written.value = test::between(random, -most, most);
      written.kind = EventKind::write;
      events.push_back(written);
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
        ASSERT_EQ(found[static_cast<std::size_t>(i)],
                  test::slowRange(settings, events, 0, columns.begin(i), columns.begin(i + 1)))
            << round;
      }
    }
  }
}

}  // namespace
}  // namespace interleave
