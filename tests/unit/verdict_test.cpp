#include "walk/verdict.h"

#include "support.h"

namespace interleave::walk {
namespace {

ProgramExploration exploration(const std::string& schedules, const std::vector<std::pair<Grade, std::string>>& endings) {
  ProgramExploration made;
  made.schedules = schedules;
  for (const auto& [grade, number] : endings) {
    ProgramEnding one;
    one.ending.values = {{"x", std::to_string(made.endings.size())}};
    one.grade = grade;
    one.schedules = number;
    made.endings.push_back(one);
  }
  return made;
}

TEST(Verdict, CountsTheSchedulesThatGoWrong) {
  EXPECT_EQ(verdictOf(exploration("6", {{Grade::expected, "4"}, {Grade::deadlock, "2"}})), "2 of 6 schedules end in a deadlock.");
  EXPECT_EQ(
      verdictOf(exploration(
          "20", {{Grade::deadlock, "1"}, {Grade::wrong, "5"}, {Grade::expected, "2"}, {Grade::error, "8"}, {Grade::wrong, "4"}})),
      "1 of 20 schedules ends in a deadlock, 8 end in an exception and 9 end wrong.");
  EXPECT_EQ(verdictOf(exploration("12345678", {{Grade::wrong, "12345677"}, {Grade::expected, "1"}})),
            "12,345,677 of 12,345,678 schedules end wrong.");
}

TEST(Verdict, SaysWhereAllSchedulesGoWrong) {
  EXPECT_EQ(verdictOf(exploration("6", {{Grade::error, "2"}, {Grade::error, "4"}})), "All 6 schedules end in an exception.");
  EXPECT_EQ(verdictOf(exploration("1", {{Grade::deadlock, "1"}})), "The only schedule ends in a deadlock.");
}

TEST(Verdict, SaysWhereNoneDoes) {
  EXPECT_EQ(verdictOf(exploration("6", {{Grade::expected, "6"}})), "All 6 schedules end as expected: x = 0.");
  EXPECT_EQ(verdictOf(exploration("1", {{Grade::expected, "1"}})), "The only schedule ends as expected: x = 0.");
  EXPECT_EQ(verdictOf(exploration("6", {{Grade::expected, "3"}, {Grade::anotherOrder, "3"}})),
            "All 6 schedules end right, in 2 ways: the order of the threads decides.");
}

TEST(Verdict, CountsEndingsWhereSchedulesAreNotCounted) {
  ProgramExploration endless =
      exploration("unbounded", {{Grade::expected, ""}, {Grade::deadlock, ""}, {Grade::wrong, ""}, {Grade::wrong, ""}});
  endless.endless.emplace();
  EXPECT_EQ(verdictOf(endless), "Executions can go on for ever; 4 endings can be reached: 1 is a deadlock and 2 are wrong.");
  endless.endings.resize(1);
  EXPECT_EQ(verdictOf(endless), "Executions can go on for ever; 1 ending can be reached.");
  endless.endings.clear();
  EXPECT_EQ(verdictOf(endless), "Every execution goes on for ever.");
}

TEST(Verdict, SaysNoMoreThanIsKnown) {
  ProgramExploration cut = exploration("", {{Grade::expected, ""}, {Grade::error, ""}});
  cut.complete = false;
  EXPECT_EQ(verdictOf(cut), "Not every schedule is known; so far 2 endings are found: 1 is an exception.");
  // Wrong is what is not as expected, which is not known here.
  cut.endings.front().grade = Grade::wrong;
  EXPECT_EQ(verdictOf(cut), "Not every schedule is known; so far 2 endings are found: 1 is an exception.");
  cut.expected.emplace();
  EXPECT_EQ(verdictOf(cut), "Not every schedule is known; so far 2 endings are found: 1 is an exception and 1 is wrong.");
  cut.endings.clear();
  EXPECT_EQ(verdictOf(cut), "Not every schedule is known.");
  // The grades of what is in no list are not known here.
  ProgramExploration many = exploration("70000", {{Grade::wrong, "1"}, {Grade::expected, "1"}});
  many.endingsOmitted = 4;
  EXPECT_EQ(verdictOf(many), "6 endings can be reached: at least 1 is wrong.");
}

}  // namespace
}  // namespace interleave::walk
