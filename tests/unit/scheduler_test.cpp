#include "app/scheduler.h"

#include "support.h"
#include "trace/verdict.h"

namespace interleave {
namespace {

using test::lesson;
using test::programOf;

constexpr std::size_t A = 0, B = 1;

class SchedulerTest : public testing::Test {
 protected:
  void load(Settings settings, std::string schedule, std::optional<std::size_t> at = {}) {
    settings.view.schedule = std::move(schedule);
    settings.view.at = at;
    scheduler.load(settings);
  }
  // "AB|AB": the schedule, with the cursor in it.
  std::string text() const {
    const ScheduleCursor& cursor = scheduler.cursor();
    return cursor.schedule().substr(0, cursor.at()) + "|" + cursor.schedule().substr(cursor.at());
  }

  int acts = 0;
  Scheduler scheduler{[this] { ++acts; }};
};

TEST_F(SchedulerTest, DescribesTheResultOfEachAction) {
  load(lesson(), "ABAB", 2);
  EXPECT_EQ(text(), "AB|AB");
  EXPECT_EQ(scheduler.report().sentence, "Step 2: The withdrawal read 100.");
  EXPECT_EQ(acts, 0) << "that was no action";
  scheduler.step(A);
  EXPECT_EQ(scheduler.report().threadStates.end().balance(), 150);
  scheduler.toNextLoss();
  EXPECT_EQ(scheduler.report().run.ending(), -50);
  EXPECT_EQ(verdictOf(scheduler.report().run), Verdict::wrong);
  scheduler.seek(0);
  EXPECT_EQ(scheduler.report().sentence, "No thread has taken a step yet.");
  EXPECT_EQ(acts, 3);
  scheduler.step(7);
  EXPECT_EQ(acts, 4) << "though it did nothing";
  EXPECT_EQ(text(), "|ABAB");
}

TEST_F(SchedulerTest, ARandomScheduleFromTheBeginningIsOneActionThatCanBeUndone) {
  load(programOf({{"a", 1, 20}, {"b", 1, 20}}), "ABAB", 3);
  scheduler.randomAnew();
  EXPECT_EQ(acts, 1);
  EXPECT_EQ(scheduler.cursor().schedule().size(), 80U);
  EXPECT_TRUE(scheduler.cursor().atEnd());
  scheduler.undo();
  EXPECT_EQ(text(), "ABA|B");
}

TEST_F(SchedulerTest, DescribesTheStateOfEachThread) {
  load(lesson(), "ABAB", 3);
  EXPECT_EQ(scheduler.words(),
            "Step 3 of 4. The balance is 150. A, deposit, has ended. "
            "B, withdrawal, has copy 100, may balance = copy - 150.");
  load(lesson(LockKind::scoped), "A");
  EXPECT_EQ(scheduler.words(),
            "Step 1 of 1. The balance is 100. The lock is held by A. A, deposit, may copy = balance. "
            "B, withdrawal, waits for the lock, held by A.");
}

TEST_F(SchedulerTest, AnEditKeepsWhatIsStillPossible) {
  load(lesson(), "ABAB", 3);
  scheduler.edit(lesson(LockKind::scoped));
  EXPECT_EQ(text(), "A|");
  EXPECT_EQ(scheduler.notice(),
            "The schedule no longer fits the program: at step 2, B waits for the lock, held by A. The last 3 of its "
            "4 steps are put aside; edit the program back before the next step, and they return.");
  Settings dearer = lesson();
  dearer.program.transactions[A].amount = 70;
  scheduler.edit(dearer);
  EXPECT_EQ(text(), "ABA|B") << "possible again, and the cursor where it was";
  EXPECT_EQ(scheduler.notice(), "");
  EXPECT_EQ(scheduler.report().run.balance, 170);
  EXPECT_EQ(acts, 0);
}

TEST_F(SchedulerTest, WhatAnEditDroppedIsGoneWithTheNextStep) {
  load(lesson(), "ABAB");
  scheduler.edit(lesson(LockKind::scoped));
  scheduler.step(A);
  EXPECT_EQ(scheduler.notice(), "");
  scheduler.edit(lesson());
  EXPECT_EQ(text(), "AA|");
}

TEST_F(SchedulerTest, ReportsAStepByATaskThatIsGone) {
  load(programOf({{"a", 1}, {"b", 2}}), "B");
  scheduler.edit(programOf({{"a", 1}}));
  EXPECT_EQ(scheduler.notice(),
            "The schedule no longer fits the program: at step 1, B is no task of the program. Its only step is "
            "put aside; edit the program back before the next step, and it returns.");
  scheduler.dismissNotice();
  EXPECT_EQ(scheduler.notice(), "");
}

TEST_F(SchedulerTest, ADelayCostsNoUndo) {
  load(lesson(), "");
  scheduler.step(A);
  Settings slower = lesson();
  slower.run.delay = std::chrono::milliseconds(20);
  scheduler.edit(slower);
  EXPECT_TRUE(scheduler.cursor().canUndo());
  scheduler.undo();
  EXPECT_EQ(text(), "|");
  scheduler.redo();
  EXPECT_EQ(text(), "A|");
}

TEST_F(SchedulerTest, KnowsWhoseSchedulesItCanFollow) {
  load(lesson(), "");
  Settings same = lesson();
  same.run.delay = std::chrono::milliseconds(7);
  same.program.transactions[B].label = "rent";
  same.view.schedule = "A";
  EXPECT_TRUE(scheduler.follows(same.program));
  EXPECT_FALSE(scheduler.follows(lesson(LockKind::scoped).program));
  scheduler.follow("BBAA", 2);
  EXPECT_EQ(text(), "BB|AA");
  scheduler.random();
  EXPECT_EQ(text(), "BBAA|") << "there is no other way";
}

TEST_F(SchedulerTest, ShowsAllChoicesOfASmallProgram) {
  load(lesson(), "");
  EXPECT_FALSE(scheduler.choices().work());
  ASSERT_NE(scheduler.choices().tree(), nullptr);
  EXPECT_EQ(scheduler.choices().tree()->leaves(), 6U);
  const auto version = scheduler.choices().version();
  Settings renamed = lesson();
  renamed.program.transactions[A].label = "salary";
  scheduler.edit(renamed);
  EXPECT_EQ(scheduler.choices().version(), version) << "the choices are the same";
  scheduler.edit(lesson(LockKind::scoped));
  EXPECT_EQ(scheduler.choices().tree(), nullptr);
  EXPECT_FALSE(scheduler.choices().work());
  EXPECT_EQ(scheduler.choices().tree()->leaves(), 2U);
}

TEST_F(SchedulerTest, ShowsTheLevelsOfALargeProgramBitByBit) {
  load(programOf({{"a", 1}, {"b", 2}, {"c", 4}, {"d", 8}, {"e", 16}, {"f", 32}, {"g", 64}}), "");
  int slices = 1;
  while (scheduler.choices().work()) ++slices;
  EXPECT_EQ(scheduler.choices().tree(), nullptr);
  ASSERT_NE(scheduler.choices().levels(), nullptr);
  EXPECT_TRUE(scheduler.choices().levels()->done());
  EXPECT_GT(slices, 1);
}

std::string codeOf(Step step, const Transaction& transaction, Settings settings = {}, ObjectSpan objects = kFirstAccount) {
  settings.program.transactions = {transaction};
  return stepCode(settings.program, 0, {step, objects});
}

TEST(StepCodeTest, IsTheLessonsCode) {
  EXPECT_EQ(codeOf(Step::acquire, {"a", 1}), "acquire");
  EXPECT_EQ(codeOf(Step::read, {"a", 1}), "copy = balance");
  EXPECT_EQ(codeOf(Step::write, {"a", 1500}), "balance = copy + 1,500");
  EXPECT_EQ(codeOf(Step::write, {"a", -150}), "balance = copy - 150");
  EXPECT_EQ(codeOf(Step::write, {"a", 0}), "balance = copy + 0");
  EXPECT_EQ(codeOf(Step::release, {"a", 1}), "release");
}

TEST(StepCodeTest, NamesTheAccountOfATransfer) {
  Settings settings;
  settings.program.mode = Mode::transfer;
  EXPECT_EQ(codeOf(Step::write, {"a", 30}, settings), "balance1 = copy - 30");
  EXPECT_EQ(codeOf(Step::write, {"a", 30}, settings, kSecondAccount), "balance2 = copy + 30");
  EXPECT_EQ(codeOf(Step::acquire, {"a", 30}, settings, kBothAccounts), "acquire both");
}

TEST(StepCodeTest, SaysWhatIsDoneInOneStep) {
  EXPECT_EQ(codeOf(Step::add, {"a", -150}), "balance -= 150");
  EXPECT_EQ(codeOf(Step::swap, {"a", 50}), "swap to copy + 50");
}

}  // namespace
}  // namespace interleave
