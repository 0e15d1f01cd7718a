#include "trace/run_history.h"

#include <algorithm>

#include "support.h"

namespace interleave {
namespace {

using test::lesson;
using test::resultOf;

Report reportOf(const Settings& settings, const std::string& schedule) { return makeReport(resultOf(settings, schedule)); }

BalanceRange during(const RunHistory& history, std::uint64_t run) {
  std::array<BalanceRange, 1> range;
  const auto begin = static_cast<std::int64_t>(run) * RunHistory::kRun;
  history.line(0).condense({begin, begin + RunHistory::kRun, 1}, range);
  return range.front();
}

TEST(RunHistoryTest, EveryRunBeginsAtTheStartAndEndsWhereItEnded) {
  RunHistory history(lesson());
  history.add(reportOf(lesson(), "ABAB"));
  history.add(reportOf(lesson(), "ABBA"));
  history.add(reportOf(lesson(), "AABB"));
  EXPECT_EQ(history.first(), 0U);
  ASSERT_EQ(history.end(), 3U);
  EXPECT_EQ(history.ending(0), -50);
  EXPECT_EQ(history.ending(1), 150);
  EXPECT_EQ(history.ending(2), 0);
  // The start, and two writes each.
  EXPECT_EQ(during(history, 0), (BalanceRange{100, -50, -50, 150, 3}));
  EXPECT_EQ(during(history, 1), (BalanceRange{-50, 150, -50, 150, 3}));
  EXPECT_EQ(during(history, 2), (BalanceRange{150, 0, 0, 150, 3}));
  EXPECT_EQ(history.lowest(), -50);
  EXPECT_EQ(history.highest(), 150);
}

TEST(RunHistoryTest, ARunOfWhichOnlyTheEndingIsKnownHasIt) {
  RunHistory history(lesson());
  history.add(Money{150});
  history.add(std::nullopt);
  EXPECT_EQ(history.ending(0), 150);
  EXPECT_EQ(history.ending(1), std::nullopt);
  EXPECT_EQ(during(history, 0), (BalanceRange{100, 150, 100, 150, 2}));
  EXPECT_EQ(during(history, 1), (BalanceRange{150, 100, 100, 150, 1}));
}

TEST(RunHistoryTest, TheOldestRunsLeaveAndAreCounted) {
  RunHistory history(lesson());
  for (std::size_t run = 0; run < limits::kMaxHistoryRuns + 25; ++run) history.add(static_cast<Money>(run));
  EXPECT_EQ(history.first(), 25U);
  EXPECT_EQ(history.end(), limits::kMaxHistoryRuns + 25);
  EXPECT_EQ(history.ending(25), 25);
  EXPECT_EQ(during(history, 25).last, 25);
  EXPECT_EQ(during(history, history.end() - 1).last, static_cast<Money>(history.end()) - 1);
}

TEST(RunHistoryTest, OfARunWithManyWritesTheRangeIsKept) {
  test::Random random(12);
  const Settings settings = test::programOf({{"a", 5, 3'000}, {"b", -3, 3'000}});
  RunResult result;
  result.settings = settings;
  result.balances = {settings.program.start};
  result.trace = test::traceOf(test::randomTrace(random, settings));
  const Report report = makeReport(std::move(result));
  ASSERT_GT(report.timeline.balance(0).writes(), RunHistory::kMaxWrites);
  RunHistory history(settings);
  history.add(report);
  std::array<BalanceRange, 1> whole;
  report.timeline.balance(0).condense({0, report.timeline.endNs() + 1, 1}, whole);
  const BalanceRange kept = during(history, 0);
  EXPECT_EQ(kept.lowest, whole.front().lowest);
  EXPECT_EQ(kept.highest, whole.front().highest);
  EXPECT_EQ(kept.last, whole.front().last);
  EXPECT_LE(kept.writes, 3U * RunHistory::kColumns + 1);
}

TEST(RunHistoryTest, OneWithManyRunsKeepsABoundedNumberOfWrites) {
  const Settings settings = test::programOf({{"a", 1, 2'000}});
  const Report report = reportOf(settings, [] {
    std::string schedule;
    for (int i = 0; i < 2'000; ++i) schedule += "AA";
    return schedule;
  }());
  ASSERT_EQ(report.timeline.balance(0).writes(), 2'000U);
  RunHistory history(settings);
  const std::uint64_t runs = limits::kMaxHistoryWrites / 2'001;
  for (std::uint64_t run = 0; run < runs + 3; ++run) history.add(report);
  EXPECT_EQ(history.first(), 3U);
  EXPECT_EQ(history.end(), runs + 3);
}

TEST(RunHistoryTest, AnotherProgramIsAnotherHistory) {
  const RunHistory history(lesson());
  Settings other = lesson();
  EXPECT_TRUE(history.continues(other));
  other.program.transactions[0].amount = 51;
  EXPECT_FALSE(history.continues(other));
}

}  // namespace
}  // namespace interleave
