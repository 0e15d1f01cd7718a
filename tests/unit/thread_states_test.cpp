#include "trace/thread_states.h"

#include "support.h"
#include "trace/thread_states_trail.h"

namespace interleave {

inline bool operator==(const ThreadState& a, const ThreadState& b) {
  return a.state == b.state && a.copy == b.copy && a.updatesDone == b.updatesDone && a.at == b.at;
}

namespace {

using test::Drive;
using test::lesson;
using test::programOf;
using test::Random;

constexpr std::size_t A = 0, B = 1, C = 2;

ThreadStates threadStatesOf(const Settings& settings, std::string_view schedule) {
  return threadStatesAfter(settings.program, test::resultOf(settings, schedule).trace.events);
}

std::string described(const Settings& settings, std::string_view schedule, std::size_t task) {
  const ThreadStates states = threadStatesOf(settings, schedule);
  return describe(states.tasks[task], states, settings.program);
}

TEST(ThreadStatesTest, KnowsTheHoldersOfThreeLocks) {
  const AccountProgram program;
  ThreadStates states = threadStatesBefore(program);
  states.holders.resize(3);
  states.balances.resize(3, 100);
  const auto add = [&](std::uint8_t task, ObjectSpan objects, EventKind kind, Money value = 0) {
    Event event;
    event.value = value;
    event.objects = objects;
    event.kind = kind;
    event.task = event.worker = task;
    advance(states, program, event);
  };
  add(0, ObjectSpan::of(1, 2), EventKind::acquired);
  add(0, 2, EventKind::write, 70);
  add(1, 0, EventKind::acquired);
  using Holders = std::vector<std::size_t>;
  EXPECT_EQ(states.holders, (std::vector<Holders>{{1}, {0}, {0}}));
  EXPECT_EQ(states.balances, (Balances{100, 100, 70}));
  EXPECT_EQ(states.balance(), 270);
  add(0, ObjectSpan::of(1, 2), EventKind::released);
  EXPECT_EQ(states.holders, (std::vector<Holders>{{1}, {}, {}}));
}

TEST(ThreadStatesTest, NothingHasHappenedYet) {
  const ThreadStates states = threadStatesBefore(lesson().program);
  EXPECT_EQ(states.balance(), 100);
  EXPECT_EQ(states.lockOwner(), std::nullopt);
  ASSERT_EQ(states.tasks.size(), 2U);
  EXPECT_EQ(states.tasks[A].state, TaskState::notStarted);
  EXPECT_EQ(describe(states.tasks[A], states, lesson().program), "not started");
}

TEST(ThreadStatesTest, ACopyIsInHandBetweenReadAndWrite) {
  EXPECT_EQ(threadStatesOf(lesson(), "AB").tasks[A].copy, 100);
  EXPECT_EQ(described(lesson(), "AB", A), "sleeps with copy 100");
  EXPECT_EQ(threadStatesOf(lesson(), "ABA").tasks[A].copy, std::nullopt);
  EXPECT_EQ(threadStatesOf(lesson(), "ABA").balance(), 150);
  EXPECT_EQ(threadStatesOf(lesson(), "ABA").tasks[B].copy, 100) << "stale";
  EXPECT_EQ(described(lesson(), "ABA", A), "finished");
}

TEST(ThreadStatesTest, EachEventOfAnUpdateIsAStateOfItsOwn) {
  const auto statesOf = [](const Settings& settings) {
    Drive drive(settings);
    while (drive.program().canStep(A)) drive.step(A);
    std::string words;
    const std::vector<Event> all = drive.events();
    for (std::size_t events = 0; events <= all.size(); ++events) {
      const ThreadStates states = threadStatesAfter(settings.program, std::span(all).first(events));
      words += (words.empty() ? "" : ", ") + describe(states.tasks[A], states, settings.program);
    }
    return words;
  };
  EXPECT_EQ(statesOf(programOf({{"a", 1}})), "not started, about to begin, sleeps with copy 100, has written, finished");
  EXPECT_EQ(statesOf(programOf({{"a", 1}}, LockKind::scoped)),
            "not started, about to begin, has the lock, sleeps with copy 100, about to release, about to release, finished");
  EXPECT_EQ(statesOf(programOf({{"a", 1, 1, true}}, LockKind::scoped)),
            "not started, about to begin, has the lock, sleeps with copy 100, raised an exception, raised an exception");
}

TEST(ThreadStatesTest, ATaskIsFinishedAfterAllOfItsUpdates) {
  const Settings settings = programOf({{"a", 1, 2}});
  EXPECT_EQ(threadStatesOf(settings, "AA").tasks[A].updatesDone, 1);
  EXPECT_EQ(threadStatesOf(settings, "AA").tasks[A].state, TaskState::started);
  EXPECT_EQ(threadStatesOf(settings, "AAAA").tasks[A].updatesDone, 2);
  EXPECT_EQ(threadStatesOf(settings, "AAAA").tasks[A].state, TaskState::ended);
}

TEST(ThreadStatesTest, WaitersWaitForTheOwnerOfTheLock) {
  const Settings settings = programOf({{"a", 1}, {"b", 2}, {"c", 3}}, LockKind::manual);
  const EventList recorded = test::resultOf(settings, "A").trace.events;
  std::vector<Event> events(recorded.begin(), recorded.end());
  std::erase_if(events, [](const Event& event) { return event.kind == EventKind::waiting; });
  for (const std::uint8_t task : {std::uint8_t{C}, std::uint8_t{B}}) {
    events.push_back(
        {.timeNs = 9, .value = 0, .link = {}, .update = 0, .task = task, .kind = EventKind::waiting, .worker = task});
  }
  ThreadStates states = threadStatesAfter(settings.program, events);
  EXPECT_EQ(states.lockOwner(), A);
  EXPECT_EQ(states.waiters, (std::vector<std::size_t>{C, B})) << "as they came";
  EXPECT_EQ(describe(states.tasks[B], states, settings.program), "waits for the lock, held by A");

  events.push_back({.timeNs = 10, .value = 0, .link = {}, .update = 0, .task = A, .kind = EventKind::released, .worker = A});
  states = threadStatesAfter(settings.program, events);
  EXPECT_EQ(states.lockOwner(), std::nullopt);
  EXPECT_EQ(describe(states.tasks[B], states, settings.program), "waits for the lock");

  events.push_back({.timeNs = 11, .value = 1, .link = {}, .update = 0, .task = B, .kind = EventKind::acquired, .worker = B});
  states = threadStatesAfter(settings.program, events);
  EXPECT_EQ(states.lockOwner(), B);
  EXPECT_EQ(states.waiters, std::vector<std::size_t>{C});
  EXPECT_EQ(describe(states.tasks[C], states, settings.program), "waits for the lock, held by B");
}

TEST(ThreadStatesTest, AnExceptionKeepsALockThatIsReleasedByHand) {
  const ThreadStates byHand = threadStatesOf(programOf({{"a", 1, 1, true}, {"b", 2}}, LockKind::manual), "AA");
  EXPECT_EQ(byHand.lockOwner(), A);
  EXPECT_EQ(byHand.tasks[A].state, TaskState::failed);
  EXPECT_EQ(byHand.tasks[A].copy, std::nullopt);
  EXPECT_EQ(threadStatesOf(programOf({{"a", 1, 1, true}, {"b", 2}}, LockKind::scoped), "AAA").lockOwner(), std::nullopt);
}

TEST(ThreadStatesTest, ARefusalLeavesTheBalance) {
  Settings settings = lesson();
  settings.program.overdraft = Overdraft::refuse;
  const ThreadStates states = threadStatesOf(settings, "B");
  EXPECT_EQ(states.balance(), 100);
  EXPECT_EQ(states.tasks[B].copy, std::nullopt);
  EXPECT_EQ(states.tasks[B].state, TaskState::ended);
  std::vector<Event> untilRefused(3);
  for (Event& event : untilRefused) event.task = B;
  untilRefused[1].kind = EventKind::read;
  untilRefused[1].value = 100;
  untilRefused[2].kind = EventKind::refused;
  untilRefused[2].value = -50;
  EXPECT_EQ(threadStatesAfter(settings.program, untilRefused).tasks[B].state, TaskState::refused);
}

TEST(ThreadStatesTest, AgreesWithTheProgramAfterEveryStep) {
  Random random(15);
  for (int i = 0; i < test::rounds(300); ++i) {
    const Settings settings = test::randomSettings(random, {});
    Drive drive(settings);
    do {
      const Program& program = drive.program();
      const ThreadStates states = threadStatesAfter(settings.program, drive.events());
      ASSERT_EQ(states.balances, program.balances()) << drive.schedule();
      ASSERT_EQ(states.lockOwner(), program.lockOwner()) << drive.schedule();
      for (std::size_t task = 0; task < program.tasks().size(); ++task) {
        const Program::Task& expected = program.tasks()[task];
        const TaskState state = states.tasks[task].state;
        // What has thrown has failed at once, though the context manager releases yet.
        const bool thrown = settings.program.transactions[task].throws && expected.next == Step::release;
        ASSERT_EQ(state == TaskState::ended || state == TaskState::failed, expected.ended || thrown) << drive.schedule();
        const bool mayWrite =
            !expected.ended && (expected.next == Step::write || expected.next == Step::swap ||
                                // What was checked, and what a reader has read.
                                (expected.next == Step::add && expected.at > 0) ||
                                (readsOnly(settings.program, task) && expected.next == Step::release && !thrown));
        ASSERT_EQ(states.tasks[task].copy, mayWrite ? std::optional(expected.copy) : std::nullopt) << drive.schedule();
      }
    } while (drive.stepRandomly(random));
  }
}

void expectSame(const ThreadStates& found, const ThreadStates& expected) {
  ASSERT_EQ(found.tasks, expected.tasks);
  ASSERT_EQ(found.holders, expected.holders);
  ASSERT_EQ(found.waiters, expected.waiters);
  ASSERT_EQ(found.balances, expected.balances);
}

TEST(ThreadStatesTrailTest, AnyPlaceOfALongTraceIsFoundFromTheNearestOne) {
  Random random(16);
  Settings settings = programOf({{"a", 5, 9'000}, {"b", -3, 9'000}, {"c", 2, 9'000}}, LockKind::scoped);
  settings.program.start = 1'000;
  const std::vector<Event> recorded = test::randomTrace(random, settings);
  const Trace trace = test::traceOf(recorded);
  ASSERT_GT(trace.events.size(), 2 * ThreadStatesTrail::kEvery);
  const ThreadStatesTrail trail(settings.program, trace);
  const auto events = static_cast<std::int64_t>(trace.events.size());
  std::vector<std::int64_t> places = {0, 1, events - 1, events};
  for (const std::int64_t beside : {-1, 0, 1}) {
    for (const std::int64_t times : {1, 2})
      places.push_back(times * static_cast<std::int64_t>(ThreadStatesTrail::kEvery) + beside);
  }
  for (int i = 0; i < 30; ++i) places.push_back(test::between(random, 0, events));
  for (const std::int64_t place : places) {
    SCOPED_TRACE(place);
    const auto count = static_cast<std::size_t>(place);
    expectSame(trail.after(settings.program, trace, count),
               threadStatesAfter(settings.program, std::span(recorded).first(count)));
    if (HasFatalFailure()) return;
  }
  expectSame(trail.end(), threadStatesAfter(settings.program, trace.events));
}

TEST(ThreadStatesTrailTest, ATraceWithoutEventsIsWhereItBegan) {
  const ThreadStatesTrail trail(lesson().program, {});
  expectSame(trail.after(lesson().program, {}, 0), threadStatesBefore(lesson().program));
  expectSame(trail.end(), threadStatesBefore(lesson().program));
}

}  // namespace
}  // namespace interleave
