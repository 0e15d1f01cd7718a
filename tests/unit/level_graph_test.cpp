#include "explore/level_graph.h"

#include <cmath>
#include <map>
#include <tuple>

#include "support.h"

namespace interleave {
namespace {

using test::lesson;
using test::programOf;
using test::Random;

std::vector<LevelGraph::Level> levelsIn(const Settings& settings) {
  LevelGraph graph(settings.program);
  while (graph.advance(1000)) {
  }
  EXPECT_TRUE(graph.complete());
  return graph.levels();
}

std::vector<std::uint64_t> statesOf(const Settings& settings) {
  std::vector<std::uint64_t> states;
  for (const LevelGraph::Level& level : levelsIn(settings)) states.push_back(level.states);
  return states;
}

double waysOf(const LevelGraph::Level& level) { return level.ways * std::pow(10.0, level.exponent); }

TEST(LevelGraphTest, TheLessonBySteps) {
  EXPECT_EQ(statesOf(lesson()), (std::vector<std::uint64_t>{1, 2, 3, 4, 3}));
  std::vector<double> ways;
  for (const LevelGraph::Level& level : levelsIn(lesson())) ways.push_back(waysOf(level));
  EXPECT_EQ(ways, (std::vector<double>{1, 2, 4, 6, 6}));
  EXPECT_EQ(levelsIn(lesson()).back().ends, 3U);
}

// The parts of a program's state that distinguish it.
auto stateOf(const Program& program, LockKind lock) {
  // Of an optimistic copy only whether it is stale.
  const auto copyOf = [&](const Program::Task& task) { return lock == LockKind::optimistic ? Money{task.stale} : task.copy; };
  std::vector<std::vector<std::size_t>> holders;
  for (std::size_t account = 0; account < program.balances().size(); ++account) {
    std::ranges::sort(holders.emplace_back(program.holders(account)));
  }
  std::vector<std::tuple<std::int64_t, std::size_t, Money, bool>> tasks;
  for (const Program::Task& task : program.tasks()) {
    const bool copy = !task.ended && (task.next == Step::write || task.next == Step::swap);
    tasks.emplace_back(task.ended ? 0 : task.updatesLeft, task.ended ? 0 : task.at, copy ? copyOf(task) : 0, task.ended);
  }
  return std::tuple(program.balances(), holders, tasks);
}

TEST(LevelGraphTest, AgreesWithTheProgram) {
  Random random(34);
  for (int i = 0; i < test::rounds(300); ++i) {
    const Settings settings = test::randomSettings(random, {.transactions = 4, .times = 2, .workers = 3});
    // A Program does not expose the state of its queue or its flag.
    if (settings.program.lock == LockKind::ticket || settings.program.lock == LockKind::checkThenLock) continue;
    std::map<decltype(stateOf(Program(settings.program), settings.program.lock)), std::pair<Program, double>> level;
    level.emplace(stateOf(Program(settings.program), settings.program.lock), std::pair(Program(settings.program), 1.0));
    const auto levels = levelsIn(settings);
    for (const LevelGraph::Level& known : levels) {
      ASSERT_EQ(known.states, level.size());
      decltype(level) next;
      double ways = 0;
      std::uint64_t ends = 0;
      for (const auto& [state, place] : level) {
        ways += place.second;
        const auto possible = test::enabledTasks(place.first);
        ends += possible.empty() ? 1 : 0;
        for (const std::size_t task : possible) {
          Program program = place.first;
          program.step(task);
          next.try_emplace(stateOf(program, settings.program.lock), program, 0.0).first->second.second += place.second;
        }
      }
      ASSERT_EQ(waysOf(known), ways);
      ASSERT_EQ(known.ends, ends);
      level = std::move(next);
    }
    ASSERT_TRUE(level.empty());
  }
}

TEST(LevelGraphTest, SlicesOfAnySizeComeToTheSame) {
  const Settings settings = programOf({{"a", 1}, {"b", 2}, {"c", 4}, {"d", 8}});
  LevelGraph slowly(settings.program);
  std::size_t known = 0;
  while (slowly.advance(1)) {
    ASSERT_GE(slowly.levels().size(), known);
    known = slowly.levels().size();
    ASSERT_FALSE(slowly.complete());
  }
  const auto levels = levelsIn(settings);
  ASSERT_EQ(slowly.levels().size(), levels.size());
  for (std::size_t i = 0; i < levels.size(); ++i) EXPECT_EQ(slowly.levels()[i].states, levels[i].states);
  EXPECT_EQ(waysOf(levels.back()), 2'520);
}

TEST(LevelGraphTest, IsCutShortAtItsBound) {
  LevelGraph graph(programOf({{"a", 1, 1'000'000}}).program);
  while (graph.advance(100'000)) {
  }
  EXPECT_TRUE(graph.done());
  EXPECT_FALSE(graph.complete());
  EXPECT_EQ(graph.states(), limits::kMaxLevelStates + 1);
  EXPECT_EQ(graph.levels().size(), limits::kMaxLevelStates);
  EXPECT_FALSE(graph.advance(1));
}

TEST(LevelGraphTest, WaysMayLeaveTheRangeOfADouble) {
  // Only the positions distinguish states. Ways to interleave 400 steps with 400: (800 over 400).
  const auto levels = levelsIn(programOf({{"a", 0, 200}, {"b", 0, 200}}));
  double expected = 0;
  for (int i = 1; i <= 400; ++i) expected += std::log10(400.0 + i) - std::log10(static_cast<double>(i));
  EXPECT_GT(expected, 200);
  EXPECT_EQ(levels.back().exponent, 200);
  EXPECT_NEAR(std::log10(levels.back().ways) + levels.back().exponent, expected, 1e-6);
}

}  // namespace
}  // namespace interleave
