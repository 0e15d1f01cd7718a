#include "model/program.h"

#include "explore/contradiction.h"
#include "support.h"

namespace interleave {
namespace {

using test::Drive;
using test::endingsOf;
using test::lesson;
using test::programOf;
using test::Random;

constexpr std::size_t A = 0, B = 1, C = 2, D = 3;

// Takes steps of `task` until it has ended or is blocked; their names.
std::string stepsOf(Program& program, std::size_t task) {
  std::string names;
  while (program.canStep(task)) {
    if (!names.empty()) names += ' ';
    names += stepName(program.step(task).step);
  }
  return names;
}

TEST(ProgramTest, AnUpdateWithoutALockReadsAndWrites) {
  Program program(lesson().program);
  EXPECT_EQ(stepsOf(program, A), "read write");
  EXPECT_TRUE(program.tasks()[A].ended);
  EXPECT_EQ(program.balance(), 150);
  EXPECT_FALSE(program.finished());
}

TEST(ProgramTest, AnUpdateUnderALockAcquiresAndReleases) {
  for (const LockKind lock : {LockKind::manual, LockKind::scoped}) {
    Program program(lesson(lock).program);
    EXPECT_EQ(stepsOf(program, A), "acquire read write release");
    EXPECT_EQ(stepsOf(program, B), "acquire read write release");
    EXPECT_TRUE(program.finished());
    EXPECT_FALSE(program.deadlocked());
    EXPECT_EQ(program.balance(), 0);
    EXPECT_EQ(program.lockOwner(), std::nullopt);
  }
}

TEST(ProgramTest, TimesRepeatsTheUpdateInProgramOrder) {
  Program unlocked(programOf({{"deposit", 50, 3}}).program);
  EXPECT_EQ(stepsOf(unlocked, A), "read write read write read write");
  EXPECT_EQ(unlocked.balance(), 250);
  EXPECT_TRUE(unlocked.finished());

  Program locked(programOf({{"deposit", 50, 2}}, LockKind::scoped).program);
  EXPECT_EQ(stepsOf(locked, A), "acquire read write release acquire read write release");
  EXPECT_EQ(locked.balance(), 200);
}

TEST(ProgramTest, AWriteStoresTheCopyWhateverHasHappenedSince) {
  Program program(lesson().program);
  program.step(A);
  EXPECT_EQ(program.tasks()[A].copy, 100);
  program.step(B);
  program.step(B);
  EXPECT_EQ(program.balance(), -50);
  program.step(A);
  EXPECT_EQ(program.balance(), 150);
}

TEST(ProgramTest, TheFirstUnfinishedTasksAreInFlight) {
  Program program(programOf({{"a", 1}, {"b", 2, 2}, {"c", 3}, {"d", 4}}, LockKind::none, 2).program);
  EXPECT_TRUE(program.inFlight(A));
  EXPECT_TRUE(program.inFlight(B));
  EXPECT_FALSE(program.inFlight(C));
  EXPECT_FALSE(program.canStep(C));
  EXPECT_FALSE(program.inFlight(4)) << "there is no fifth task";

  stepsOf(program, A);
  EXPECT_FALSE(program.inFlight(A));
  EXPECT_TRUE(program.inFlight(C));
  EXPECT_FALSE(program.inFlight(D));

  // C finishes before B, which has been there longer: D takes its place beside B.
  stepsOf(program, C);
  EXPECT_TRUE(program.inFlight(B));
  EXPECT_TRUE(program.inFlight(D));
}

TEST(ProgramTest, OneWorkerHasOneScheduleInListOrder) {
  const auto endings = endingsOf(programOf({{"a", 1, 2}, {"b", 2}, {"c", 3}}, LockKind::none, 1));
  EXPECT_EQ(endings.schedules, 1U);
  EXPECT_EQ(endings.balances, (std::map<Money, std::uint64_t>{{107, 1}}));
}

TEST(ProgramTest, AnAcquireIsBlockedWhileTheLockIsHeld) {
  Program program(lesson(LockKind::scoped).program);
  program.step(A);
  EXPECT_EQ(program.lockOwner(), A);
  EXPECT_FALSE(program.canStep(B));
  EXPECT_TRUE(program.inFlight(B)) << "blocked, but in flight";
  EXPECT_FALSE(program.deadlocked()) << "A can still go on";
  program.step(A);
  program.step(A);
  EXPECT_FALSE(program.canStep(B)) << "A has not released yet";
  program.step(A);
  EXPECT_TRUE(program.canStep(B));
}

TEST(ProgramTest, ARefusalEndsTheUpdateWithoutAWrite) {
  Settings settings = programOf({{"withdrawal", -60, 3}});
  settings.program.overdraft = Overdraft::refuse;
  Program program(settings.program);
  // 100 pays for one of the three.
  EXPECT_EQ(stepsOf(program, A), "read write read read");
  EXPECT_EQ(program.refusals(), 2);
  EXPECT_EQ(program.balance(), 40);
  EXPECT_TRUE(program.finished());

  settings.program.lock = LockKind::scoped;
  Program locked(settings.program);
  EXPECT_EQ(stepsOf(locked, A), "acquire read write release acquire read release acquire read release");
  EXPECT_EQ(locked.refusals(), 2);
}

TEST(ProgramTest, OnlyAWithdrawalThatLeavesLessThanNothingIsRefused) {
  Settings settings = programOf({{"withdrawal", -100}, {"deposit", 5}});
  settings.program.overdraft = Overdraft::refuse;
  Program program(settings.program);
  EXPECT_EQ(stepsOf(program, A), "read write") << "leaves exactly 0";

  settings.program.start = -100;
  Program indebted(settings.program);
  EXPECT_EQ(stepsOf(indebted, A), "read") << "would leave -200";
  EXPECT_EQ(stepsOf(indebted, B), "read write") << "a deposit leaves -95, and is none the less a deposit";
  EXPECT_EQ(indebted.balance(), -95);
}

TEST(ProgramTest, WhereOverdraftsAreAllowedNothingIsRefused) {
  Program program(programOf({{"withdrawal", -500}}).program);
  EXPECT_EQ(stepsOf(program, A), "read write");
  EXPECT_EQ(program.refusals(), 0);
  EXPECT_EQ(program.balance(), -400);
}

TEST(ProgramTest, AnExceptionEndsTheTaskRightAfterItsFirstRead) {
  Program program(programOf({{"deposit", 50, 5, true}, {"withdrawal", -150}}).program);
  EXPECT_EQ(stepsOf(program, A), "read");
  EXPECT_TRUE(program.tasks()[A].ended);
  EXPECT_EQ(program.balance(), 100);
  EXPECT_EQ(stepsOf(program, B), "read write");
  EXPECT_TRUE(program.finished());
}

TEST(ProgramTest, AnExceptionLeavesALockThatIsReleasedByHandHeld) {
  Program program(programOf({{"deposit", 50, 5, true}, {"withdrawal", -150}}, LockKind::manual).program);
  EXPECT_EQ(stepsOf(program, A), "acquire read");
  EXPECT_TRUE(program.tasks()[A].ended);
  EXPECT_EQ(program.lockOwner(), A);
  EXPECT_FALSE(program.canStep(B));
  EXPECT_TRUE(program.deadlocked());
  EXPECT_FALSE(program.finished());
}

TEST(ProgramTest, AHeldLockThatNoTaskStillNeedsIsNoDeadlock) {
  Program program(programOf({{"withdrawal", -150}, {"deposit", 50, 1, true}}, LockKind::manual).program);
  stepsOf(program, A);
  stepsOf(program, B);
  EXPECT_TRUE(program.finished());
  EXPECT_FALSE(program.deadlocked());
  EXPECT_EQ(program.lockOwner(), B);
}

TEST(ProgramTest, TheContextManagerReleasesOnTheWayOutOfAnException) {
  Program program(programOf({{"deposit", 50, 5, true}, {"withdrawal", -150}}, LockKind::scoped).program);
  EXPECT_EQ(stepsOf(program, A), "acquire read release");
  EXPECT_EQ(program.lockOwner(), std::nullopt);
  EXPECT_EQ(stepsOf(program, B), "acquire read write release");
  EXPECT_TRUE(program.finished());
  EXPECT_EQ(program.balance(), -50);
}

TEST(ProgramTest, AnExceptionComesBeforeTheOverdraftIsChecked) {
  Settings settings = programOf({{"withdrawal", -500, 1, true}});
  settings.program.overdraft = Overdraft::refuse;
  Program program(settings.program);
  EXPECT_EQ(stepsOf(program, A), "read");
  EXPECT_EQ(program.refusals(), 0);
}

TEST(ProgramTest, CopiesAreIndependent) {
  Program program(lesson().program);
  program.step(A);
  Program copy = program;
  stepsOf(copy, A);
  EXPECT_EQ(copy.balance(), 150);
  EXPECT_EQ(program.balance(), 100);
  EXPECT_EQ(stepsOf(program, A), "write");
}

// ---- Every schedule -----------------------------------------------------------------------------

TEST(ProgramTest, TheLessonHasTwoSchedulesForEachOfThreeEndings) {
  const auto endings = endingsOf(lesson());
  EXPECT_EQ(endings.schedules, 6U);
  EXPECT_EQ(endings.deadlocks, 0U);
  EXPECT_EQ(endings.balances, (std::map<Money, std::uint64_t>{{-50, 2}, {0, 2}, {150, 2}}));
}

TEST(ProgramTest, UnlockedUpdatesHaveAllInterleavings) {
  // (2N)! / 2^N; and only the N! serial ones end right, here where every amount is a bit of its own.
  std::vector<Transaction> transactions = {{"a", 1}, {"b", 2}};
  EXPECT_EQ(endingsOf(programOf(transactions)).schedules, 6U);
  EXPECT_EQ(endingsOf(programOf(transactions)).balances.at(103), 2U);
  transactions.push_back({"c", 4});
  EXPECT_EQ(endingsOf(programOf(transactions)).schedules, 90U);
  EXPECT_EQ(endingsOf(programOf(transactions)).balances.at(107), 6U);
  transactions.push_back({"d", 8});
  EXPECT_EQ(endingsOf(programOf(transactions)).schedules, 2520U);
  EXPECT_EQ(endingsOf(programOf(transactions)).balances.at(115), 24U);
}

TEST(ProgramTest, FourAlternatingUpdatesHaveEightEndings) {
  const auto endings = endingsOf(programOf({{"a", 50}, {"b", -150}, {"c", 50}, {"d", -150}}));
  EXPECT_EQ(endings.balances.size(), 8U);
  EXPECT_EQ(endings.balances.begin()->first, -200);
  EXPECT_EQ(endings.balances.rbegin()->first, 200);
}

TEST(ProgramTest, LockedUpdatesHaveTheSerialOrdersAndOneEnding) {
  for (const LockKind lock : {LockKind::manual, LockKind::scoped}) {
    std::vector<Transaction> transactions = {{"a", 1}};
    std::uint64_t orders = 1;
    for (std::uint64_t n = 2; n <= 5; ++n) {
      transactions.push_back({"more", Money{1} << n});
      orders *= n;
      const auto endings = endingsOf(programOf(transactions, lock));
      EXPECT_EQ(endings.schedules, orders) << n;
      EXPECT_EQ(endings.balances.size(), 1U) << n;
    }
  }
}

TEST(ProgramTest, AnExceptionUnderALockReleasedByHandDeadlocksUnlessItIsLast) {
  const auto endings = endingsOf(programOf({{"a", 50, 1, true}, {"b", -150}}, LockKind::manual));
  EXPECT_EQ(endings.schedules, 2U);
  EXPECT_EQ(endings.deadlocks, 1U);
  EXPECT_EQ(endings.balances, (std::map<Money, std::uint64_t>{{-50, 1}}));
}

TEST(ProgramTest, FewerWorkersLeaveFewerSchedules) {
  // Two in flight of three: the third begins where one has ended. By hand: first ABAB and its
  // likes; 6 orders of A and B, each with C's two steps after the first end.
  const std::vector<Transaction> transactions = {{"a", 1}, {"b", 2}, {"c", 4}};
  const auto endings = endingsOf(programOf(transactions, LockKind::none, 2));
  // AABB, BBAA: 2 steps are left beside C's: C(4,2) = 6 each. The other four: 1 left: C(3,1) = 3.
  EXPECT_EQ(endings.schedules, 2U * 6 + 4U * 3);
}

// ---- Deadlock, prefix, serial order -------------------------------------------------------------

TEST(ProgramTest, DeadlockedIsExactlyUnfinishedWithoutAStep) {
  Random random(1);
  int deadlocks = 0;
  for (int i = 0; i < test::rounds(2000); ++i) {
    Drive drive(test::randomSettings(random, {}));
    do {
      const Program& program = drive.program();
      bool anyStep = false;
      for (std::size_t task = 0; task < program.tasks().size(); ++task) anyStep |= program.canStep(task);
      ASSERT_EQ(program.deadlocked(), !program.finished() && !anyStep);
    } while (drive.stepRandomly(random));
    deadlocks += drive.program().deadlocked() ? 1 : 0;
  }
  EXPECT_GT(deadlocks, test::rounds(50)) << "the settings are too tame to show anything";
  EXPECT_LT(deadlocks, 1500);
}

TEST(ProgramTest, PossiblePrefixStopsAtTheFirstImpossibleLetter) {
  EXPECT_EQ(possiblePrefix(lesson().program, ""), 0U);
  EXPECT_EQ(possiblePrefix(lesson().program, "ABAB"), 4U);
  EXPECT_EQ(possiblePrefix(lesson().program, "AAA"), 2U) << "A has ended";
  EXPECT_EQ(possiblePrefix(lesson().program, "ABABA"), 4U);
  EXPECT_EQ(possiblePrefix(lesson().program, "C"), 0U);
  EXPECT_EQ(possiblePrefix(lesson().program, "Aa"), 1U);
  EXPECT_EQ(possiblePrefix(lesson().program, "A\xC3\xA9"), 1U);
  EXPECT_EQ(possiblePrefix(lesson(LockKind::scoped).program, "AB"), 1U) << "the lock is held";
  EXPECT_EQ(possiblePrefix(lesson(LockKind::scoped).program, "AAAABBBB"), 8U);
  EXPECT_EQ(possiblePrefix(lesson(LockKind::none, 1).program, "B"), 0U) << "not in flight";
}

TEST(ProgramTest, EveryDrivenScheduleIsPossible) {
  Random random(2);
  for (int i = 0; i < test::rounds(500); ++i) {
    const Settings settings = test::randomSettings(random, {});
    Drive drive(settings);
    while (drive.stepRandomly(random)) {
    }
    ASSERT_EQ(possiblePrefix(settings.program, drive.schedule()), drive.schedule().size());
    ASSERT_EQ(contradictionIn(drive.result()), "");
  }
}

TEST(ProgramTest, TheSerialEndingIsThatOfTheTasksInListOrder) {
  Random random(3);
  int deadlocks = 0;
  for (int i = 0; i < test::rounds(10'000); ++i) {
    const Settings settings = test::randomSettings(random, {.transactions = 26, .times = 20});
    Program program(settings.program);
    bool deadlocked = false;
    for (std::size_t task = 0; task < settings.program.transactions.size() && !deadlocked; ++task) {
      stepsOf(program, task);
      deadlocked = !program.tasks()[task].ended;
    }
    ASSERT_EQ(deadlocked, program.deadlocked());
    deadlocks += deadlocked ? 1 : 0;
    ASSERT_EQ(serialEnding(settings.program), deadlocked ? std::nullopt : std::optional(program.balance())) << "settings " << i;
  }
  EXPECT_GT(deadlocks, test::rounds(100));
}

}  // namespace
}  // namespace interleave
