// The programs of tests/programs: exploring them finds what expected.json says, with one thread and with two.
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <tuple>

#include "explore/program_exploration.h"
#include "program/load.h"
#include "support.h"
#include "text/json.h"

namespace interleave::test {
namespace {

constexpr std::uint64_t kMostStates = 100'000;  // of a program that has no end of them

Json expectedPrograms() {
  std::ifstream file(INTERLEAVE_TESTS "/programs/expected.json");
  return Json::parse(file)["programs"];
}

std::string sourceOf(const std::string& name) {
  std::ifstream file(INTERLEAVE_TESTS "/programs/" + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string explored(const std::string& name, bool output, int threads) {
  const std::string source = sourceOf(name);
  const program::Loaded loaded = program::load(source);
  if (!loaded.program) {
    ADD_FAILURE() << name << ": " << lang::messageOf(loaded.faults.front(), source);
    return "{}";
  }
  ExploreOptions options;
  options.threads = threads;
  options.maxStates = kMostStates;
  ExploreProgress progress;
  return toJson(exploreProgram(loaded.program, output, options, progress), output);
}

// What an ending is told apart by. Who waits for what, and at which line, tells how a deadlock came about.
std::string keyOf(const Json& ending) {
  Json threads = Json::array();
  for (const Json& one : ending.value("deadlock", Json::array())) threads.push_back(one.is_string() ? one : one["thread"]);
  std::sort(threads.begin(), threads.end());
  Json errors = ending["errors"];
  std::sort(errors.begin(), errors.end());
  return Json{ending["values"], errors, threads, ending.value("output", "")}.dump();
}

// Endings that differ only in how a deadlock came about are one.
struct Group {
  std::string grade;
  std::size_t schedules = 0;
  std::tuple<std::size_t, std::string> first;
  std::tuple<int, std::size_t, std::string> simplest;
};

std::map<std::string, Group> groupsOf(const Json& exploration) {
  std::map<std::string, Group> groups;
  for (const Json& one : exploration["endings"]) {
    const auto example = one.value("example", ""), simplest = one.value("simplest", "");
    Group group{one["grade"],
                0,
                {exploration.contains("forever") ? example.size() : 0, example},
                {one.value("preemptions", 0), simplest.size(), simplest}};
    const auto [place, isNew] = groups.try_emplace(keyOf(one), group);
    if (!isNew) {
      place->second.first = std::min(place->second.first, group.first);
      place->second.simplest = std::min(place->second.simplest, group.simplest);
    }
    place->second.schedules += std::stoull(one.value("schedules", "0"));
  }
  return groups;
}

// What expected.json does not say is not compared.
void expectSameEnding(const Json& expected, const Group& found, const std::string& where) {
  EXPECT_EQ(expected.value("grade", found.grade), found.grade) << where;
  EXPECT_EQ(expected.value("schedules", std::to_string(found.schedules)), std::to_string(found.schedules)) << where;
  EXPECT_EQ(expected.value("example", std::get<1>(found.first)), std::get<1>(found.first)) << where;
  EXPECT_EQ(expected.value("simplest", std::get<2>(found.simplest)), std::get<2>(found.simplest)) << where;
  EXPECT_EQ(expected.value("preemptions", std::get<0>(found.simplest)), std::get<0>(found.simplest)) << where;
}

void expectSame(const std::string& name, const Json& expected, const Json& found) {
  const bool complete = expected.value("complete", true);
  ASSERT_EQ(found["complete"], complete) << name;
  const auto groups = groupsOf(found);
  for (const Json& one : expected["endings"]) {
    const auto group = groups.find(keyOf(one));
    ASSERT_NE(group, groups.end()) << name << " " << one;
    if (complete) expectSameEnding(one, group->second, name + " " + one.dump());
  }
  if (!complete) return;
  EXPECT_EQ(groups.size(), expected["endings"].size()) << name;
  for (const char* const field : {"schedules", "deadlocks"}) {
    if (expected.contains(field)) EXPECT_EQ(found[field], expected[field]) << name;
  }
  if (expected.contains("expected")) EXPECT_EQ(found["expected"], expected["expected"]) << name;
  ASSERT_EQ(found.contains("forever"), expected.contains("forever")) << name;
  if (expected.contains("forever")) EXPECT_EQ(found["forever"]["fair"], expected["forever"]["fair"]) << name;
}

TEST(Programs, AreExploredAsExpected) {
  const Json programs = expectedPrograms();
  EXPECT_GT(programs.size(), 150U);
  for (const auto& [name, expected] : programs.items()) {
    const bool output = expected.value("output", false);
    const std::string found = explored(name, output, 2);
    expectSame(name, expected, Json::parse(found));
    EXPECT_EQ(explored(name, output, 1), found) << name;
  }
}

}  // namespace
}  // namespace interleave::test
