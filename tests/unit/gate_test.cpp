#include "run/gate.h"

#include <thread>
#include <vector>

#include "support.h"

namespace interleave {
namespace {

using test::lesson;
using test::programOf;
using Turn = Gate::Turn;

constexpr std::size_t A = 0, B = 1, C = 2;

// Takes a turn as the thread of `task` would. Blocks unless it is the task's turn.
void take(Gate& gate, std::size_t task, Turn turn) {
  ASSERT_EQ(gate.await(task), turn) << taskLetter(task);
  gate.pass();
}

TEST(GateTest, TasksBeginInListOrderAndStepByTheLetters) {
  Gate gate(lesson().program, "ABBA");
  take(gate, A, Turn::begin);
  take(gate, B, Turn::begin);
  take(gate, A, Turn::step);
  take(gate, B, Turn::step);
  take(gate, B, Turn::step);
  take(gate, A, Turn::step);
}

TEST(GateTest, OnlyTheFirstTasksWaitForTheirTurnToBegin) {
  Gate gate(programOf({{"a", 1}, {"b", 2}, {"c", 3}}, LockKind::none, 2).program, "BB");
  take(gate, A, Turn::begin);
  take(gate, B, Turn::begin);
  take(gate, B, Turn::step);
  // The worker of B begins C before it passes its last turn on.
  take(gate, B, Turn::step);
  EXPECT_EQ(gate.await(A), Turn::over);
  EXPECT_EQ(gate.await(C), Turn::over);
}

TEST(GateTest, ATaskGetsOneTurnToRecordThatItWaits) {
  Gate gate(programOf({{"a", 1}, {"b", 2}, {"c", 3}}, LockKind::scoped).program, "AAAACCCC");
  for (const std::size_t task : {A, B, C}) take(gate, task, Turn::begin);
  take(gate, A, Turn::step);
  take(gate, B, Turn::wait);
  take(gate, C, Turn::wait);
  for (int i = 0; i < 3; ++i) take(gate, A, Turn::step);
  // B still waits, for another owner.
  for (int i = 0; i < 4; ++i) take(gate, C, Turn::step);
  EXPECT_EQ(gate.await(B), Turn::over);
}

TEST(GateTest, LettersThatEndInADeadlockLetTheWaitersThrough) {
  Gate gate(programOf({{"a", 1, 1, true}, {"b", 2}, {"c", 3}}, LockKind::manual, 2).program, "AA");
  take(gate, A, Turn::begin);
  take(gate, B, Turn::begin);
  take(gate, A, Turn::step);
  take(gate, B, Turn::wait);
  take(gate, A, Turn::step);
  take(gate, C, Turn::wait);
  EXPECT_EQ(gate.await(B), Turn::deadlock);
  EXPECT_EQ(gate.await(C), Turn::deadlock);
  EXPECT_FALSE(gate.endedEarly());
}

TEST(GateTest, LettersThatEndBeforeTheProgramSendItsTasksAway) {
  Gate gate(lesson().program, "A");
  take(gate, A, Turn::begin);
  take(gate, B, Turn::begin);
  EXPECT_FALSE(gate.endedEarly());
  take(gate, A, Turn::step);
  EXPECT_TRUE(gate.endedEarly());
  EXPECT_EQ(gate.await(A), Turn::over);
  EXPECT_EQ(gate.await(B), Turn::over);
}

TEST(GateTest, NoLettersAreAScheduleToo) {
  Gate gate(lesson().program, "");
  take(gate, A, Turn::begin);
  take(gate, B, Turn::begin);
  EXPECT_EQ(gate.await(A), Turn::over);
  EXPECT_TRUE(gate.endedEarly());
}

TEST(GateTest, ImpossibleLettersEndTheSchedule) {
  for (const char* schedule : {"ABAAB", "AB?", "ABC", "ABab"}) {
    Gate gate(lesson().program, schedule);
    take(gate, A, Turn::begin);
    take(gate, B, Turn::begin);
    take(gate, A, Turn::step);
    take(gate, B, Turn::step);
    if (schedule[2] == 'A') take(gate, A, Turn::step);
    EXPECT_EQ(gate.await(B), Turn::over) << schedule;
  }
}

TEST(GateTest, AClosedGateSendsAllAway) {
  Gate gate(lesson().program, "AABB");
  std::thread waiter([&] { EXPECT_EQ(gate.await(B), Turn::over); });
  EXPECT_EQ(gate.await(A), Turn::begin);
  gate.close();
  waiter.join();
  EXPECT_EQ(gate.await(A), Turn::over) << "it had the turn";
  EXPECT_FALSE(gate.endedEarly());
}

TEST(GateTest, ThreadsGoOneAtATime) {
  constexpr int kTimes = 300;
  std::string schedule;
  for (int i = 0; i < kTimes; ++i) schedule += "ACBBCA";
  Gate gate(programOf({{"a", 1, kTimes}, {"b", 2, kTimes}, {"c", 3, kTimes}}).program, schedule);
  std::string taken;  // not atomic: only the turns protect it
  std::vector<std::thread> threads;
  for (const std::size_t task : {C, B, A}) {
    threads.emplace_back([&gate, &taken, task] {
      take(gate, task, Turn::begin);
      for (int i = 0; i < 2 * kTimes; ++i) {
        ASSERT_EQ(gate.await(task), Turn::step);
        taken += taskLetter(task);
        gate.pass();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(taken, schedule);
}

TEST(GateTest, TimesGoOnWhereTheClockStands) {
  Gate gate(lesson().program, "");
  EXPECT_EQ(gate.stamp(0), 0);
  EXPECT_EQ(gate.stamp(0), 1);
  EXPECT_EQ(gate.stamp(1), 2);
  EXPECT_EQ(gate.stamp(1'000), 1'000);
  EXPECT_EQ(gate.stamp(999), 1'001);
  EXPECT_EQ(gate.lastNs(), 1'001);
}

}  // namespace
}  // namespace interleave
