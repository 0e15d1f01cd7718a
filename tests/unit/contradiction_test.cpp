#include "explore/contradiction.h"

#include "support.h"

namespace interleave {
namespace {

using test::lesson;
using test::programOf;
using test::resultOf;

// What is wrong with the trace of ABAB once `change` has been made to it.
template <class Change>
std::string wrongAfter(Change change) {
  RunResult result = resultOf(lesson(), "ABAB");
  change(result);
  return contradictionIn(result);
}

// The first event of a kind.
Event& first(RunResult& result, EventKind kind) {
  EventList& events = result.trace.events;
  return events.at(static_cast<std::size_t>(std::ranges::find(events, kind, &Event::kind) - events.begin()));
}

TEST(ContradictionTest, ThereIsNoneInWhatWasRecorded) {
  EXPECT_EQ(wrongAfter([](RunResult&) {}), "");
  test::Random random(77);
  for (int i = 0; i < test::rounds(400); ++i) {
    test::Drive drive(test::randomSettings(random, {.transactions = 5, .times = 3, .workers = 4}));
    for (int steps = 0; drive.stepRandomly(random) && steps < 20;) steps += test::oneIn(random, 2) ? 1 : 0;
    ASSERT_EQ(contradictionIn(drive.result()), "") << drive.schedule();
  }
}

TEST(ContradictionTest, ValuesAreThoseOfTheProgram) {
  EXPECT_EQ(wrongAfter([](RunResult& result) { first(result, EventKind::read).value = 9; }),
            "event 2.value: 9 is not allowed; allowed is 100, as the program stands");
  EXPECT_EQ(wrongAfter([](RunResult& result) { first(result, EventKind::write).value = 777'777; }),
            "event 4.value: 777777 is not allowed; allowed is 150, as the program stands");
  EXPECT_EQ(wrongAfter([](RunResult& result) { first(result, EventKind::write).kind = EventKind::swapped; }),
            "event 4: swap by A is not allowed; allowed is write");
  EXPECT_EQ(wrongAfter([](RunResult& result) { first(result, EventKind::read).task = 1; }),
            "event 2.worker: 0 is not allowed; allowed is 1, which has the task");
  EXPECT_EQ(wrongAfter([](RunResult& result) { first(result, EventKind::finishing).kind = EventKind::refused; }),
            "event 5: a refusal is not allowed; allowed is one after a read that found too little");
  EXPECT_EQ(wrongAfter([](RunResult& result) { first(result, EventKind::finishing).kind = EventKind::thrown; }),
            "event 5: an exception is not allowed; allowed is one after a step that raises it");
}

TEST(ContradictionTest, TheEndIsWhatTheEventsLeave) {
  EXPECT_EQ(wrongAfter([](RunResult& result) { result.balances[0] = 12'345; }),
            "otherData.balances: 12345 is not allowed; allowed is -50, which the events leave");
  EXPECT_EQ(wrongAfter([](RunResult& result) { result.balances.push_back(7); }),
            "otherData.balances: -50, 7 is not allowed; allowed is -50, which the events leave");
  EXPECT_EQ(wrongAfter([](RunResult& result) { result.balance = 7; }),
            "the balance: 7 is not allowed; allowed is the sum of -50");
  EXPECT_EQ(wrongAfter([](RunResult& result) { result.updates = 7; }),
            "otherData.updates: 7 is not allowed; allowed is 2, as there are events");
  EXPECT_EQ(wrongAfter([](RunResult& result) { result.refusals = 1; }),
            "otherData.refusals: 1 is not allowed; allowed is 0, as there are events");
  EXPECT_EQ(wrongAfter([](RunResult& result) { result.givenUp = 1; }),
            "otherData.givenUp: 1 is not allowed; allowed is 0, as there are events");
  EXPECT_EQ(wrongAfter([](RunResult& result) { result.exceptions = 1; }),
            "otherData.exceptions: 1 is not allowed; allowed is 0, as there are events");
  EXPECT_EQ(wrongAfter([](RunResult& result) { result.linesPrinted = 1; }),
            "otherData.linesPrinted: 1 is not allowed; allowed is 4, as there are events");
  EXPECT_EQ(wrongAfter([](RunResult& result) { result.end = RunEnd::deadlocked; }),
            "otherData.end: \"deadlocked\" is not allowed; allowed is another: no task waits for ever");
  RunResult half = resultOf(lesson(), "ABA");
  half.end = RunEnd::completed;
  EXPECT_EQ(contradictionIn(half), "otherData.end: \"completed\" is not allowed; allowed is \"stopped\": a task has steps left");
  EXPECT_EQ(wrongAfter([](RunResult& result) {
              result.replayed = false;
              result.durationNs = 1;
            }),
            "otherData.durationNs: 1 is not allowed; allowed is 7 or more, the time of the last event");
}

TEST(ContradictionTest, AWorkerHasOneTaskAtATime) {
  EXPECT_EQ(wrongAfter([](RunResult& result) {
              for (std::size_t i = 0; i < result.trace.events.size(); ++i) result.trace.events.at(i).worker = 0;
            }),
            "event 1.worker: 0 is not allowed; allowed is one without a task: it has A");
}

TEST(ContradictionTest, RefusalsAndExceptionsAreThoseOfTheProgram) {
  Settings refusing = lesson();
  refusing.program.overdraft = Overdraft::refuse;
  RunResult result = resultOf(refusing, "BAA");
  EXPECT_EQ(contradictionIn(result), "");
  first(result, EventKind::refused).value = 5;
  EXPECT_EQ(contradictionIn(result).substr(0, 40), "event 3.value: 5 is not allowed; allowed");
  result = resultOf(programOf({{"a", 50, 1, true}, {"b", 1}}), "ABB");
  EXPECT_EQ(contradictionIn(result), "");
  first(result, EventKind::thrown).kind = EventKind::finishing;
  EXPECT_NE(contradictionIn(result), "");
}

TEST(ContradictionTest, OfADeadlockTheOwnersAndThoseWhoWait) {
  RunResult result = resultOf(programOf({{"a", 50, 1, true}, {"b", 1}}, LockKind::manual), "AA");
  ASSERT_EQ(result.end, RunEnd::deadlocked);
  EXPECT_EQ(contradictionIn(result), "");
  RunResult other = result;
  other.owners[0] = 1;
  EXPECT_EQ(contradictionIn(other), "otherData.owners: another owner is not allowed; allowed is the task that holds the lock");
  other = result;
  other.owners.push_back(1);
  EXPECT_EQ(contradictionIn(other), "otherData.owners: another owner is not allowed; allowed is the task that holds the lock");
  other = result;
  other.waiters.clear();
  EXPECT_EQ(contradictionIn(other), "otherData.waiters: another list is not allowed; allowed is the tasks that wait");
}

TEST(ContradictionTest, WhatWasDroppedIsNotJudged) {
  EXPECT_EQ(wrongAfter([](RunResult& result) {
              result.trace.events.truncate(4);
              result.trace.dropped = 4;
            }),
            "");
}

TEST(ContradictionTest, CountersAreThoseOfTheEventsAndOfAsManyAsWereDropped) {
  const auto half = [](auto change) {
    return wrongAfter([&](RunResult& result) {
      result.trace.events.truncate(4);
      result.trace.dropped = 4;
      change(result);
    });
  };
  EXPECT_EQ(half([](RunResult& result) { result.updates = 5; }),
            "otherData.updates: 5 is not allowed; allowed is 0 to 4, as there are events");
  EXPECT_EQ(half([](RunResult& result) { result.linesPrinted = 1; }),
            "otherData.linesPrinted: 1 is not allowed; allowed is 2 to 6, as there are events");
  EXPECT_EQ(half([](RunResult& result) { result.exceptions = 5; }),
            "otherData.exceptions: 5 is not allowed; allowed is 0 to 4, as there are events");
}

TEST(ContradictionTest, BehindTheLastStepHardlyAnEventWasDropped) {
  EXPECT_EQ(wrongAfter([](RunResult& result) { result.trace.dropped = 5; }),
            "otherData.dropped: 5 is not allowed; allowed is 0 to 4, as no task has a step left");
  const auto withoutItsLastLine = [](RunResult& result) {
    result.trace.events.truncate(result.trace.events.size() - 1);
    result.trace.dropped = 1;
  };
  EXPECT_EQ(wrongAfter(withoutItsLastLine), "");
  EXPECT_EQ(wrongAfter([&](RunResult& result) {
              withoutItsLastLine(result);
              result.balances[0] = 12'345;
            }),
            "otherData.balances: 12345 is not allowed; allowed is -50, which the events leave");
}

}  // namespace
}  // namespace interleave
