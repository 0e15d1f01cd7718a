#include "trace/lost_updates.h"

#include "support.h"

namespace interleave {
namespace {

using test::Drive;
using test::lesson;
using test::programOf;
using test::Random;

// "A by B, C by B": B overwrote the updates of A and of C.
std::string lostIn(const Settings& settings, std::string_view schedule) {
  const RunResult result = test::resultOf(settings, schedule);
  std::string text;
  for (const LostUpdate& lost : result.lost) {
    const Event& write = result.trace.events[lost.write];
    EXPECT_EQ(write.kind, EventKind::write);
    EXPECT_EQ(result.trace.events[lost.by].kind, EventKind::write);
    if (!text.empty()) text += ", ";
    text += taskLetter(write.task);
    if (result.settings.program.transactions[write.task].times > 1) text += std::to_string(write.update + 1);
    text += std::string(" by ") + taskLetter(result.trace.events[lost.by].task);
  }
  EXPECT_EQ(result.lost, test::lostBySets(result.trace));
  return text;
}

TEST(LostUpdatesTest, TheLessonLosesWhatIsWrittenFirst) {
  EXPECT_EQ(lostIn(lesson(), "ABAB"), "A by B");
  EXPECT_EQ(lostIn(lesson(), "BAAB"), "A by B");
  EXPECT_EQ(lostIn(lesson(), "ABBA"), "B by A");
  EXPECT_EQ(lostIn(lesson(), "BABA"), "B by A");
}

TEST(LostUpdatesTest, OneAfterAnotherLosesNothing) {
  EXPECT_EQ(lostIn(lesson(), "AABB"), "");
  EXPECT_EQ(lostIn(lesson(), "BBAA"), "");
  EXPECT_EQ(lostIn(lesson(LockKind::scoped), "AAAABBBB"), "");
  EXPECT_EQ(lostIn(lesson(), ""), "");
}

TEST(LostUpdatesTest, AStaleCopyLosesEverythingSinceItWasMade) {
  const Settings settings = programOf({{"a", 1, 3}, {"b", 10}});
  EXPECT_EQ(lostIn(settings, "BAAAAAAB"), "A1 by B, A2 by B, A3 by B");
  EXPECT_EQ(lostIn(settings, "AABAAAAB"), "A2 by B, A3 by B");
  EXPECT_EQ(lostIn(settings, "AAAABAAB"), "A3 by B");
}

TEST(LostUpdatesTest, EachOfThreeBalancesLosesItsOwn) {
  std::vector<Event> events;
  const auto add = [&](ObjectId object, std::uint8_t worker, EventKind kind, Money value) {
    Event event;
    event.timeNs = std::ssize(events);
    event.value = value;
    event.objects = object;
    event.kind = kind;
    event.task = event.worker = worker;
    events.push_back(event);
  };
  for (const ObjectId object : {ObjectId{0}, ObjectId{2}}) {
    for (const std::uint8_t worker : {std::uint8_t{0}, std::uint8_t{1}}) add(object, worker, EventKind::read, 100);
    for (const std::uint8_t worker : {std::uint8_t{0}, std::uint8_t{1}}) add(object, worker, EventKind::write, worker);
  }
  add(1, 0, EventKind::read, 100);
  add(1, 0, EventKind::write, 1);
  const Trace trace = test::traceOf(events);
  const std::vector<LostUpdate> lost = lostUpdates(trace);
  EXPECT_EQ(lost, (std::vector<LostUpdate>{{2, 3, 1}, {6, 7, 5}}));
  EXPECT_EQ(lost, test::lostBySets(trace));
}

TEST(LostUpdatesTest, WhatComesAfterTheOverwriteIsKept) {
  const Settings settings = programOf({{"a", 1, 3}, {"b", 10}});
  EXPECT_EQ(lostIn(settings, "BAABAAAA"), "A1 by B");
}

TEST(LostUpdatesTest, TheLastWriteOfThreeStaleCopiesLosesTheOthers) {
  EXPECT_EQ(lostIn(programOf({{"a", 1}, {"b", 10}, {"c", 100}}), "ABCABC"), "A by C, B by C");
  EXPECT_EQ(lostIn(programOf({{"a", 1}, {"b", 10}, {"c", 100}}), "ABCCBA"), "C by A, B by A");
}

TEST(LostUpdatesTest, AnUpdateIsLostByTheFirstLaterWriteOfTheFinalBalance) {
  // C reads what A wrote, B loses it with a stale copy, C brings it back.
  const Settings settings = programOf({{"a", 1}, {"b", 10}, {"c", 100}, {"d", 1000}});
  EXPECT_EQ(lostIn(settings, "BAACBC"), "B by C") << "A's is back";
  // D's copy is older than all of that: A's is lost for good, and by D.
  EXPECT_EQ(lostIn(settings, "DBAACBCD"), "A by D, B by D, C by D");
  // B, which loses A's, is part of the final balance; C, which is lost itself, had brought it back in between.
  EXPECT_EQ(lostIn(settings, "ABACBDCD"), "A by B, C by D");
}

TEST(LostUpdatesTest, NoTaskLosesAnUpdateOfItsOwn) {
  // A's first is lost by B; A copies that; C brings A's first back; A writes its copy, of which B's write is a part.
  EXPECT_EQ(lostIn(programOf({{"a", 1, 2}, {"b", 10}, {"c", 100}}), "BAACBACA"), "A1 by B, C by A");
}

TEST(LostUpdatesTest, TheTraceNeedNotBeAtItsEnd) {
  Drive drive(lesson());
  drive.steps("ABA");
  EXPECT_TRUE(lostUpdates(drive.result().trace).empty());
  drive.step(1);
  EXPECT_EQ(lostUpdates(drive.result().trace).size(), 1U);
}

TEST(LostUpdatesTest, ThreadsThatNeverSeeEachOthersWritesTakeLinearTime) {
  // Each builds on its own writes and overwrites the other's: every write loses all of the other's
  // updates and brings all of its own back.
  constexpr std::size_t kTimes = 100'000;
  Trace trace;
  const auto add = [&](EventKind kind, std::uint8_t worker) {
    trace.events.push_back({.timeNs = 0, .value = 0, .link = {}, .update = 0, .task = worker, .kind = kind, .worker = worker});
  };
  add(EventKind::read, 0);
  add(EventKind::read, 1);
  for (std::size_t i = 0; i < kTimes; ++i) {
    for (const std::uint8_t worker : {std::uint8_t{0}, std::uint8_t{1}}) {
      add(EventKind::write, worker);
      add(EventKind::read, worker);
    }
  }
  const std::vector<LostUpdate> lost = lostUpdates(trace);
  ASSERT_EQ(lost.size(), kTimes) << "all of the first, none of the second";
  // A read lies between a write and the other thread's next one.
  for (const LostUpdate& each : lost) ASSERT_EQ(each.by, each.write + 2);
}

TEST(LostUpdatesTest, AgreesWithKeepingSetsOfUpdates) {
  Random random(10);
  std::size_t lost = 0;
  for (int i = 0; i < test::rounds(3'000); ++i) {
    Settings settings = test::randomSettings(random, {.transactions = 8, .times = 8, .workers = 6});
    if (test::oneIn(random, 2)) settings.program.lock = LockKind::none;
    Drive drive(settings);
    while (drive.stepRandomly(random)) {
    }
    const Trace trace = drive.result().trace;
    ASSERT_EQ(lostUpdates(trace), test::lostBySets(trace)) << drive.schedule();
    lost += lostUpdates(trace).size();
    if (!mayLoseUpdates(settings.program)) ASSERT_TRUE(lostUpdates(trace).empty());
  }
  EXPECT_GT(lost, test::rounds(5'000U));
}

TEST(LostUpdatesTest, TheBalanceIsTheStartAndWhatIsNotLost) {
  Random random(11);
  for (int i = 0; i < test::rounds(1'000); ++i) {
    Drive drive(test::randomSettings(random, {}));
    while (drive.stepRandomly(random)) {
    }
    const RunResult result = drive.result();
    Money balance = result.settings.program.start * static_cast<Money>(accountsOf(result.settings.program.mode));
    const auto changeOf = [&](const Event& event) {
      return interleave::changeOf(result.settings.program.mode, result.settings.program.transactions[event.task].amount,
                                  event.objects.first());
    };
    for (const Event& event : result.trace.events) {
      if (writesBalance(event.kind)) balance += changeOf(event);
    }
    for (const LostUpdate& each : result.lost) {
      balance -= changeOf(result.trace.events[each.write]);
    }
    ASSERT_EQ(balance, result.balance) << drive.schedule();
  }
}

}  // namespace
}  // namespace interleave
