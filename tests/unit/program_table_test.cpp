#include "app/program_table.h"

#include <gtest/gtest.h>

namespace interleave {
namespace {

ProgramEnding ending(program::Ending end, std::string schedules = "1") {
  return {.ending = std::move(end),
          .grade = Grade::wrong,
          .schedules = std::move(schedules),
          .example = "AB",
          .simplest = "AB",
          .preemptions = 0};
}

program::Ending leaving(program::NamedValues values) {
  program::Ending end;
  end.values = std::move(values);
  return end;
}

ProgramExploration explored(std::vector<ProgramEnding> endings, std::string schedules) {
  ProgramExploration exploration;
  exploration.endings = std::move(endings);
  exploration.schedules = std::move(schedules);
  return exploration;
}

TEST(ProgramTableTest, PutsVariablesFirstThatTellEndingsApart) {
  const ProgramTable table = programTable(explored(
      {ending(leaving({{"limit", "10"}, {"counter", "1"}})), ending(leaving({{"limit", "10"}, {"counter", "2"}}))}, "2"));
  EXPECT_EQ(table.names, (std::vector<std::string>{"counter", "limit"}));
  EXPECT_EQ(table.differing, 1U);
  EXPECT_EQ(table.rows[1].values, (std::vector<std::string>{"2", "10"}));
}

TEST(ProgramTableTest, TellsAnUnboundVariableFromOthers) {
  const ProgramTable table =
      programTable(explored({ending(leaving({{"a", "1"}})), ending(leaving({{"a", "1"}, {"b", "2"}}))}, "2"));
  EXPECT_EQ(table.names, (std::vector<std::string>{"b", "a"}));
  EXPECT_EQ(table.differing, 1U);
  EXPECT_EQ(table.rows[0].values, (std::vector<std::string>{"", "1"}));
}

TEST(ProgramTableTest, SharesTheTotalOfAnySize) {
  const std::string third = "1" + std::string(400, '0');
  const std::string two = "2" + std::string(400, '0');
  const std::string total = "3" + std::string(400, '0');
  const ProgramTable table = programTable(explored({ending({}, third), ending({}, two)}, total));
  EXPECT_DOUBLE_EQ(table.rows[0].share, 1.0 / 3);
  EXPECT_DOUBLE_EQ(table.rows[1].share, 2.0 / 3);
  EXPECT_TRUE(table.counted);
}

TEST(ProgramTableTest, HasNoShareOfWhatIsNotCounted) {
  const ProgramTable table = programTable(explored({ending({}, "")}, "unbounded"));
  EXPECT_EQ(table.rows[0].share, 0);
  EXPECT_FALSE(table.counted);
}

TEST(ProgramTableTest, SaysFaultsAndPrintedLinesLineByLine) {
  program::Ending end;
  end.errors = {{"A: KeyError at line 9: 'x'", false}, {"B: ValueError at line 3: no", true}};
  end.deadlock = {{'A', "acquire", "account.lock", "m", 14}, {'m', "join", "", "", 0}};
  end.printed = "one\ntwo\n";
  const ProgramTable table = programTable(explored({ending(end)}, "1"));
  EXPECT_EQ(table.rows[0].faults,
            (std::vector<std::string>{"A: KeyError at line 9: 'x'",
                                      "B: ValueError at line 3: no (lost: nothing asks for the task's result)",
                                      "A waits for account.lock, held by main, line 14", "main waits for join"}));
  EXPECT_EQ(table.rows[0].printed, (std::vector<std::string>{"one", "two"}));
}

TEST(ProgramTableTest, NamesAnEndingInOneLine) {
  program::Ending end;
  end.values = {{"counter", "1"}, {"done", "True"}};
  end.errors = {{"A: KeyError at line 9: 'x'", false}};
  EXPECT_EQ(nameOf(end), "counter 1, done True; A: KeyError at line 9: 'x'");
  EXPECT_EQ(nameOf(program::Ending()), "nothing");
}

}  // namespace
}  // namespace interleave
