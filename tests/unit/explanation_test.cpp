#include "trace/explanation.h"

#include "support.h"
#include "text/format.h"
#include "trace/verdict.h"

namespace interleave {
namespace {

using test::lesson;
using test::programOf;
using test::resultOf;

std::string explained(const Settings& settings, std::string_view schedule) { return explain(resultOf(settings, schedule)); }

Settings refusing(Settings settings) {
  settings.program.overdraft = Overdraft::refuse;
  return settings;
}

// ---- Lost updates -------------------------------------------------------------------------------

TEST(ExplanationTest, OrdinalsAreWords) {
  const std::vector<std::string> words = {ordinalOf(0),  ordinalOf(1),  ordinalOf(2),  ordinalOf(3),
                                          ordinalOf(10), ordinalOf(20), ordinalOf(21), ordinalOf(110)};
  EXPECT_EQ(words, (std::vector<std::string>{"first", "second", "third", "4th", "11th", "21st", "22nd", "111th"}));
}

TEST(ExplanationTest, TheLessonLosesTheDeposit) {
  EXPECT_EQ(explained(lesson(), "ABAB"), "The withdrawal read 100 before the deposit wrote 150: +50 was lost.");
}

TEST(ExplanationTest, TheLessonLosesTheWithdrawal) {
  EXPECT_EQ(explained(lesson(), "ABBA"), "The deposit read 100 before the withdrawal wrote -50: -150 was lost.");
}

TEST(ExplanationTest, SeveralLostUpdatesAreCounted) {
  EXPECT_EQ(explained(programOf({{"a", 1}, {"b", 10}, {"c", 100}}), "ABCABC"),
            "The c read 100 before the a wrote 101: +1 was lost. 1 more update was lost.");
  EXPECT_EQ(explained(programOf({{"a", 1, 3}, {"b", 10}}), "BAAAAAAB"),
            "The b read 100 before the a wrote 101: +1 was lost. 2 more updates were lost.");
  EXPECT_EQ(explained(programOf({{"a", 1, 1500}, {"b", 10}}), "B" + std::string(3000, 'A') + "B"),
            "The b read 100 before the a wrote 101: +1 was lost. 1,499 more updates were lost.");
}

TEST(ExplanationTest, EqualLabelsAreDistinguishedByLetters) {
  EXPECT_EQ(explained(programOf({{"deposit", 50}, {"deposit", -150}}), "ABAB"),
            "The deposit (B) read 100 before the deposit (A) wrote 150: +50 was lost.");
}

TEST(ExplanationTest, AnUpdateThatWasBackAndLostAgain) {
  // A's first is lost by B, brought back by C, and lost again by A itself, whose write was made from B's.
  const RunResult result = resultOf(programOf({{"a", 1, 2}, {"b", 10}, {"c", 100}}), "BAACBACA");
  EXPECT_EQ(explain(result), "The b read 100 before the a wrote 101: +1 was lost. 1 more update was lost.");
}

TEST(ExplanationTest, LargeAmountsAreGrouped) {
  Settings settings = programOf({{"salary", 1'234'567}, {"rent", -2000}});
  settings.program.start = 1'000'000'000;
  EXPECT_EQ(explained(settings, "ABAB"),
            "The rent read 1,000,000,000 before the salary wrote 1,001,234,567: +1,234,567 was lost.");
}

TEST(ExplanationTest, LabelsThatAreNotAsciiStayAsTheyAre) {
  EXPECT_EQ(explained(programOf({{"\xC3\xA9pargne", 50}, {"Loyer", -150}}), "ABAB"),
            "The Loyer read 100 before the \xC3\xA9pargne wrote 150: +50 was lost.");
}

// ---- Nothing lost -------------------------------------------------------------------------------

TEST(ExplanationTest, WithoutALockNothingIsGuaranteed) {
  EXPECT_EQ(explained(lesson(), "AABB"), "No update was lost this time, but nothing guarantees that.");
}

TEST(ExplanationTest, WithALockEachWaited) {
  for (const LockKind lock : {LockKind::manual, LockKind::scoped}) {
    EXPECT_EQ(explained(lesson(lock), "AAAABBBB"), "Each thread waited for the lock before it read: no update was lost.");
  }
}

TEST(ExplanationTest, OneThreadAloneCannotRace) {
  EXPECT_EQ(explained(lesson(LockKind::none, 1), "AABB"), "One thread did one update after another: no race is possible.");
  EXPECT_EQ(explained(programOf({{"deposit", 50, 2}}), "AAAA"), "One thread did one update after another: no race is possible.");
}

TEST(ExplanationTest, AnAccountThatWasOverdrawnOnTheWay) {
  EXPECT_EQ(explained(lesson(LockKind::scoped), "BBBBAAAA"),
            "Each thread waited for the lock before it read: no update was lost. On the way the account was overdrawn.");
  EXPECT_EQ(explained(lesson(), "BBAA"),
            "No update was lost this time, but nothing guarantees that. On the way the account was overdrawn.");
  Settings indebted = lesson();
  indebted.program.start = -1000;
  EXPECT_EQ(explained(indebted, "AABB"), "No update was lost this time, but nothing guarantees that.")
      << "it was overdrawn before";
}

// ---- Refusals, exceptions, deadlock -------------------------------------------------------------

TEST(ExplanationTest, ARefusedOverdraft) {
  EXPECT_EQ(explained(refusing(lesson()), "BAA"), "The withdrawal read 100, too little for -150, and was refused.");
  EXPECT_EQ(explained(refusing(programOf({{"a", -60, 2}, {"b", -70}}, LockKind::scoped)), "AAAAAAABBB"),
            "The a read 40, too little for -60, and was refused. 1 more overdraft refused.");
  EXPECT_EQ(explained(refusing(programOf({{"a", -60, 4}})), "AAAAA"),
            "The a read 40, too little for -60, and was refused. 2 more overdrafts refused.");
}

TEST(ExplanationTest, AnotherOrderThanTheListsMayRefuseNothing) {
  Settings settings = refusing(lesson());
  settings.program.transactions = {{"withdrawal", -150}, {"deposit", 50}};
  EXPECT_EQ(explained(settings, "BBAA"),
            "No update was lost, but in list order an overdraft would have been refused: the threads went in another "
            "order, and nothing guarantees which goes first.");
}

TEST(ExplanationTest, AnExceptionUnderEachLock) {
  const auto failing = [](LockKind lock) { return programOf({{"withdrawal", -150}, {"deposit", 50, 1, true}}, lock); };
  EXPECT_EQ(explained(failing(LockKind::none), "AAB"),
            "The deposit raised an exception before it wrote; there was no lock to release.");
  EXPECT_EQ(explained(failing(LockKind::manual), "AAAABB"),
            "The deposit raised an exception while it held the lock, which is held still; no thread was left to wait for it.");
  EXPECT_EQ(explained(failing(LockKind::scoped), "AAAABBB"),
            "The deposit raised an exception inside the lock, and the context manager released it.");
}

TEST(ExplanationTest, NoOtherOrderIsExpectedWhereNothingIs) {
  Settings settings = refusing(programOf({{"a", 5, 1, true}, {"b", -10}}, LockKind::manual));
  EXPECT_EQ(verdictOf(resultOf(settings, "BBBBAA")), Verdict::wrong);
}

TEST(ExplanationTest, SaysWhyNothingIsExpected) {
  EXPECT_EQ(explained(programOf({{"a", 50, 1, true}, {"b", 1}}, LockKind::manual), "BBBBAA"),
            "The a raised an exception while it held the lock, which is held still; no thread was left to wait for it. "
            "Nothing is expected: one after another in list order, the tasks deadlock.");
}

TEST(ExplanationTest, ADeadlockNamesTheOwnerAndTheWaiters) {
  const auto failing = [](std::vector<Transaction> others, int workers) {
    others.insert(others.begin(), {"deposit", 50, 1, true});
    return programOf(others, LockKind::manual, workers);
  };
  const std::string owner = "Deadlock: the deposit raised an exception while it held the lock and never released it. ";
  EXPECT_EQ(explained(failing({{"withdrawal", -150}}, 2), "AA"), owner + "The withdrawal waits for ever.");
  EXPECT_EQ(explained(failing({{"rent", -1}, {"food", -2}}, 2), "AA"), owner + "The rent and the food wait for ever.");
  EXPECT_EQ(explained(failing({{"rent", -1}, {"food", -2}, {"fun", -3}, {"more", -4}}, 3), "AA"),
            owner + "The rent, the food and the fun wait for ever.");
  EXPECT_EQ(explained(failing({{"deposit", -1}}, 1), "AA"),
            "Deadlock: the deposit (A) raised an exception while it held the lock and never released it. The deposit (B) waits "
            "for ever.");
}

TEST(ExplanationTest, ALostUpdateIsMoreThanARefusalOrAnException) {
  EXPECT_EQ(explained(programOf({{"a", 1}, {"b", 10}, {"c", 100, 1, true}}), "CABAB"),
            "The b read 100 before the a wrote 101: +1 was lost.");
  EXPECT_EQ(explained(refusing(programOf({{"a", 1}, {"b", 10}, {"c", -1000}})), "CABAB"),
            "The b read 100 before the a wrote 101: +1 was lost.");
}

TEST(ExplanationTest, AStoppedRun) { EXPECT_EQ(explained(lesson(), "AB"), "The run was stopped before it ended."); }

TEST(ExplanationTest, UpdatesThatWereLostOutOfSight) {
  RunResult result = resultOf(lesson(), "AABB");
  result.balance = 7;
  result.trace.dropped = 100;
  EXPECT_EQ(explain(result), "Updates were lost after the part of the run that was recorded.");
}

TEST(ExplanationTest, RefusalsThatWereMadeOutOfSight) {
  RunResult result;
  result.settings = refusing(lesson());
  result.balance = 0;
  result.due = 0;
  result.expected = 0;
  result.refusals = 1;
  result.trace.dropped = 100;
  EXPECT_EQ(explain(result), "1 overdraft refused.");
  result.refusals = 2'000;
  EXPECT_EQ(explain(result), "2,000 overdrafts refused.");
}

TEST(ExplanationTest, LossesThatAreNotKnown) {
  // A deposit and a withdrawal may both be lost, and the balance does not show it.
  RunResult result = resultOf(programOf({{"a", 50}, {"b", -50}}), "AABB");
  EXPECT_EQ(verdictOf(result), Verdict::expected);
  result.trace.dropped = 1;
  EXPECT_EQ(verdictOf(result), Verdict::unjudged);
  EXPECT_EQ(explain(result), "What was not recorded cannot be judged: whether updates were lost is not known.");
  result.balance = 50;
  EXPECT_EQ(verdictOf(result), Verdict::wrong) << "the balance shows it";
  // What was due is not known of a trace that lost events.
  result = resultOf(refusing(lesson()), "BAA");
  EXPECT_EQ(verdictOf(result), Verdict::order);
  result.trace.dropped = 1;
  EXPECT_EQ(verdictOf(result), Verdict::order) << "the counters tell";
  result.due.reset();
  EXPECT_EQ(verdictOf(result), Verdict::unjudged);
}

TEST(ExplanationTest, ALockThatLosesNothingDoesSoOutOfSight) {
  Settings settings = refusing(lesson(LockKind::scoped));
  RunResult result = resultOf(settings, "BBBAAAA");
  result.trace.dropped = 1'000;
  EXPECT_EQ(verdictOf(result), Verdict::order);
  EXPECT_EQ(explain(result), "The withdrawal read 100, too little for -150, and was refused.");
  result = resultOf(lesson(LockKind::timed), "AABAA");
  result.trace.dropped = 1'000;
  EXPECT_EQ(verdictOf(result), Verdict::gaveUp);
}

TEST(ExplanationTest, AnUpdateThatWasGivenUpIsSaidWhereTheBalanceIsRight) {
  const RunResult result = resultOf(programOf({{"a", 1}, {"b", 5}, {"c", -5}}, LockKind::timed, 3), "AABCAA");
  EXPECT_TRUE(result.asExpected());
  EXPECT_EQ(verdictOf(result), Verdict::gaveUp);
}

TEST(ExplanationTest, AnUpdateOfNothingIsNoLoss) {
  const RunResult result = resultOf(programOf({{"a", 0}, {"b", 50}}), "ABAB");
  EXPECT_EQ(verdictOf(result), Verdict::expected);
  EXPECT_EQ(explain(result), "An update of 0 was overwritten: this time nothing was lost, but nothing guarantees that.");
}

// ---- Verdict ------------------------------------------------------------------------------------

TEST(ExplanationTest, VerdictsCompareWithTheSerialEnding) {
  EXPECT_EQ(verdictOf(resultOf(lesson(), "AABB")), Verdict::expected);
  EXPECT_EQ(verdictOf(resultOf(lesson(), "BBAA")), Verdict::expected);
  EXPECT_EQ(verdictOf(resultOf(lesson(), "ABAB")), Verdict::wrong);
  EXPECT_EQ(verdictOf(resultOf(lesson(), "AB")), Verdict::stopped);
  const Settings failing = programOf({{"a", 50, 1, true}, {"b", -150}}, LockKind::manual);
  EXPECT_EQ(verdictOf(resultOf(failing, "AA")), Verdict::deadlock);
  EXPECT_EQ(verdictOf(resultOf(failing, "BBBBAA")), Verdict::wrong) << "in list order it deadlocks";
}

TEST(ExplanationTest, LossesThatMakeUpForEachOtherAreRightByChance) {
  const RunResult result = resultOf(programOf({{"a", 5}, {"b", -5}, {"c", 0}}), "ABCABC");
  EXPECT_EQ(result.balance, result.expected);
  EXPECT_FALSE(result.lost.empty());
  EXPECT_EQ(verdictOf(result), Verdict::chance);
}

TEST(ExplanationTest, VerdictsHaveNames) {
  EXPECT_EQ(verdictName(Verdict::chance), "right by chance");
  EXPECT_EQ(verdictName(Verdict::expected), "as expected");
  EXPECT_EQ(verdictName(Verdict::wrong), "wrong");
  EXPECT_EQ(verdictName(Verdict::deadlock), "deadlock");
  EXPECT_EQ(verdictName(Verdict::stopped), "stopped");
}

TEST(ExplanationTest, OtherLocksSayHowTheyKeepTheBalance) {
  EXPECT_EQ(explained(lesson(LockKind::atomic), "AB"),
            "Each addition was one step that nothing could come into: no update was lost.");
  EXPECT_EQ(explained(lesson(LockKind::cas), "AABB"), "Each thread found its copy still good when it wrote: no update was lost.");
  EXPECT_EQ(explained(lesson(LockKind::optimistic), "ABABBB"),
            "1 copy was stale and read again before writing: no update was lost.");
  EXPECT_EQ(explained(lesson(LockKind::wrongLock), "AAAABBBB"), "No update was lost this time, but nothing guarantees that.");
}

TEST(ExplanationTest, AnUpdateThatWasGivenUp) {
  const RunResult result = resultOf(lesson(LockKind::timed), "ABAAA");
  EXPECT_EQ(verdictOf(result), Verdict::gaveUp);
  EXPECT_EQ(explain(result), "The withdrawal waited for the lock for too long and gave up: -150 was not made.");
}

TEST(ExplanationTest, AnExceptionAfterAnAtomicAddition) {
  const Settings settings = programOf({{"withdrawal", -150}, {"deposit", 50, 1, true}}, LockKind::atomic);
  EXPECT_EQ(explained(settings, "AB"), "The deposit raised an exception after it had added; there was no lock to release.");
}

}  // namespace
}  // namespace interleave
