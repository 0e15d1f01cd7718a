#include "trace/standing.h"

#include "support.h"
#include "trace/standing_trail.h"

namespace interleave {

inline bool operator==(const TaskStanding& a, const TaskStanding& b) {
  return a.state == b.state && a.copy == b.copy && a.updatesDone == b.updatesDone && a.at == b.at;
}

namespace {

using test::Drive;
using test::lesson;
using test::programOf;
using test::Random;

constexpr std::size_t A = 0, B = 1, C = 2;

Standing standingOf(const Settings& settings, std::string_view schedule) {
  return standingAfter(settings.program, test::resultOf(settings, schedule).trace.events);
}

std::string described(const Settings& settings, std::string_view schedule, std::size_t task) {
  const Standing standing = standingOf(settings, schedule);
  return describe(standing.tasks[task], standing, settings.program);
}

TEST(StandingTest, KnowsTheHoldersOfThreeLocks) {
  const AccountProgram program;
  Standing standing = standingBefore(program);
  standing.holders.resize(3);
  standing.balances.resize(3, 100);
  const auto add = [&](std::uint8_t task, ObjectSpan objects, EventKind kind, Money value = 0) {
    Event event;
    event.value = value;
    event.objects = objects;
    event.kind = kind;
    event.task = event.worker = task;
    advance(standing, program, event);
  };
  add(0, ObjectSpan::of(1, 2), EventKind::acquired);
  add(0, 2, EventKind::write, 70);
  add(1, 0, EventKind::acquired);
  using Holders = std::vector<std::size_t>;
  EXPECT_EQ(standing.holders, (std::vector<Holders>{{1}, {0}, {0}}));
  EXPECT_EQ(standing.balances, (Balances{100, 100, 70}));
  EXPECT_EQ(standing.balance(), 270);
  add(0, ObjectSpan::of(1, 2), EventKind::released);
  EXPECT_EQ(standing.holders, (std::vector<Holders>{{1}, {}, {}}));
}

TEST(StandingTest, NothingHasHappenedYet) {
  const Standing standing = standingBefore(lesson().program);
  EXPECT_EQ(standing.balance(), 100);
  EXPECT_EQ(standing.lockOwner(), std::nullopt);
  ASSERT_EQ(standing.tasks.size(), 2U);
  EXPECT_EQ(standing.tasks[A].state, TaskState::notStarted);
  EXPECT_EQ(describe(standing.tasks[A], standing, lesson().program), "not started");
}

TEST(StandingTest, ACopyIsInHandBetweenReadAndWrite) {
  EXPECT_EQ(standingOf(lesson(), "AB").tasks[A].copy, 100);
  EXPECT_EQ(described(lesson(), "AB", A), "sleeps with copy 100");
  EXPECT_EQ(standingOf(lesson(), "ABA").tasks[A].copy, std::nullopt);
  EXPECT_EQ(standingOf(lesson(), "ABA").balance(), 150);
  EXPECT_EQ(standingOf(lesson(), "ABA").tasks[B].copy, 100) << "stale";
  EXPECT_EQ(described(lesson(), "ABA", A), "finished");
}

TEST(StandingTest, EachEventOfAnUpdateIsAStateOfItsOwn) {
  const auto statesOf = [](const Settings& settings) {
    Drive drive(settings);
    while (drive.program().canStep(A)) drive.step(A);
    std::string states;
    const std::vector<Event> all = drive.events();
    for (std::size_t events = 0; events <= all.size(); ++events) {
      const Standing standing = standingAfter(settings.program, std::span(all).first(events));
      states += (states.empty() ? "" : ", ") + describe(standing.tasks[A], standing, settings.program);
    }
    return states;
  };
  EXPECT_EQ(statesOf(programOf({{"a", 1}})), "not started, about to begin, sleeps with copy 100, has written, finished");
  EXPECT_EQ(statesOf(programOf({{"a", 1}}, LockKind::scoped)),
            "not started, about to begin, has the lock, sleeps with copy 100, about to release, about to release, finished");
  EXPECT_EQ(statesOf(programOf({{"a", 1, 1, true}}, LockKind::scoped)),
            "not started, about to begin, has the lock, sleeps with copy 100, threw an exception, threw an exception");
}

TEST(StandingTest, ATaskIsFinishedAfterAllOfItsUpdates) {
  const Settings settings = programOf({{"a", 1, 2}});
  EXPECT_EQ(standingOf(settings, "AA").tasks[A].updatesDone, 1);
  EXPECT_EQ(standingOf(settings, "AA").tasks[A].state, TaskState::started);
  EXPECT_EQ(standingOf(settings, "AAAA").tasks[A].updatesDone, 2);
  EXPECT_EQ(standingOf(settings, "AAAA").tasks[A].state, TaskState::ended);
}

TEST(StandingTest, WaitersWaitForTheOwnerOfTheLock) {
  const Settings settings = programOf({{"a", 1}, {"b", 2}, {"c", 3}}, LockKind::manual);
  const EventList recorded = test::resultOf(settings, "A").trace.events;
  std::vector<Event> events(recorded.begin(), recorded.end());
  std::erase_if(events, [](const Event& event) { return event.kind == EventKind::waiting; });
  for (const std::uint8_t task : {std::uint8_t{C}, std::uint8_t{B}}) {
    events.push_back(
        {.timeNs = 9, .value = 0, .link = {}, .update = 0, .task = task, .kind = EventKind::waiting, .worker = task});
  }
  Standing standing = standingAfter(settings.program, events);
  EXPECT_EQ(standing.lockOwner(), A);
  EXPECT_EQ(standing.waiters, (std::vector<std::size_t>{C, B})) << "as they came";
  EXPECT_EQ(describe(standing.tasks[B], standing, settings.program), "waits for the lock, held by A");

  events.push_back({.timeNs = 10, .value = 0, .link = {}, .update = 0, .task = A, .kind = EventKind::released, .worker = A});
  standing = standingAfter(settings.program, events);
  EXPECT_EQ(standing.lockOwner(), std::nullopt);
  EXPECT_EQ(describe(standing.tasks[B], standing, settings.program), "waits for the lock");

  events.push_back({.timeNs = 11, .value = 1, .link = {}, .update = 0, .task = B, .kind = EventKind::acquired, .worker = B});
  standing = standingAfter(settings.program, events);
  EXPECT_EQ(standing.lockOwner(), B);
  EXPECT_EQ(standing.waiters, std::vector<std::size_t>{C});
  EXPECT_EQ(describe(standing.tasks[C], standing, settings.program), "waits for the lock, held by B");
}

TEST(StandingTest, AnExceptionKeepsALockThatIsReleasedByHand) {
  const Standing byHand = standingOf(programOf({{"a", 1, 1, true}, {"b", 2}}, LockKind::manual), "AA");
  EXPECT_EQ(byHand.lockOwner(), A);
  EXPECT_EQ(byHand.tasks[A].state, TaskState::failed);
  EXPECT_EQ(byHand.tasks[A].copy, std::nullopt);
  EXPECT_EQ(standingOf(programOf({{"a", 1, 1, true}, {"b", 2}}, LockKind::scoped), "AAA").lockOwner(), std::nullopt);
}

TEST(StandingTest, ARefusalLeavesTheBalance) {
  Settings settings = lesson();
  settings.program.overdraft = Overdraft::refuse;
  const Standing standing = standingOf(settings, "B");
  EXPECT_EQ(standing.balance(), 100);
  EXPECT_EQ(standing.tasks[B].copy, std::nullopt);
  EXPECT_EQ(standing.tasks[B].state, TaskState::ended);
  std::vector<Event> untilRefused(3);
  for (Event& event : untilRefused) event.task = B;
  untilRefused[1].kind = EventKind::read;
  untilRefused[1].value = 100;
  untilRefused[2].kind = EventKind::refused;
  untilRefused[2].value = -50;
  EXPECT_EQ(standingAfter(settings.program, untilRefused).tasks[B].state, TaskState::refused);
}

TEST(StandingTest, AgreesWithTheProgramAfterEveryStep) {
  Random random(15);
  for (int i = 0; i < test::rounds(300); ++i) {
    const Settings settings = test::randomSettings(random, {});
    Drive drive(settings);
    do {
      const Program& program = drive.program();
      const Standing standing = standingAfter(settings.program, drive.events());
      ASSERT_EQ(standing.balances, program.balances()) << drive.schedule();
      ASSERT_EQ(standing.lockOwner(), program.lockOwner()) << drive.schedule();
      for (std::size_t task = 0; task < program.tasks().size(); ++task) {
        const Program::Task& expected = program.tasks()[task];
        const TaskState state = standing.tasks[task].state;
        // What has thrown has failed at once, though the context manager releases yet.
        const bool thrown = settings.program.transactions[task].throws && expected.next == Step::release;
        ASSERT_EQ(state == TaskState::ended || state == TaskState::failed, expected.ended || thrown) << drive.schedule();
        const bool mayWrite =
            !expected.ended && (expected.next == Step::write || expected.next == Step::swap ||
                                // What was checked, and what a reader has read.
                                (expected.next == Step::add && expected.at > 0) ||
                                (readsOnly(settings.program, task) && expected.next == Step::release && !thrown));
        ASSERT_EQ(standing.tasks[task].copy, mayWrite ? std::optional(expected.copy) : std::nullopt) << drive.schedule();
      }
    } while (drive.stepRandomly(random));
  }
}

void expectSame(const Standing& found, const Standing& expected) {
  ASSERT_EQ(found.tasks, expected.tasks);
  ASSERT_EQ(found.holders, expected.holders);
  ASSERT_EQ(found.waiters, expected.waiters);
  ASSERT_EQ(found.balances, expected.balances);
}

TEST(StandingTrailTest, AnyPlaceOfALongTraceIsFoundFromTheNearestOne) {
  Random random(16);
  Settings settings = programOf({{"a", 5, 9'000}, {"b", -3, 9'000}, {"c", 2, 9'000}}, LockKind::scoped);
  settings.program.start = 1'000;
  const std::vector<Event> recorded = test::randomTrace(random, settings);
  const Trace trace = test::traceOf(recorded);
  ASSERT_GT(trace.events.size(), 2 * StandingTrail::kEvery);
  const StandingTrail trail(settings.program, trace);
  const auto events = static_cast<std::int64_t>(trace.events.size());
  std::vector<std::int64_t> places = {0, 1, events - 1, events};
  for (const std::int64_t beside : {-1, 0, 1}) {
    for (const std::int64_t times : {1, 2}) places.push_back(times * static_cast<std::int64_t>(StandingTrail::kEvery) + beside);
  }
  for (int i = 0; i < 30; ++i) places.push_back(test::between(random, 0, events));
  for (const std::int64_t place : places) {
    SCOPED_TRACE(place);
    const auto count = static_cast<std::size_t>(place);
    expectSame(trail.after(settings.program, trace, count), standingAfter(settings.program, std::span(recorded).first(count)));
    if (HasFatalFailure()) return;
  }
  expectSame(trail.end(), standingAfter(settings.program, trace.events));
}

TEST(StandingTrailTest, ATraceWithoutEventsIsWhereItBegan) {
  const StandingTrail trail(lesson().program, {});
  expectSame(trail.after(lesson().program, {}, 0), standingBefore(lesson().program));
  expectSame(trail.end(), standingBefore(lesson().program));
}

}  // namespace
}  // namespace interleave
