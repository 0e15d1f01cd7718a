#include "app/outcome_table.h"

#include <gtest/gtest.h>

#include "trace/verdict.h"

namespace interleave {
namespace {

Exploration lesson() {
  Exploration exploration;
  exploration.schedules = "6";
  exploration.endings = {{-50, "2", 1.0 / 3, "ABAB"}, {0, "2", 1.0 / 3, "AABB"}, {150, "2", 1.0 / 3, "ABBA"}};
  exploration.expected = 0;
  return exploration;
}

RunTally tallyOf(std::map<Money, std::uint64_t> runs) {
  RunTally tally = emptyTally({}, 0);
  for (const auto& [balance, count] : runs) {
    tally.endings[{balance, {}}] = {count, "AB"};
    tally.runs += count;
  }
  return tally;
}

TEST(OutcomeTableTest, OfNothingIsEmpty) {
  const OutcomeTable table = outcomeTable(nullptr, emptyTally({}, 0));
  EXPECT_TRUE(table.rows.empty());
  EXPECT_EQ(table.endings, 0u);
}

TEST(OutcomeTableTest, PutsRunsBesideSchedules) {
  const Exploration exploration = lesson();
  const RunTally tally = tallyOf({{-50, 812}, {150, 188}});
  const OutcomeTable table = outcomeTable(&exploration, tally);
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(outcomeName(table.rows[0]), "-50");
  EXPECT_EQ(table.rows[0].schedules, "2");
  EXPECT_EQ(table.rows[0].example, "ABAB");
  EXPECT_EQ(table.rows[0].runs, 812u);
  EXPECT_EQ(table.rows[0].grade, Verdict::wrong);
  EXPECT_EQ(table.rows[1].runs, 0u);
  EXPECT_EQ(table.rows[1].grade, Verdict::expected);
  EXPECT_EQ(table.rows[2].runs, 188u);
  EXPECT_FALSE(table.grouped);
}

TEST(OutcomeTableTest, ShowsRunsThatNoScheduleExplains) {
  const Exploration exploration = lesson();
  const RunTally tally = tallyOf({{-1'000, 1}, {7, 2}, {9'999, 3}});
  const OutcomeTable table = outcomeTable(&exploration, tally);
  ASSERT_EQ(table.rows.size(), 6u);
  EXPECT_EQ(table.endings, 6u);
  EXPECT_EQ(outcomeName(table.rows[0]), "-1,000");
  EXPECT_EQ(table.rows[0].schedules, "0");
  EXPECT_EQ(table.rows[0].example, "AB");
  EXPECT_EQ(table.rows[3].runs, 2u);
  EXPECT_EQ(table.rows[5].runs, 3u);
}

TEST(OutcomeTableTest, HasTheDeadlockLastAndOnce) {
  Exploration exploration = lesson();
  exploration.deadlock = {"4", 0.4, "AA"};
  RunTally tally = tallyOf({{150, 1}});
  tally.deadlocks = 5;
  tally.deadlockExample = "AAB";
  const OutcomeTable table = outcomeTable(&exploration, tally);
  ASSERT_EQ(table.rows.size(), 4u);
  EXPECT_EQ(outcomeName(table.rows[3]), "deadlock");
  EXPECT_EQ(table.rows[3].schedules, "4");
  EXPECT_EQ(table.rows[3].example, "AA");
  EXPECT_EQ(table.rows[3].runs, 5u);
  EXPECT_EQ(table.rows[3].grade, Verdict::deadlock);

  const OutcomeTable unexplained = outcomeTable(nullptr, tally);
  ASSERT_EQ(unexplained.rows.size(), 2u);
  EXPECT_EQ(unexplained.rows[1].schedules, "0");
  EXPECT_EQ(unexplained.rows[1].example, "AAB");
}

// Cash 60 and card 80 of 100, unlocked and checked: the preset Overdraft.
RunSettings overdraft() {
  RunSettings settings;
  settings.program.overdraft = Overdraft::refuse;
  settings.program.transactions = {{"cash", -60}, {"card", -80}};
  return settings;
}

TEST(OutcomeTableTest, TellsEndingsOfOneBalanceApartByWhatWasRefused) {
  Exploration exploration;
  exploration.endings = {{20, "2", 1.0 / 3, "ABAB", -40},
                         {20, "1", 1.0 / 6, "BBA", 20},
                         {40, "2", 1.0 / 3, "ABBA", -40},
                         {40, "1", 1.0 / 6, "AAB", 40}};
  RunTally tally = emptyTally(overdraft(), 0);
  tally.endings[{20, -40}] = {3, "ABBA"};
  tally.endings[{40, 40}] = {5, "AABB"};
  const OutcomeTable table = outcomeTable(&exploration, tally);
  const auto expectRow = [&table](std::size_t at, const std::string& name, std::string_view schedules, std::uint64_t runs,
                                  Verdict grade) {
    EXPECT_EQ(outcomeName(table.rows[at]), name);
    EXPECT_EQ(table.rows[at].schedules, schedules) << name;
    EXPECT_EQ(table.rows[at].runs, runs) << name;
    EXPECT_EQ(table.rows[at].grade, grade) << name;
  };
  ASSERT_EQ(table.rows.size(), 4u);
  expectRow(0, "20, all paid", "2", 3, Verdict::wrong);
  expectRow(1, "20, A refused", "1", 0, Verdict::order);
  expectRow(2, "40, all paid", "2", 0, Verdict::chance);
  expectRow(3, "40, B refused", "1", 5, Verdict::expected);
}

TEST(OutcomeTableTest, JudgesNothingByHalf) {
  // Not known what was due, as in a trace that lost events.
  RunTally tally = emptyTally(overdraft(), 0);
  tally.endings[{20, {}}] = {1, ""};
  EXPECT_EQ(outcomeTable(nullptr, tally).rows[0].grade, Verdict::unjudged);
  // What is lossless by its lock.
  tally.settings.program.lock = LockKind::scoped;
  EXPECT_EQ(outcomeTable(nullptr, tally).rows[0].grade, Verdict::order);
  tally.settings.program.lock = LockKind::timed;
  EXPECT_EQ(outcomeTable(nullptr, tally).rows[0].grade, Verdict::order);
  tally.endings[{20, {}, false, true}] = {1, ""};
  EXPECT_EQ(outcomeTable(nullptr, tally).rows[1].grade, Verdict::gaveUp);
}

TEST(OutcomeTableTest, HasWhatDidHappenFirstAmongMany) {
  const auto names = [](std::map<Money, std::uint64_t> runs) {
    std::vector<std::string> all;
    for (const OutcomeRow& row : outcomeTable(nullptr, tallyOf(std::move(runs))).rows) all.push_back(outcomeName(row));
    return all;
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(names({{1, 0}, {2, 5}, {3, 0}, {4, 9}}), Names({"1", "2", "3", "4"}));
  EXPECT_EQ(names({{1, 0}, {2, 5}, {3, 0}, {4, 0}, {5, 0}, {6, 0}, {7, 9}, {8, 0}}),
            Names({"1", "2", "3", "4", "5", "6", "7", "8"}));
  EXPECT_EQ(names({{1, 0}, {2, 5}, {3, 0}, {4, 0}, {5, 0}, {6, 0}, {7, 9}, {8, 0}, {9, 0}}),
            Names({"2", "7", "1", "3", "4", "5", "6", "8", "9"}));
}

// Endings 0 to 999, one schedule each; 7 runs ended at 123.
class GroupedTest : public ::testing::Test {
 protected:
  GroupedTest() {
    for (Money balance = 0; balance < 1'000; ++balance) {
      exploration_.endings.push_back({balance, "10000000000000000000", 0.001, "A"});
    }
    tally_.expected = 455;
    tally_.endings[{123, {}}] = {7, ""};
  }
  Exploration exploration_;
  RunTally tally_;
};

TEST_F(GroupedTest, KeepsAsManyAsAreAllowed) {
  EXPECT_FALSE(outcomeTable(&exploration_, tally_, 1'000).grouped);
  EXPECT_TRUE(outcomeTable(&exploration_, tally_, 999).grouped);
}

TEST_F(GroupedTest, AddsUpExactly) {
  const OutcomeTable table = outcomeTable(&exploration_, tally_, 100);
  EXPECT_EQ(table.endings, 1'000u);
  EXPECT_LE(table.rows.size(), 110u);
  EXPECT_EQ(outcomeName(table.rows[0]), "0 to 9");
  EXPECT_EQ(table.rows[0].schedules, "100000000000000000000");
  EXPECT_NEAR(table.rows[0].share, 0.01, 1e-9);
  EXPECT_EQ(outcomeName(table.rows[12]), "120 to 129");
  EXPECT_EQ(table.rows[12].runs, 7u);
}

TEST_F(GroupedTest, LeavesTheExpectedEndingAlone) {
  const OutcomeTable table = outcomeTable(&exploration_, tally_, 100);
  EXPECT_EQ(outcomeName(table.rows[45]), "450 to 454");
  EXPECT_EQ(outcomeName(table.rows[46]), "455");
  EXPECT_EQ(table.rows[46].grade, Verdict::expected);
  EXPECT_EQ(table.rows[46].schedules, "10000000000000000000");
  EXPECT_EQ(outcomeName(table.rows[47]), "456 to 459");
  EXPECT_EQ(table.rows[47].schedules, "40000000000000000000");
}

TEST_F(GroupedTest, RoundsRangesDownBelowZero) {
  for (ExploredEnding& ending : exploration_.endings) ending.balance -= 500;
  tally_.expected.reset();
  const OutcomeTable table = outcomeTable(&exploration_, tally_, 100);
  EXPECT_EQ(outcomeName(table.rows[0]), "-500 to -491");
  EXPECT_EQ(outcomeName(table.rows[49]), "-10 to -1");
  EXPECT_EQ(outcomeName(table.rows[50]), "0 to 9");
}

TEST_F(GroupedTest, IsWrongWhereOneOfItIs) {
  tally_.settings = overdraft();
  for (ExploredEnding& ending : exploration_.endings) ending.due = ending.balance == 5 ? 6 : ending.balance;
  const OutcomeTable table = outcomeTable(&exploration_, tally_, 100);
  EXPECT_EQ(table.rows[0].grade, Verdict::wrong);
  EXPECT_EQ(table.rows[1].grade, Verdict::order);
}

}  // namespace
}  // namespace interleave
