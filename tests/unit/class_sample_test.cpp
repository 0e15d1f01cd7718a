#include "explore/class_sample.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "explore/exploration.h"
#include "support.h"

namespace interleave {
namespace {

using Json = nlohmann::json;

Json sampled(const Settings& settings, std::size_t most, const PartialOrderOptions& options = {}) {
  const std::atomic<bool> cancel{false};
  const ClassSample sample = sampleClasses(settings.program, options, most, cancel);
  return Json::parse(toJson(Exploration(), 0, &sample))["classes"];
}

TEST(ClassSample, ListsTheFirstScheduleOfEachClass) {
  EXPECT_EQ(sampled(test::lesson(), 4), Json::parse(R"({"complete": true, "number": "4",
      "representatives": ["AABB", "ABAB", "ABBA", "BBAA"], "representativesOmitted": 0})"));
}

TEST(ClassSample, SaysHowManyItDoesNotList) {
  const Json json = sampled(test::lesson(), 3);
  EXPECT_EQ(json["number"], "4");
  EXPECT_EQ(json["representatives"].size(), 3u);
  EXPECT_EQ(json["representativesOmitted"], 1);
  EXPECT_EQ(json["complete"], true);
}

TEST(ClassSample, SaysWhatCutItShort) {
  const Json json = sampled(test::lesson(), 1'000, {.maxClasses = 2});
  EXPECT_EQ(json["complete"], false);
  EXPECT_EQ(json["bound"], "it has come to the bound of 2 classes");
  EXPECT_EQ(json["number"], "2");
  EXPECT_EQ(json["representatives"].size(), 2u);
  EXPECT_EQ(json["representativesOmitted"], 0);
}

}  // namespace
}  // namespace interleave
