#include "trace/trace.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <set>

#include "explore/contradiction.h"
#include "support.h"

namespace interleave {

namespace {

using test::between;
using test::Drive;
using test::lesson;
using test::oneIn;
using test::programOf;
using test::Random;

using Records = std::vector<std::vector<Event>>;

Trace merged(const Records& records, const std::vector<std::uint64_t>& dropped = {}) {
  std::vector<WorkerRecord> workers;
  for (std::size_t i = 0; i < records.size(); ++i) {
    workers.push_back({{}, i < dropped.size() ? dropped[i] : 0});
    if (!records[i].empty()) workers.back().pieces = {records[i]};
  }
  return mergeRecords(workers);
}

// "A read 100, B write -50": the events in words.
std::string accessesOf(const Trace& trace) {
  std::string text;
  for (const Event& event : trace.events) {
    if (!text.empty()) text += ", ";
    text += taskLetter(event.task) + std::string(" ") + std::string(eventName(event.kind)) + " " + std::to_string(event.value);
  }
  return text;
}

Event readEvent(std::int64_t time, std::uint8_t worker, Money value, WriteId from) {
  return {time, value, from, 0, worker, kFirstAccount, EventKind::read, worker};
}
Event writeEvent(std::int64_t time, std::uint8_t worker, Money value, WriteId replaced) {
  return {time, value, replaced, 0, worker, kFirstAccount, EventKind::write, worker};
}
Event lockEvent(std::int64_t time, std::uint8_t worker, EventKind kind, Money number = 0) {
  return {time, number, {}, 0, worker, kFirstAccount, kind, worker};
}

std::vector<Event> eventsOf(const Trace& trace) { return {trace.events.begin(), trace.events.end()}; }

std::vector<std::int64_t> timesOf(const Trace& trace) {
  std::vector<std::int64_t> times;
  for (const Event& event : trace.events) times.push_back(event.timeNs);
  return times;
}

// Each is later than the one before.
bool timesGrow(const Trace& trace) {
  return std::ranges::adjacent_find(trace.events, std::ranges::greater_equal{}, &Event::timeNs) == trace.events.end();
}

// The first events of a driven program.
std::vector<Event> firstOf(const Drive& drive, std::int64_t count) {
  std::vector<Event> events = drive.events();
  events.resize(static_cast<std::size_t>(count));
  return events;
}

// Times that only grow within a worker, as a clock's do, and contradict everything else.
void scrambleTimes(Records& records, Random& random) {
  for (std::vector<Event>& record : records) {
    std::int64_t time = between(random, 0, 100);
    for (Event& event : record) event.timeNs = time += between(random, 0, 10);
  }
}

TEST(TraceTest, EveryEventHasAName) {
  std::set<std::string_view> names;
  for (int kind = 0; kind <= static_cast<int>(EventKind::finishing); ++kind) {
    names.insert(eventName(static_cast<EventKind>(kind)));
  }
  EXPECT_EQ(names.size(), static_cast<std::size_t>(EventKind::finishing) + 1);
  EXPECT_FALSE(names.contains(""));
}

TEST(TraceTest, NothingMergesToNothing) {
  EXPECT_TRUE(merged({}).events.empty());
  EXPECT_TRUE(merged({{}, {}}).events.empty());
  EXPECT_EQ(merged({{}, {}}).dropped, 0U);
}

TEST(TraceTest, TimesDecideWhereNothingElseDoes) {
  EXPECT_EQ(accessesOf(merged({{readEvent(2, 0, 100, {})}, {readEvent(1, 1, 100, {})}})), "B read 100, A read 100");
  EXPECT_EQ(accessesOf(merged({{readEvent(1, 0, 100, {})}, {readEvent(2, 1, 100, {})}})), "A read 100, B read 100");
}

TEST(TraceTest, AReadStandsAfterTheWriteThatItSawThoughItsTimeIsEarlier) {
  const Records records = {{readEvent(1, 0, 100, {}), writeEvent(9, 0, 150, {})}, {readEvent(2, 1, 150, WriteId::of(0, 0))}};
  EXPECT_EQ(accessesOf(merged(records)), "A read 100, A write 150, B read 150");
}

TEST(TraceTest, AReadStandsBeforeTheWriteThatItDidNotSeeThoughItsTimeIsLater) {
  const Records records = {{readEvent(1, 0, 100, {}), writeEvent(2, 0, 150, {})}, {readEvent(9, 1, 100, {})}};
  EXPECT_EQ(accessesOf(merged(records)), "A read 100, B read 100, A write 150");
}

TEST(TraceTest, WritesFormOneChain) {
  const Records records = {{readEvent(1, 0, 100, {}), writeEvent(8, 0, 150, {})},
                           {readEvent(1, 1, 100, {}), writeEvent(2, 1, -50, WriteId::of(0, 0))}};
  EXPECT_EQ(accessesOf(merged(records)), "A read 100, B read 100, A write 150, B write -50");
  const Records other = {{readEvent(1, 0, 100, {}), writeEvent(2, 0, 150, WriteId::of(1, 0))},
                         {readEvent(1, 1, 100, {}), writeEvent(8, 1, -50, {})}};
  EXPECT_EQ(accessesOf(merged(other)), "A read 100, B read 100, B write -50, A write 150");
}

TEST(TraceTest, HoldersOfTheLockFormOneChain) {
  const Records records = {{lockEvent(1, 0, EventKind::acquired, 2), lockEvent(2, 0, EventKind::released, 3)},
                           {lockEvent(5, 1, EventKind::acquired, 0), lockEvent(9, 1, EventKind::released, 1)}};
  EXPECT_EQ(accessesOf(merged(records)), "B acquired 0, B released 1, A acquired 2, A released 3");
}

TEST(TraceTest, TasksBeginInListOrderWhateverTheirTimes) {
  EXPECT_EQ(accessesOf(merged({{lockEvent(9, 0, EventKind::updating)}, {lockEvent(1, 1, EventKind::updating)}})),
            "A updating 0, B updating 0");
}

// A run that is stopped leaves tasks that a worker has taken and not begun.
TEST(TraceTest, TasksThatNeverBeganHoldNoneUp) {
  for (unsigned begun = 0; begun < 16; ++begun) {
    Records records;
    std::string expected;
    for (std::uint8_t task = 0; task < 4; ++task) {
      records.emplace_back();
      if ((begun >> task & 1U) == 0) continue;
      records.back().push_back(lockEvent(10 - task, task, EventKind::updating));
      if (!expected.empty()) expected += ", ";
      expected += taskLetter(task) + std::string(" updating 0");
    }
    EXPECT_EQ(accessesOf(merged(records)), expected);
    EXPECT_EQ(merged(records).dropped, 0U);
  }
}

TEST(TraceTest, EachOfTwoLocksHasAChainOfItsOwn) {
  Event second = lockEvent(1, 0, EventKind::acquired, 0);
  second.objects = kSecondAccount;
  const Records records = {{second}, {lockEvent(2, 1, EventKind::acquired, 0)}};
  EXPECT_EQ(accessesOf(merged(records)), "A acquired 0, B acquired 0");
}

TEST(TraceTest, SeveralLocksAreOperatedAsOneAndNumberedAsTheFirst) {
  const auto about = [](ObjectSpan objects, Event event) {
    event.objects = objects;
    return event;
  };
  const ObjectSpan all = ObjectSpan::of(0, 3);
  const Records records = {
      {about(all, lockEvent(1, 0, EventKind::acquired, 2)), about(all, lockEvent(2, 0, EventKind::released, 3))},
      {lockEvent(5, 1, EventKind::acquired, 0), lockEvent(9, 1, EventKind::released, 1)},
      {about(2, lockEvent(3, 2, EventKind::acquired, 1))},
      {about(2, lockEvent(4, 3, EventKind::acquired, 0))}};
  EXPECT_EQ(accessesOf(merged(records)), "D acquired 0, C acquired 1, B acquired 0, B released 1, A acquired 2, A released 3");
}

TEST(TraceTest, EachOfThreeBalancesHasWritesOfItsOwn) {
  const auto of = [](ObjectId object, Event event) {
    event.objects = object;
    return event;
  };
  // A copies the third balance before B replaces it, whatever their clocks say.
  const Records records = {
      {of(2, readEvent(9, 0, 100, {})), of(0, writeEvent(10, 0, 70, {}))},
      {of(1, writeEvent(1, 1, 130, {})), of(2, writeEvent(2, 1, 150, {})), of(1, readEvent(3, 1, 130, WriteId::of(1, 0)))}};
  EXPECT_EQ(accessesOf(merged(records)), "B write 130, A read 100, B write 150, B read 130, A write 70");
}

TEST(TraceTest, AnAcquireGivesUpWhileTheLockIsHeld) {
  // Its clock was read late: by then the lock was free again.
  const Records records = {{lockEvent(1, 0, EventKind::acquired, 0), lockEvent(3, 0, EventKind::released, 1)},
                           {lockEvent(9, 1, EventKind::gaveUp, 1)}};
  EXPECT_EQ(accessesOf(merged(records)), "A acquired 0, B gave up 1, A released 1");
}

TEST(TraceTest, TicketsAreDrawnInTheOrderOfTheirNumbers) {
  const Records records = {{lockEvent(1, 0, EventKind::ticket, 1)}, {lockEvent(2, 1, EventKind::ticket, 0)}};
  EXPECT_EQ(accessesOf(merged(records)), "B ticket 0, A ticket 1");
}

TEST(TraceTest, ALockThatIsAFlagIsReadAndWrittenLikeABalance) {
  // Both saw it free before either took it, although their clocks say otherwise.
  const auto flag = [](std::int64_t time, std::uint8_t worker, EventKind kind, WriteId link) {
    Event event = lockEvent(time, worker, kind, kind == EventKind::checked ? 0 : kByLink);
    event.link = link;
    return event;
  };
  const Records records = {{flag(1, 0, EventKind::checked, {}), flag(2, 0, EventKind::acquired, {})},
                           {flag(8, 1, EventKind::checked, {}), flag(9, 1, EventKind::acquired, WriteId::of(0, 0))}};
  EXPECT_EQ(accessesOf(merged(records)), "A checked 0, B checked 0, A acquired -1, B acquired -1");
}

TEST(TraceTest, EachOfTwoBalancesHasWritesOfItsOwn) {
  Event second = writeEvent(1, 0, 70, {});
  second.objects = kSecondAccount;
  // Worker 0's first write of the first account, and its first of the second, have the same name.
  const Records records = {{second, writeEvent(3, 0, 130, {})}, {readEvent(2, 1, 100, {})}};
  EXPECT_EQ(accessesOf(merged(records)), "A write 70, B read 100, A write 130");
}

TEST(TraceTest, TheConsoleOfReadersOfGivenUpUpdatesAndOfTransfers) {
  Settings readers = lesson(LockKind::shared);
  readers.program.transactions = {{"statement", 0}};
  EXPECT_EQ(consoleOf(test::resultOf(readers, "AAA")).lines,
            (std::vector<std::string>{"starting with balance of 100", "statement thread reading...",
                                      "statement thread sees balance of 100", "ending balance of 100"}));
  const Settings timed = lesson(LockKind::timed);
  EXPECT_EQ(consoleOf(test::resultOf(timed, "ABAAA")).lines[3], "withdrawal thread giving up...");
  Settings transfer = lesson();
  transfer.program.mode = Mode::transfer;
  const std::vector<std::string> lines = consoleOf(test::resultOf(transfer, "AAAABBBB")).lines;
  EXPECT_EQ(lines.front(), "starting with balances of 100 and 100");
  EXPECT_EQ(lines.back(), "ending balances of 200 and 0");
}

TEST(TraceTest, WhatCannotBePlacedIsDropped) {
  // B saw a write of A that A's record does not hold yet: the run is still going on.
  const Trace trace =
      merged({{readEvent(1, 0, 100, {})}, {readEvent(2, 1, 150, WriteId::of(0, 0)), writeEvent(3, 1, 0, WriteId::of(0, 0))}});
  EXPECT_EQ(accessesOf(trace), "A read 100");
  EXPECT_EQ(trace.dropped, 2U);
}

TEST(TraceTest, EndsWhereARecordIsCutShort) {
  const Records records = {{lockEvent(1, 0, EventKind::updating), lockEvent(4, 0, EventKind::finishing)},
                           {lockEvent(2, 1, EventKind::updating), lockEvent(3, 1, EventKind::finishing)}};
  EXPECT_EQ(merged(records).dropped, 0U);
  const Trace trace = merged(records, {0, 5});
  EXPECT_EQ(accessesOf(trace), "A updating 0, B updating 0, B finishing 0");
  EXPECT_EQ(trace.dropped, 5U + 1U);
  EXPECT_TRUE(merged({{}, records[1]}, {1, 0}).events.empty()) << "anything may have happened before";
}

TEST(TraceTest, TruthfulTimesGiveTheOrderItself) {
  Random random(6);
  for (int i = 0; i < test::rounds(500); ++i) {
    Drive drive(test::randomSettings(random, {.transactions = 10, .workers = 6}));
    while (drive.stepRandomly(random)) {
    }
    const Trace trace = merged(drive.records());
    ASSERT_EQ(eventsOf(trace), drive.events());
    ASSERT_EQ(trace.dropped, 0U);
  }
}

TEST(TraceTest, TimesThatContradictTheAccessesDoNotChangeTheirOrder) {
  Random random(7);
  for (int i = 0; i < test::rounds(1000); ++i) {
    Drive drive(test::randomSettings(random, {.transactions = 10, .workers = 6}));
    while (drive.stepRandomly(random)) {
    }
    Records records = drive.records();
    scrambleTimes(records, random);
    RunResult result = drive.result();
    result.trace = merged(records);
    ASSERT_EQ(result.trace.events.size(), drive.events().size());
    ASSERT_EQ(result.trace.dropped, 0U);
    ASSERT_EQ(contradictionIn(result), "") << drive.schedule();
    // Each worker's events are in its own order.
    std::vector<std::size_t> next(records.size());
    for (const Event& event : result.trace.events) {
      Event recorded = records[event.worker][next[event.worker]++];
      recorded.timeNs = event.timeNs;
      ASSERT_EQ(event, recorded);
    }
    ASSERT_TRUE(timesGrow(result.trace));
  }
}

// A clock that is right, and is read for some events only.
TEST(TraceTest, TimesAreBetweenTheReadingsBeforeAndAfterTheEvent) {
  Random random(10);
  for (int i = 0; i < test::rounds(500); ++i) {
    Drive drive(test::randomSettings(random, {.transactions = 10, .workers = 6}));
    while (drive.stepRandomly(random)) {
    }
    Records records = drive.records();
    constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
    std::vector<std::vector<std::int64_t>> readings(records.size());  // at each event or next after it
    for (std::size_t worker = 0; worker < records.size(); ++worker) {
      std::int64_t latest = -1;
      for (Event& event : records[worker]) {
        const bool reads = latest < 0 || oneIn(random, 3);
        if (reads) latest = 1'000 * event.timeNs;
        readings[worker].push_back(reads ? latest : kNever);
        event.timeNs = latest;
      }
      for (std::size_t at = readings[worker].size(); at-- > 1;) {
        readings[worker][at - 1] = std::min(readings[worker][at - 1], readings[worker][at]);
      }
    }
    RunResult result = drive.result();
    result.trace = merged(records);
    ASSERT_EQ(contradictionIn(result), "") << drive.schedule();
    ASSERT_TRUE(timesGrow(result.trace));
    std::vector<std::size_t> next(records.size());
    const auto ties = static_cast<std::int64_t>(result.trace.events.size());
    for (const Event& event : result.trace.events) {
      const std::size_t at = next[event.worker]++;
      ASSERT_GE(event.timeNs, records[event.worker][at].timeNs);
      const std::int64_t after = readings[event.worker][at];
      if (after != kNever) ASSERT_LT(event.timeNs, after + ties);
    }
  }
}

TEST(TraceTest, AnOldReadingDoesNotMakeWhatCameBeforeOlder) {
  // B has read its clock long before it reads the balance, and sees what A wrote meanwhile.
  const Records records = {{writeEvent(5'000, 0, 150, {})},
                           {lockEvent(10, 1, EventKind::updating), readEvent(10, 1, 150, WriteId::of(0, 0)),
                            lockEvent(9'000, 1, EventKind::finishing)}};
  EXPECT_EQ(timesOf(merged(records)), (std::vector<std::int64_t>{10, 5'000, 5'001, 9'000}));
}

TEST(TraceTest, AReadingIsABoundForAllThatCameBefore) {
  // A was preempted between its write and its clock.
  const Records records = {{writeEvent(5'000, 0, 150, {})},
                           {readEvent(20, 1, 150, WriteId::of(0, 0)), lockEvent(20, 1, EventKind::finishing)}};
  EXPECT_EQ(timesOf(merged(records)), (std::vector<std::int64_t>{20, 21, 22}));
}

TEST(TraceTest, EqualTimesAreMadeDistinct) {
  const Records records = {
      {readEvent(7, 0, 100, {}), lockEvent(7, 0, EventKind::finishing), lockEvent(8, 0, EventKind::updating)},
      {readEvent(7, 1, 100, {}), lockEvent(100, 1, EventKind::finishing)}};
  EXPECT_EQ(timesOf(merged(records)), (std::vector<std::int64_t>{7, 8, 9, 10, 100}));
}

TEST(TraceTest, RecordsThatWereCutShortGiveTheBeginning) {
  Random random(8);
  for (int i = 0; i < test::rounds(500); ++i) {
    Drive drive(test::randomSettings(random, {.transactions = 10, .workers = 6}));
    while (drive.stepRandomly(random)) {
    }
    Records records = drive.records();
    std::vector<std::uint64_t> dropped;
    // Once a record that was cut is used up, the next event may be one that is missing.
    auto end = static_cast<std::int64_t>(drive.events().size());
    for (std::vector<Event>& record : records) {
      const auto kept = static_cast<std::size_t>(between(random, 0, static_cast<std::int64_t>(record.size())));
      if (kept < record.size()) end = std::min(end, kept == 0 ? 0 : record[kept - 1].timeNs + 1);
      dropped.push_back(record.size() - kept);
      record.resize(kept);
    }
    const Trace trace = merged(records, dropped);
    ASSERT_EQ(eventsOf(trace), firstOf(drive, end));
    ASSERT_EQ(trace.events.size() + trace.dropped, drive.events().size());

    // With times that contradict, still a beginning that the program could have had.
    scrambleTimes(records, random);
    RunResult result = drive.result();
    result.trace = merged(records, dropped);
    ASSERT_EQ(contradictionIn(result), "");
  }
}

TEST(TraceTest, ALivePrefixIsAPossibleBeginning) {
  Random random(9);
  for (int i = 0; i < test::rounds(500); ++i) {
    Drive drive(test::randomSettings(random, {.transactions = 10, .workers = 6}));
    while (drive.stepRandomly(random)) {
    }
    // Each record as it was at some moment; the moments differ a little from worker to worker.
    Records records = drive.records();
    const std::int64_t now = between(random, 0, static_cast<std::int64_t>(drive.events().size()));
    const std::int64_t skew = between(random, 0, 5);
    std::size_t given = 0;
    for (std::vector<Event>& record : records) {
      const std::int64_t end = now + between(random, -skew, skew);
      std::erase_if(record, [&](const Event& event) { return event.timeNs >= end; });
      given += record.size();
    }
    RunResult result = drive.result();
    result.trace = merged(records);
    ASSERT_EQ(result.trace.events.size() + result.trace.dropped, given);
    if (skew == 0) ASSERT_EQ(eventsOf(result.trace), firstOf(drive, now));
    // The end is not to be compared.
    result.trace.dropped = drive.events().size() - result.trace.events.size();
    ASSERT_EQ(contradictionIn(result), "");
  }
}

// ---- Schedule and console -----------------------------------------------------------------------

TEST(TraceTest, TheScheduleIsTheLettersOfTheSteps) {
  const Trace unlocked = test::resultOf(lesson(), "ABBA").trace;
  EXPECT_EQ(scheduleOf(unlocked, 100), "ABBA");
  EXPECT_EQ(scheduleOf(unlocked, 4), "ABBA");
  EXPECT_EQ(scheduleOf(unlocked, 3), "ABB");
  EXPECT_EQ(scheduleOf(unlocked, 0), "");
  EXPECT_EQ(scheduleOf(test::resultOf(lesson(LockKind::scoped), "BBBBAAAA").trace, 100), "BBBBAAAA");
  Trace waits;
  for (const EventKind kind : {EventKind::updating, EventKind::waiting, EventKind::acquired, EventKind::read, EventKind::refused,
                               EventKind::thrown, EventKind::released, EventKind::finishing}) {
    waits.events.push_back(lockEvent(0, 2, kind));
  }
  EXPECT_EQ(scheduleOf(waits, 100), "CCC") << "acquired, read, released";
}

TEST(TraceTest, TheConsoleIsWhatTheLessonPrints) {
  const RunResult result = test::resultOf(lesson(), "ABAB");
  const std::vector<std::string> running = {"starting with balance of 100", "deposit thread updating...",
                                            "withdrawal thread updating...", "deposit thread finishing...",
                                            "withdrawal thread finishing..."};
  EXPECT_EQ(consoleOf(result.trace, result.settings.program, std::nullopt).lines, running);
  std::vector<std::string> ended = running;
  ended.push_back("ending balance of -50");
  EXPECT_EQ(consoleOf(result.trace, result.settings.program, Balances{-50, 0}).lines, ended);
  EXPECT_EQ(consoleOf(result.trace, result.settings.program, Balances{-50, 0}).omitted, 0U);
}

TEST(TraceTest, TheConsoleOfNothing) {
  EXPECT_EQ(consoleOf({}, lesson().program, std::nullopt).lines, std::vector<std::string>{"starting with balance of 100"});
}

TEST(TraceTest, ALongConsoleIsCutBeforeItsClosingLine) {
  const auto consoleWith = [](std::size_t prints, std::optional<Money> balance) {
    const auto ending = balance ? std::optional(Balances{*balance, 0}) : std::nullopt;
    Trace trace;
    for (std::size_t i = 0; i < prints; ++i) trace.events.push_back(lockEvent(0, 0, EventKind::updating));
    return consoleOf(trace, lesson().program, ending);
  };
  // 2,000 lines: with the opening and the closing line there is room for 1,998 more.
  EXPECT_EQ(consoleWith(1'998, 0).lines.size(), 2'000U);
  EXPECT_EQ(consoleWith(1'998, 0).omitted, 0U);
  EXPECT_EQ(consoleWith(1'999, 0).lines.size(), 2'000U);
  EXPECT_EQ(consoleWith(1'999, 0).omitted, 1U);
  EXPECT_EQ(consoleWith(1'999, 0).lines.back(), "ending balance of 0");
  EXPECT_EQ(consoleWith(1'999, std::nullopt).omitted, 0U);
  EXPECT_EQ(consoleWith(5'000, std::nullopt).lines.size(), 2'000U);
  EXPECT_EQ(consoleWith(5'000, std::nullopt).omitted, 3'001U);
  EXPECT_EQ(consoleWith(5'000, std::nullopt).lines.back(), "deposit thread updating...");
}

}  // namespace
}  // namespace interleave
