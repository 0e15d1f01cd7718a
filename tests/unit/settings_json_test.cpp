#include "link/settings_json.h"

#include <nlohmann/json.hpp>

#include "support.h"

namespace interleave {
namespace {

using Json = nlohmann::json;

Json jsonOf(std::string_view link) {
  const DecodedLink decoded = decodeLink(link);
  return Json::parse(toJson(decoded.settings, decoded.problems));
}

TEST(SettingsJsonTest, TheLesson) {
  EXPECT_EQ(jsonOf(""), Json::parse(R"({
    "link": "#v=1", "start": 100, "workers": 2, "delay": 1000, "lock": "none", "timeout": 500, "permits": 1,
    "overdraft": "allow", "mode": "account", "order": "given",
    "tx": [{"task": "A", "label": "deposit", "amount": 50, "times": 1, "throws": false},
           {"task": "B", "label": "withdrawal", "amount": -150, "times": 1, "throws": false}],
    "schedule": "", "at": 0, "lesson": 0, "embed": false, "problems": []})"));
}

TEST(SettingsJsonTest, EverySetting) {
  EXPECT_EQ(jsonOf("start=-7&tx=%C3%A9%22:3x9&workers=5&delay=0&lock=manual&timeout=9&permits=3&overdraft=refuse&fail=A&mode="
                   "transfer&order=address&schedule=AA&at=1&lesson=4"),
            Json::parse(R"({
    "link": "#v=1&start=-7&tx=%C3%A9%22:3x9&workers=5&delay=0&lock=manual&timeout=9&permits=3&overdraft=refuse&fail=A&mode=transfer&order=address&schedule=AA&at=1&lesson=4",
    "start": -7, "workers": 5, "delay": 0, "lock": "manual", "timeout": 9, "permits": 3,
    "overdraft": "refuse", "mode": "transfer", "order": "address",
    "tx": [{"task": "A", "label": "\u00e9\"", "amount": 3, "times": 9, "throws": true}],
    "schedule": "AA", "at": 1, "lesson": 4, "embed": false, "problems": []})"));
}

TEST(SettingsJsonTest, AtIsTheWholeScheduleUnlessSaid) { EXPECT_EQ(jsonOf("schedule=ABA")["at"], 3); }

TEST(SettingsJsonTest, Problems) {
  EXPECT_EQ(jsonOf("workers=0")["problems"], Json::parse(R"([
    {"key": "workers", "given": "0", "allowed": "a whole number from 1 to 16",
     "message": "workers: \"0\" is not allowed; allowed is a whole number from 1 to 16. The default is used."}])"));
}

TEST(SettingsJsonTest, ProblemsWithBytesThatAreNoUtf8) { EXPECT_EQ(jsonOf("start=\xFF&\xC3=1")["problems"].size(), 2U); }

TEST(SettingsJsonTest, WhatAProgramMayAskFor) {
  EXPECT_EQ(Json::parse(limitsJson()),
            Json::parse(R"({"states": 1000000000, "seconds": 86400, "endings": 100000, "runs": 100000, "delay": 10000,
                            "code": 16384, "schedule": 4096, "at": 4096})"));
}

}  // namespace
}  // namespace interleave
