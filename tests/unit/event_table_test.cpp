#include "trace/event_table.h"

#include <nlohmann/json.hpp>

#include "support.h"
#include "text/format.h"
#include "trace/explanation.h"

namespace interleave {
namespace {

using Json = nlohmann::json;

Report many(std::int64_t times) {
  test::Random random(31);
  const Settings settings = test::programOf({{"deposit", 5, times}, {"<b>", -5, times}});
  test::Drive drive(settings);
  while (drive.stepRandomly(random)) {
  }
  return makeReport(drive.result());
}

Json tableOf(const Report& report, std::optional<std::size_t> cursor) { return Json::parse(eventTableJson(report, cursor)); }

TEST(EventTableTest, ARowDescribesAnEvent) {
  const Report report = makeReport(test::resultOf(test::lesson(), "ABAB"));
  const Json table = tableOf(report, std::nullopt);
  EXPECT_EQ(table["total"], report.run.trace.events.size());
  EXPECT_EQ(table["first"], 0);
  EXPECT_EQ(table["order"], report.races.words);
  EXPECT_NE(report.races.words, "");
  ASSERT_EQ(table["rows"].size(), report.run.trace.events.size());
  EXPECT_EQ(table["rows"][2],
            (Json{{"number", "3"}, {"time", "2 ns"}, {"thread", "A, deposit"}, {"what", "read 100"}, {"current", false}}));
}

TEST(EventTableTest, TheRowsAreThoseAroundTheCursor) {
  const Report report = many(200);
  const std::size_t total = report.run.trace.events.size();
  ASSERT_GT(total, 1'000U);
  EXPECT_EQ(tableOf(report, std::nullopt)["first"], 0);
  for (const std::size_t cursor : {std::size_t{0}, std::size_t{1}, std::size_t{49}, std::size_t{50}, std::size_t{51}, total / 2,
                                   total - 50, total - 2, total - 1}) {
    const Json table = tableOf(report, cursor);
    EXPECT_EQ(table["total"], total);
    const auto first = table["first"].get<std::size_t>();
    ASSERT_EQ(table["rows"].size(), limits::kMaxTableEvents);
    ASSERT_LE(first, cursor);
    ASSERT_LT(cursor, first + limits::kMaxTableEvents);
    for (std::size_t i = 0; i < limits::kMaxTableEvents; ++i) {
      const Json& row = table["rows"][i];
      EXPECT_EQ(row["current"], first + i == cursor);
      EXPECT_EQ(row["number"], formatNumber(first + i + 1));
      EXPECT_EQ(row["what"], describe(report.run.trace.events[first + i]));
    }
  }
  // In the middle there is as much before it as after it.
  EXPECT_EQ(tableOf(report, total / 2)["first"], total / 2 - limits::kMaxTableEvents / 2);
}

TEST(EventTableTest, ASentenceDescribesOneEvent) {
  const Report report = makeReport(test::resultOf(test::lesson(), "ABAB"));
  EXPECT_EQ(eventSentence(report, 2), "Event 3 of 8, after 2 ns: A, deposit, read 100.");
  const std::string later = eventSentence(many(200), 1'100);
  EXPECT_TRUE(later.starts_with("Event 1,101 of 1,600, after 1.10 µs: ")) << later;
}

TEST(EventTableTest, OfAScheduleTimesAreSteps) {
  RunResult result = test::resultOf(test::lesson(), "ABAB");
  result.replayed = true;
  const Report report = makeReport(std::move(result));
  EXPECT_EQ(tableOf(report, 0)["rows"][2]["time"], "step 2");
  EXPECT_EQ(eventSentence(report, 2), "Event 3 of 8, step 2: A, deposit, read 100.");
}

TEST(EventTableTest, WithoutEventsThereAreNoRows) {
  const Report report = makeReport(test::resultOf(test::lesson(), ""));
  const Json table = tableOf(report, std::nullopt);
  EXPECT_EQ(table["rows"].size(), report.run.trace.events.size());
  EXPECT_EQ(table["first"], 0);
}

}  // namespace
}  // namespace interleave
