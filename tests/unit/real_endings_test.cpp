// How programs end under CPython, run again and again: each of these endings is among those that exploreProgram finds.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "explore/program_exploration.h"
#include "gallery/gallery.h"
#include "program/load.h"
#include "python.h"
#include "random_threads.h"
#include "support.h"

namespace interleave::test {
namespace {

constexpr double kSeconds = 1;  // that a run may take
constexpr double kSecondsOfADeadlock = 0.3;  // the same where it may wait for ever

struct Explored {
  std::string source;
  ProgramExploration exploration;
};

bool mayHang(const ProgramExploration& exploration) { return exploration.deadlocks != "0" || exploration.endless; }

// What a python3 expression can name: not the cells of a function, not objects by number.
bool isExpression(const std::string& name) { return name.find('#') == std::string::npos; }

std::vector<std::string> namesOf(const ProgramExploration& exploration) {
  std::set<std::string> names;
  for (const ProgramEnding& one : exploration.endings) {
    for (const auto& [name, value] : one.ending.values) {
      if (isExpression(name)) names.insert(name);
    }
  }
  return {names.begin(), names.end()};
}

// A set is shown in order here, and as a sorted list there.
std::string shown(const std::string& value) {
  const bool set = value.starts_with('{') && value.find(": ") == std::string::npos;
  return set ? "[" + value.substr(1, value.size() - 2) + "]" : value == "set()" ? "[]" : value;
}

bool isLike(const program::Ending& ending, const Json& real) {
  if (!ending.deadlock.empty()) return false;
  std::vector<std::string> errors;
  for (const auto& error : ending.errors) {
    if (!error.lost) errors.push_back(error.text);
  }
  std::ranges::sort(errors);
  if (errors != real["errors"].get<std::vector<std::string>>()) return false;
  return std::ranges::all_of(ending.values, [&](const auto& one) {
    const auto value = real["values"].find(one.first);
    return value == real["values"].end() || *value == shown(one.second) || *value == one.second;
  });
}

// Runs what is explored completely; how many different endings CPython has shown.
std::size_t compare(const std::vector<Explored>& programs, int runs) {
  const std::string path =
      testing::TempDir() + "real_endings_" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) + ".json";
  Json all = Json::array();
  for (const Explored& one : programs)
    all.push_back({{"source", one.source},
                   {"names", namesOf(one.exploration)},
                   {"runs", runs},
                   {"seconds", mayHang(one.exploration) ? kSecondsOfADeadlock : kSeconds}});
  std::ofstream(path) << all.dump();
  const Json shownByPython = python("real_endings.py '" + path + "'");
  std::filesystem::remove(path);
  std::size_t count = 0;
  for (std::size_t i = 0; i < programs.size() && i < shownByPython.size(); ++i) {
    for (const Json& real : shownByPython[i]) {
      ++count;
      const bool found = std::ranges::any_of(programs[i].exploration.endings,
                                             [&](const ProgramEnding& one) { return isLike(one.ending, real); });
      EXPECT_TRUE(found) << real.dump() << "\n" << programs[i].source << toJson(programs[i].exploration, false);
    }
  }
  return count;
}

void explore(const std::string& source, std::vector<Explored>& programs, std::uint64_t most) {
  const program::Loaded loaded = program::load(source);
  if (!loaded.program) return;
  ExploreOptions options;
  options.threads = 1;
  options.maxStates = most;
  ExploreProgress progress;
  ProgramExploration exploration = exploreProgram(loaded.program, false, options, progress);
  if (exploration.complete && exploration.endingsOmitted == 0) programs.push_back({source, std::move(exploration)});
}

TEST(RealEndings, OfThePrograms) {
  std::vector<Explored> programs;
  for (const auto& each : std::filesystem::directory_iterator(INTERLEAVE_TESTS "/programs")) {
    if (each.path().extension() != ".py" || each.path().filename() == "interleave.py") continue;
    std::ifstream file(each.path());
    const std::string source{std::istreambuf_iterator<char>(file), {}};
    std::vector<Explored> one;
    explore(source, one, 20'000);
    // Where executions can wait for ever, so can a real run.
    if (one.empty() || mayHang(one[0].exploration)) continue;
    programs.push_back(std::move(one[0]));
  }
  EXPECT_GT(compare(programs, isNightly() ? 100 : 2), 100U);
}

TEST(RealEndings, OfTheGallery) {
  std::vector<Explored> programs;
  for (const gallery::Entry& each : gallery::entries()) {
    for (const std::string_view source : {each.fault, each.fix}) explore(std::string(source), programs, 20'000);
  }
  ASSERT_EQ(programs.size(), 2 * gallery::entries().size());
  // Each that cannot wait for ever ends.
  const auto ends = std::ranges::count_if(programs, [](const Explored& one) { return !mayHang(one.exploration); });
  EXPECT_GE(compare(programs, isNightly() ? 100 : 1), static_cast<std::size_t>(ends));
}

TEST(RealEndings, OfRandomPrograms) {
  Random random(7);
  std::vector<Explored> programs;
  const std::size_t count = isNightly() ? 1'000 : 40;
  while (programs.size() < count) {
    std::vector<Explored> one;
    const std::string source = randomThreads(random);
    // An RLock that an ended thread kept is free for one that begins later, where CPython reuses identities.
    if (source.find("threading.RLock()") == std::string::npos) explore(source, one, 20'000);
    // Where most executions wait for ever, a real run takes as long as it may.
    if (one.empty() || mayHang(one[0].exploration)) continue;
    programs.push_back(std::move(one[0]));
  }
  EXPECT_GT(compare(programs, isNightly() ? 30 : 4), count);
}

}  // namespace
}  // namespace interleave::test
