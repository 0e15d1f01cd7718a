#include "run/run_tally.h"

#include <nlohmann/json.hpp>

#include "support.h"

namespace interleave {
namespace {

using Json = nlohmann::json;
using test::lesson;
using test::programOf;
using test::resultOf;

const RunResult* notAsked() {
  static const RunResult kNone;
  ADD_FAILURE() << "the ending alone was enough";
  return &kNone;
}

// Counts the run of `letters`.
void count(RunTally& tally, std::string_view letters) {
  const RunResult result = resultOf(tally.settings, letters);
  countRun(tally, result.end, result.finalState(tally.parts), [&] { return &result; });
}

TEST(RunTallyTest, CountsEndingsAndKeepsTheFirstExampleOfEach) {
  RunTally tally = emptyTally(lesson(), 10);
  for (const char* letters : {"ABAB", "AABB", "BAAB", "ABBA", "BBAA"}) count(tally, letters);
  EXPECT_EQ(tally.runs, 5U);
  EXPECT_EQ(tally.asked, 10U);
  EXPECT_EQ(tally.expected, 0);
  ASSERT_EQ(tally.endings.size(), 3U);
  EXPECT_EQ(tally.endings.at({-50, {}}).runs, 2U);
  EXPECT_EQ(tally.endings.at({-50, {}}).example, "ABAB");
  EXPECT_EQ(tally.endings.at({0, {}}).runs, 2U);
  EXPECT_EQ(tally.endings.at({0, {}}).example, "AABB");
  EXPECT_EQ(tally.endings.at({150, {}}).runs, 1U);
}

TEST(RunTallyTest, ARunLikeOneBeforeCostsNothing) {
  RunTally tally = emptyTally(lesson(), 10);
  count(tally, "ABAB");
  count(tally, "AABB");
  countRun(tally, RunEnd::completed, {-50, {}}, notAsked);
  countRun(tally, RunEnd::completed, {0, {}}, notAsked);
  EXPECT_EQ(tally.endings.at({-50, {}}).runs, 2U);
  EXPECT_EQ(tally.endings.at({0, {}}).runs, 2U);
}

TEST(RunTallyTest, WhereOverdraftsAreRefusedWhatWasDueTellsEndingsApart) {
  Settings settings = programOf({{"a", 50}, {"b", -40}, {"c", 100}, {"d", 50}});
  settings.program.start = 0;
  settings.program.overdraft = Overdraft::refuse;
  RunTally tally = emptyTally(settings, 10);
  ASSERT_EQ(tally.expected, 160);
  count(tally, "AABBCCDD");
  count(tally, "BAACCDD");   // the withdrawal came first and was refused
  count(tally, "AABCBCDD");  // the withdrawal was lost
  count(tally, "BAACCDD");
  countRun(tally, RunEnd::completed, {200, 200}, notAsked);
  countRun(tally, RunEnd::completed, {160, 160}, notAsked);
  const Json json = Json::parse(toJson(tally));
  EXPECT_EQ(json["endings"], Json::parse(R"([
    {"balance": 160, "due": 160, "runs": 2, "verdict": "as expected", "example": "AABBCCDD"},
    {"balance": 200, "due": 160, "runs": 1, "verdict": "wrong", "example": "AABCBCDD"},
    {"balance": 200, "due": 200, "runs": 3, "verdict": "another order", "example": "BAACCDD"}])"));
}

TEST(RunTallyTest, LossesThatMakeUpForEachOtherAreToldFromNone) {
  const Settings settings = programOf({{"a", 50}, {"b", -50}, {"c", 7}});
  RunTally tally = emptyTally(settings, 4);
  for (const char* letters : {"AABBCC", "ABCABC", "ABABCC", "CCBBAA"}) count(tally, letters);
  const Json json = Json::parse(toJson(tally));
  EXPECT_EQ(json["endings"], Json::parse(R"([
    {"balance": 57, "runs": 1, "verdict": "wrong", "example": "ABABCC"},
    {"balance": 107, "runs": 2, "verdict": "as expected", "example": "AABBCC"},
    {"balance": 107, "runs": 1, "verdict": "right by chance", "example": "ABCABC"}])"));
}

TEST(RunTallyTest, WhatWasNotRecordedIsNotJudged) {
  const Settings settings = programOf({{"a", 50}, {"b", -50}});
  RunTally tally = emptyTally(settings, 2);
  RunResult cut = resultOf(settings, "AABB");
  count(tally, "AABB");
  cut.trace.dropped = 1;
  countRun(tally, RunEnd::completed, {100, {}}, [&] { return &cut; });
  const Json json = Json::parse(toJson(tally));
  EXPECT_EQ(json["endings"], Json::parse(R"([
    {"balance": 100, "runs": 1, "verdict": "as expected", "example": "AABB"},
    {"balance": 100, "runs": 1, "verdict": "not judged", "example": ""}])"));
}

TEST(RunTallyTest, UpdatesThatAreGivenUpAreToldFromThoseThatAreMade) {
  const Settings settings = programOf({{"a", 1}, {"b", 5}, {"c", -5}}, LockKind::timed, 3);
  RunTally tally = emptyTally(settings, 2);
  for (const char* letters : {"AAAABBBBCCCC", "AABCAA"}) count(tally, letters);
  const Json json = Json::parse(toJson(tally));
  EXPECT_EQ(json["endings"], Json::parse(R"([
    {"balance": 101, "runs": 1, "verdict": "as expected", "example": "AAAABBBBCCCC"},
    {"balance": 101, "runs": 1, "verdict": "gave up", "example": "AABCAA"}])"));
}

TEST(RunTallyTest, DeadlocksHaveNoBalanceAndStoppedRunsAreNotCounted) {
  const Settings settings = programOf({{"a", 50, 1, true}, {"b", 1}}, LockKind::manual, 2);
  RunTally tally = emptyTally(settings, 10);
  count(tally, "AA");
  count(tally, "BBBBAA");
  countRun(tally, RunEnd::deadlocked, {100, {}}, notAsked);
  countRun(tally, RunEnd::stopped, {100, {}}, notAsked);
  EXPECT_EQ(tally.runs, 3U);
  EXPECT_EQ(tally.deadlocks, 2U);
  EXPECT_EQ(tally.deadlockExample, "AA");
  EXPECT_EQ(tally.endings.size(), 1U);
  EXPECT_EQ(tally.endings.at({101, {}}).runs, 1U);
  EXPECT_EQ(tally.expected, std::nullopt);
}

TEST(RunTallyTest, OnlySoManyEndingsAreKeptApart) {
  RunTally tally = emptyTally(lesson(), 1'000);
  const RunResult any = resultOf(lesson(), "AABB");
  for (std::size_t i = 0; i < limits::kMaxTalliedEndings; ++i) {
    countRun(tally, RunEnd::completed, {static_cast<Money>(i), {}}, [&] { return &any; });
  }
  countRun(tally, RunEnd::completed, {-1, {}}, notAsked);
  countRun(tally, RunEnd::completed, {7, {}}, notAsked);
  EXPECT_EQ(tally.endings.size(), limits::kMaxTalliedEndings);
  EXPECT_EQ(tally.others, 1U);
  EXPECT_EQ(tally.endings.at({7, {}}).runs, 2U);
  EXPECT_EQ(tally.runs, limits::kMaxTalliedEndings + 2);
}

TEST(RunTallyTest, AnExampleIsAWholeSchedule) {
  RunTally tally = emptyTally(lesson(), 2);
  RunResult cut = resultOf(lesson(), "ABAB");
  cut.trace.dropped = 1;
  countRun(tally, RunEnd::completed, {-50, {}}, [&] { return &cut; });
  EXPECT_EQ(tally.endings.at({-50, {}}).example, "");

  tally = emptyTally(programOf({{"a", 1, 2'049}}), 2);
  count(tally, std::string(4'098, 'A'));
  EXPECT_EQ(tally.endings.at({2'149, {}}).example, "");
  tally = emptyTally(programOf({{"a", 1, 2'048}}), 2);
  count(tally, std::string(4'096, 'A'));
  EXPECT_EQ(tally.endings.at({2'148, {}}).example, std::string(4'096, 'A'));
}

TEST(RunTallyTest, AddsUpAsIfCountedInOne) {
  const Settings settings = lesson();
  RunTally first = emptyTally(settings, 0);
  RunTally second = emptyTally(settings, 0);
  RunTally both = emptyTally(settings, 0);
  for (const char* letters : {"ABAB", "AABB"}) {
    count(first, letters);
    count(both, letters);
  }
  for (const char* letters : {"BAAB", "ABBA", "BBAA"}) {
    count(second, letters);
    count(both, letters);
  }
  addTally(first, second);
  EXPECT_EQ(toJson(first), toJson(both));
}

TEST(RunTallyTest, AddsUpNoMoreEndingsThanItHolds) {
  RunTally full = emptyTally(lesson(), 0);
  for (std::size_t i = 0; i < limits::kMaxTalliedEndings; ++i) full.endings[{static_cast<Money>(i), {}}].runs = 1;
  RunTally more = emptyTally(lesson(), 0);
  more.endings[{7, {}}].runs = 2;
  more.endings[{-1, {}}].runs = 3;
  addTally(full, more);
  EXPECT_EQ(full.endings.size(), limits::kMaxTalliedEndings);
  EXPECT_EQ(full.endings.at({7, {}}).runs, 3U);
  EXPECT_EQ(full.others, 3U);
}

TEST(RunTallyTest, AsJson) {
  Settings settings = lesson();
  settings.run.delay = std::chrono::milliseconds(20);
  RunTally tally = emptyTally(settings, 1'000);
  for (const char* letters : {"ABAB", "AABB", "BAAB"}) count(tally, letters);
  tally.stopped = true;
  EXPECT_EQ(Json::parse(toJson(tally)), Json::parse(R"({
    "runs": 3, "asked": 1000, "stopped": true, "expected": 0, "delay": 20,
    "endings": [{"balance": -50, "runs": 2, "verdict": "wrong", "example": "ABAB"},
                {"balance": 0, "runs": 1, "verdict": "as expected", "example": "AABB"}],
    "others": 0, "deadlocks": 0, "deadlockExample": ""})"));
}

TEST(RunTallyTest, ADeadlockAsJson) {
  RunTally tally = emptyTally(programOf({{"a", 50, 1, true}, {"b", 1}}, LockKind::manual, 2), 1);
  count(tally, "AA");
  EXPECT_EQ(Json::parse(toJson(tally)), Json::parse(R"({
    "runs": 1, "asked": 1, "stopped": false, "expected": null, "delay": 0, "endings": [],
    "others": 0, "deadlocks": 1, "deadlockExample": "AA"})"));
}

}  // namespace
}  // namespace interleave
