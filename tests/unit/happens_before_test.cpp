#include "trace/happens_before.h"

#include <algorithm>

#include "support.h"

namespace interleave {
namespace {

bool accesses(const Event& event) { return readsBalance(event.kind) || writesBalance(event.kind); }

bool orders(LockKind lock) { return acquires(lock) && lock != LockKind::checkThenLock && lock != LockKind::wrongLock; }

bool both(ObjectSpan a, ObjectSpan b) {
  return std::ranges::any_of(a.begin(), a.end(), [&](std::size_t object) { return b.contains(object); });
}

// Slow and obvious: the happens-before relation by going through every pair of events.
class Order {
 public:
  Order(const Settings& settings, const EventList& events) : before_(events.size(), std::vector<bool>(events.size(), false)) {
    const auto reader = [&](const Event& event) {
      return settings.program.lock == LockKind::shared && readsOnly(settings.program, event.task);
    };
    for (std::size_t j = 0; j < events.size(); ++j) {
      for (std::size_t i = 0; i < j; ++i) {
        const bool sameThread = events[i].worker == events[j].worker;
        const bool byLock = orders(settings.program.lock) && events[i].kind == EventKind::released &&
                            events[j].kind == EventKind::acquired && both(events[i].objects, events[j].objects) &&
                            !(reader(events[i]) && reader(events[j]));
        const bool byVersion = settings.program.lock == LockKind::optimistic && accesses(events[i]) && accesses(events[j]);
        if (!sameThread && !byLock && !byVersion) continue;
        before_[i][j] = true;
        for (std::size_t k = 0; k < i; ++k) before_[k][j] = before_[k][j] || before_[k][i];
      }
    }
  }
  bool holds(std::size_t i, std::size_t j) const { return before_[i][j]; }

 private:
  std::vector<std::vector<bool>> before_;
};

bool raceWith(const EventList& events, const Order& order, std::size_t i, std::size_t j) {
  return accesses(events[i]) && accesses(events[j]) && events[i].objects == events[j].objects &&
         (writesBalance(events[i].kind) || writesBalance(events[j].kind)) && !order.holds(i, j);
}

bool isAtomic(LockKind lock) { return lock == LockKind::atomic || lock == LockKind::cas; }

// The accesses that race with an earlier one.
std::vector<std::size_t> racing(const Settings& settings, const EventList& events, const Order& order) {
  std::vector<std::size_t> found;
  for (std::size_t j = 0; j < events.size() && !isAtomic(settings.program.lock); ++j) {
    bool races = false;
    for (std::size_t i = 0; i < j; ++i) races = races || raceWith(events, order, i, j);
    if (races) found.push_back(j);
  }
  return found;
}

// Of a random schedule: whether there is a race. The detector finds as many as there are by going through all pairs.
bool racesAsEveryPairSays(const Settings& settings, test::Random& random) {
  test::Drive drive(settings);
  while (drive.stepRandomly(random)) {
  }
  const EventList events = drive.result().trace.events;
  RaceDetector detector(settings.program);
  detector.append(events);
  const Order order(settings, events);
  const std::vector<std::size_t> expected = racing(settings, events, order);
  EXPECT_EQ(detector.races(), expected.size()) << drive.schedule();
  EXPECT_EQ(detector.first().has_value(), !expected.empty()) << drive.schedule();
  if (expected.empty() || !detector.first()) return false;
  EXPECT_EQ(detector.first()->second, expected.front()) << drive.schedule();
  EXPECT_TRUE(raceWith(events, order, detector.first()->first, expected.front())) << drive.schedule();
  return true;
}

TEST(HappensBeforeTest, FindsEveryRaceOfRandomSchedules) {
  test::Random random(71);
  int races = 0;
  const int rounds = test::rounds(600);
  for (int round = 0; round < rounds && !HasFailure(); ++round) {
    races += racesAsEveryPairSays(test::randomSettings(random, {.transactions = 6, .times = 3, .workers = 4}), random) ? 1 : 0;
  }
  EXPECT_GT(races, test::rounds(50));
  EXPECT_GT(rounds - races, test::rounds(50));
}

TEST(HappensBeforeTest, CountsEveryAccessThatRacesWithAnEarlierOne) {
  // B's own first write does not order A's before what B does next.
  const auto races = [](const Settings& settings, std::string_view schedule) {
    RaceDetector detector(settings.program);
    detector.append(test::resultOf(settings, schedule).trace.events);
    return detector.races();
  };
  EXPECT_EQ(races(test::programOf({{"a", 1}, {"b", 1}}), "AABB"), 2U);
  EXPECT_EQ(races(test::programOf({{"a", 1}, {"b", 1, 3}}), "AABBBBBB"), 6U);
  EXPECT_EQ(races(test::programOf({{"a", 1}, {"b", 1, 3}}, LockKind::scoped), "AAAABBBBBBBBBBBB"), 0U);
}

TEST(HappensBeforeTest, WhatFollowsAReleaseIsNotOrderedByIt) {
  // Of two permits one may be free: a thread that has released one comes in again beside the other, which knows of its
  // first update alone.
  test::Random random(73);
  Settings settings = test::programOf({{"a", 1, 3}, {"b", 2, 3}}, LockKind::semaphore);
  settings.program.permits = 2;
  int races = 0;
  for (int round = 0; round < test::rounds(400) && !HasFailure(); ++round) {
    races += racesAsEveryPairSays(settings, random) ? 1 : 0;
  }
  EXPECT_GT(races, test::rounds(50));
}

TEST(HappensBeforeTest, OnlyALockThatKeepsItsGuaranteeOrdersEverySchedule) {
  for (const LockInfo& lock : allLocks()) {
    const Settings settings = test::lesson(lock.kind);
    test::Random random(72);
    bool races = false;
    for (int i = 0; i < test::rounds(200); ++i) {
      test::Drive drive(settings);
      while (drive.stepRandomly(random)) {
      }
      RaceDetector detector(settings.program);
      detector.append(drive.events());
      races = races || detector.first().has_value();
    }
    EXPECT_EQ(races, lock.guarantee == Guarantee::none) << lock.name;
  }
}

// A's thread writes, then A has the lock and gives it back; B takes it, gives it back, and B's thread reads.
bool racesAround(LockKind lock, Money a, Money b) {
  const auto event = [](std::size_t task, EventKind kind) {
    const auto number = static_cast<std::uint8_t>(task);
    return Event{static_cast<std::int64_t>(task), 0, {}, 0, number, ObjectSpan{}, kind, number};
  };
  RaceDetector detector(test::programOf({{"a", a}, {"b", b}}, lock).program);
  detector.append(std::vector<Event>{event(0, EventKind::write), event(0, EventKind::acquired), event(0, EventKind::released),
                                     event(1, EventKind::acquired), event(1, EventKind::released), event(1, EventKind::read)});
  return detector.first().has_value();
}

TEST(HappensBeforeTest, ASharedLockOrdersAllButTwoReaders) {
  EXPECT_TRUE(racesAround(LockKind::shared, 0, 0)) << "both may have it at once";
  EXPECT_FALSE(racesAround(LockKind::shared, 1, 0));
  EXPECT_FALSE(racesAround(LockKind::shared, 0, 1));
  EXPECT_FALSE(racesAround(LockKind::shared, 1, 1));
  EXPECT_FALSE(racesAround(LockKind::manual, 0, 0)) << "no other lock is shared";
  EXPECT_TRUE(racesAround(LockKind::none, 1, 1));
}

TEST(HappensBeforeTest, RealRunsAreJudgedAsTheirEventsAre) {
  test::TestRunner threads;
  for (const LockInfo& lock : allLocks()) {
    Settings settings = test::lesson(lock.kind, 4);
    const std::int64_t times = test::rounds(20);
    settings.program.transactions = {{"a", 5, times}, {"b", -5, times}, {"c", 1, times}, {"d", 0, times}};
    const auto result = threads.run(settings);
    RaceDetector detector(settings.program);
    detector.append(result->trace.events);
    const EventList& events = result->trace.events;
    EXPECT_EQ(detector.races(), racing(settings, events, Order(settings, events)).size()) << lock.name;
  }
}

std::string told(const Settings& settings, std::string_view schedule) {
  const RunResult result = test::resultOf(settings, schedule);
  RaceDetector detector(settings.program);
  detector.append(result.trace.events);
  return describe(detector, settings.program, result.trace.events);
}

TEST(HappensBeforeTest, NamesTheTwoAccessesOrWhatOrdersThem) {
  EXPECT_EQ(told(test::lesson(), ""), "Nobody has accessed the balance yet.");
  EXPECT_EQ(told(test::lesson(), "AA"), "No balance was accessed by more than one thread: there is nothing to race with.");
  EXPECT_EQ(told(test::lesson(), "AAB"),
            "Data race: nothing orders the deposit's write of 150 and the withdrawal's read of 150.");
  EXPECT_EQ(told(test::lesson(), "ABAB"),
            "Data race: nothing orders the withdrawal's read of 100 and the deposit's write of 150. 2 accesses race in all.");
  EXPECT_EQ(told(test::lesson(), "AB"), "No data race this time: no thread wrote what another one accessed.");
  EXPECT_EQ(told(test::lesson(LockKind::scoped), "AAAABBBB"),
            "No data race: every two accesses of different threads are ordered by the lock.");
  EXPECT_EQ(told(test::lesson(LockKind::atomic), "AB"), "No data race: every access to the balance is atomic.");
}

}  // namespace
}  // namespace interleave
