#include <nlohmann/json.hpp>
#include <set>

#include "support.h"
#include "trace/report.h"

namespace interleave {
namespace {

using Json = nlohmann::json;
using test::lesson;
using test::programOf;
using test::resultOf;

Json jsonOf(const RunResult& result) { return Json::parse(toJson(makeReport(result))); }

TEST(ResultJsonTest, TheLesson) {
  RunResult result = resultOf(lesson(), "ABAB");
  result.durationNs = 1'234;
  EXPECT_EQ(jsonOf(result), Json::parse(R"({
    "ending": -50, "expected": 0, "verdict": "wrong",
    "explanation": "The withdrawal read 100 before the deposit wrote 150: +50 was lost.",
    "output": ["starting with balance of 100", "deposit thread updating...", "withdrawal thread updating...",
               "deposit thread finishing...", "withdrawal thread finishing...", "ending balance of -50"],
    "outputOmitted": 0, "scheduleOmitted": 0,
    "lost": [{"task": "A", "amount": 50, "by": "B"}], "lostTotal": 1,
    "dataRaces": 2, "order": "Data race: nothing orders the withdrawal's read of 100 and the deposit's write of 150. 2 accesses race in all.",
    "deadlock": false, "waits": [], "stopped": false,
    "balance": -50, "balances": [-50], "updates": 2, "refusals": 0, "givenUp": 0, "exceptions": 0, "durationNs": 1234,
    "schedule": "ABAB", "events": 8, "dropped": 0})"));
}

TEST(ResultJsonTest, ADeadlockHasNoEndingAndListsItsWaits) {
  const Json json = jsonOf(resultOf(programOf({{"a", 50, 1, true}, {"b", 1}, {"c", 2}}, LockKind::manual, 2), "AA"));
  EXPECT_EQ(json["ending"], nullptr);
  EXPECT_EQ(json["expected"], nullptr);
  EXPECT_EQ(json["deadlock"], true);
  EXPECT_EQ(json["stopped"], false);
  EXPECT_EQ(json["verdict"], "deadlock");
  EXPECT_EQ(json["balance"], 100);
  EXPECT_EQ(json["exceptions"], 1);
  EXPECT_EQ(json["schedule"], "AA");
  EXPECT_EQ(json["waits"], Json::parse(R"([{"task": "B", "for": "lock", "heldBy": "A"},
                                           {"task": "C", "for": "lock", "heldBy": "A"}])"));
  EXPECT_EQ(json["output"].back(), "c thread updating...") << "no closing line";
}

TEST(ResultJsonTest, AStoppedRunHasNoEnding) {
  const Json json = jsonOf(resultOf(lesson(), "ABA"));
  EXPECT_EQ(json["ending"], nullptr);
  EXPECT_EQ(json["expected"], 0);
  EXPECT_EQ(json["stopped"], true);
  EXPECT_EQ(json["deadlock"], false);
  EXPECT_EQ(json["balance"], 150);
}

TEST(ResultJsonTest, TheListOfLostUpdatesIsCutAndCounted) {
  const Json json = jsonOf(resultOf(programOf({{"a", 1, 1'500}, {"b", 10}}), "B" + std::string(3'000, 'A') + "B"));
  EXPECT_EQ(json["lost"].size(), 1'000U);
  EXPECT_EQ(json["lostTotal"], 1'500);
  EXPECT_EQ(json["output"].size(), 2'000U);
  EXPECT_EQ(json["outputOmitted"], 2 * 1'501 + 2 - 2'000);
  EXPECT_EQ(json["schedule"].get<std::string>().size(), 3'002U);
}

TEST(ResultJsonTest, TheScheduleIsCutToWhatALinkCanHold) {
  const Json json = jsonOf(resultOf(programOf({{"a", 1, 3'000}}), std::string(6'000, 'A')));
  EXPECT_EQ(json["schedule"], std::string(4'096, 'A'));
  EXPECT_EQ(json["events"], 12'000);
}

TEST(ResultJsonTest, WhatWasDroppedIsCounted) {
  RunResult result = resultOf(lesson(), "AABB");
  result.trace.dropped = 12'345'678'901;
  EXPECT_EQ(jsonOf(result)["dropped"], 12'345'678'901);
  EXPECT_EQ(jsonOf(result)["refusals"], 0);
}

TEST(ResultJsonTest, LabelsAreEscaped) {
  const Json json = jsonOf(resultOf(programOf({{"\"\\\xC3\xA9", 1}}), "AA"));
  EXPECT_EQ(json["output"][1], "\"\\\xC3\xA9 thread updating...");
}

}  // namespace
}  // namespace interleave
