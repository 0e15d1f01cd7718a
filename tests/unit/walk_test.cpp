#include "explore/walk.h"

#include <set>
#include <tuple>

#include "support.h"

namespace interleave {
namespace {

using test::between;
using test::lesson;
using test::programOf;
using test::Random;

constexpr std::size_t A = 0, B = 1, C = 2;

Settings scheduled(Settings settings, std::string schedule, std::optional<std::size_t> at = {}) {
  settings.view.schedule = std::move(schedule);
  settings.view.at = at;
  return settings;
}

// "AB|AB": the schedule, with the cursor in it.
std::string text(const Walk& walk) { return walk.schedule().substr(0, walk.at()) + "|" + walk.schedule().substr(walk.at()); }

std::size_t upTo(Random& random, std::size_t most) {
  return static_cast<std::size_t>(between(random, 0, static_cast<std::int64_t>(most)));
}

void steps(Walk& walk, std::string_view letters) {
  for (const char letter : letters) ASSERT_TRUE(walk.step(taskOf(letter))) << text(walk);
}

TEST(WalkTest, BeginsWhereTheSettingsSay) {
  EXPECT_EQ(text(Walk(lesson())), "|");
  EXPECT_EQ(text(Walk(scheduled(lesson(), "ABAB"))), "ABAB|");
  EXPECT_EQ(text(Walk(scheduled(lesson(), "ABAB", 1))), "A|BAB");
  EXPECT_EQ(text(Walk(scheduled(lesson(), "ABAB", 0))), "|ABAB");
  EXPECT_EQ(Walk(scheduled(lesson(), "ABAB", 1)).program(), lesson().program);
}

TEST(WalkTest, StepsWriteTheSchedule) {
  Walk walk(lesson());
  steps(walk, "ABAB");
  EXPECT_EQ(text(walk), "ABAB|");
  EXPECT_EQ(walk.here().program().balance(), -50);
  EXPECT_FALSE(walk.step(A));
  EXPECT_FALSE(walk.step(7));
  EXPECT_EQ(text(walk), "ABAB|");
}

TEST(WalkTest, AStepAlongTheScheduleKeepsIt) {
  Walk walk(scheduled(lesson(), "ABAB", 0));
  steps(walk, "AB");
  EXPECT_EQ(text(walk), "AB|AB");
  ASSERT_TRUE(walk.undo());
  EXPECT_EQ(text(walk), "A|BAB");
}

TEST(WalkTest, AStepElsewhereReplacesWhatFollowsUntilItIsUndone) {
  Walk walk(scheduled(lesson(), "ABAB", 1));
  steps(walk, "A");
  EXPECT_EQ(text(walk), "AA|");
  EXPECT_EQ(walk.here().program().balance(), 150);
  steps(walk, "B");
  ASSERT_TRUE(walk.undo());
  ASSERT_TRUE(walk.undo());
  EXPECT_EQ(text(walk), "A|BAB");
  EXPECT_FALSE(walk.undo());
  ASSERT_TRUE(walk.redo());
  EXPECT_EQ(text(walk), "AA|");
  ASSERT_TRUE(walk.redo());
  EXPECT_EQ(text(walk), "AAB|");
  EXPECT_FALSE(walk.redo());
}

TEST(WalkTest, AnotherStepForgetsWhatWasUndone) {
  Walk walk(lesson());
  steps(walk, "AA");
  ASSERT_TRUE(walk.undo());
  EXPECT_TRUE(walk.canRedo());
  steps(walk, "B");
  EXPECT_FALSE(walk.canRedo());
  EXPECT_EQ(text(walk), "AB|");
}

TEST(WalkTest, SeekingLosesNothing) {
  Walk walk(lesson());
  steps(walk, "ABA");
  EXPECT_TRUE(walk.seek(0));
  EXPECT_EQ(text(walk), "|ABA");
  EXPECT_EQ(walk.here().program().balance(), 100);
  EXPECT_FALSE(walk.seek(0));
  EXPECT_FALSE(walk.seek(4));
  EXPECT_TRUE(walk.seek(3));
  EXPECT_EQ(text(walk), "ABA|");
  EXPECT_TRUE(walk.seek(1));
  EXPECT_TRUE(walk.undo()) << "the newest step, wherever the cursor is";
  EXPECT_EQ(text(walk), "AB|");
}

TEST(WalkTest, FindsTheNextWriteThatLosesAnUpdate) {
  Walk walk(scheduled(programOf({{"a", 1}, {"b", 10}, {"c", 100}}), "ABCABC", 0));
  EXPECT_EQ(walk.nextLoss(), 5U);
  EXPECT_TRUE(walk.toNextLoss());
  EXPECT_EQ(text(walk), "ABCAB|C");
  EXPECT_TRUE(walk.toNextLoss());
  EXPECT_EQ(text(walk), "ABCABC|");
  EXPECT_EQ(walk.nextLoss(), std::nullopt);
  EXPECT_FALSE(walk.toNextLoss());
  EXPECT_EQ(Walk(scheduled(lesson(), "AABB", 0)).nextLoss(), std::nullopt);
}

TEST(WalkTest, GoesOnByChance) {
  Walk walk(scheduled(lesson(), "ABAB", 1));
  ASSERT_TRUE(walk.random(1));
  EXPECT_EQ(walk.schedule().size(), 4U);
  EXPECT_EQ(walk.schedule()[0], 'A');
  EXPECT_TRUE(walk.atEnd());
  const std::string once = walk.schedule();
  ASSERT_TRUE(walk.undo());
  EXPECT_EQ(text(walk), "A|BAB");
  ASSERT_TRUE(walk.random(1));
  EXPECT_EQ(walk.schedule(), once) << "the seed decides";
  EXPECT_FALSE(walk.random(2)) << "no task has a step";
  std::set<std::string> seen;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Walk fresh(lesson());
    fresh.random(seed);
    seen.insert(fresh.schedule());
  }
  EXPECT_EQ(seen.size(), 6U);
}

TEST(WalkTest, FollowsAnotherSchedule) {
  Walk walk(scheduled(lesson(), "ABAB", 1));
  EXPECT_TRUE(walk.follow("ABBA", 3));
  EXPECT_EQ(text(walk), "ABB|A");
  EXPECT_TRUE(walk.follow("ABBA", 4));
  EXPECT_FALSE(walk.follow("ABBA", 4)) << "there already";
  EXPECT_FALSE(walk.follow("ABBA", 5));
  EXPECT_FALSE(walk.follow("AAA", 0));
  EXPECT_FALSE(walk.follow("a", 0));
  EXPECT_EQ(text(walk), "ABBA|");
  EXPECT_TRUE(walk.undo());
  EXPECT_EQ(text(walk), "A|BAB");
}

TEST(WalkTest, SaysWhyATaskCannotStep) {
  Walk walk(programOf({{"a", 1}, {"b", 2}, {"c", 3}}, LockKind::scoped, 2));
  EXPECT_EQ(walk.whyNot(A), "");
  EXPECT_EQ(walk.whyNot(C), "waits for a free worker");
  steps(walk, "A");
  EXPECT_EQ(walk.whyNot(A), "");
  EXPECT_EQ(walk.whyNot(B), "waits for the lock, held by A");
  steps(walk, "AAA");
  EXPECT_EQ(walk.whyNot(A), "has ended");
  EXPECT_EQ(walk.whyNot(B), "");
  Walk failing(programOf({{"a", 1, 1, true}, {"b", 2}}, LockKind::manual));
  steps(failing, "AA");
  EXPECT_EQ(failing.whyNot(B), "waits for the lock, never released by A");
}

TEST(WalkTest, EndsAtTheLongestSchedule) {
  Walk walk(programOf({{"a", 1, 1'000'000}, {"b", 2, 1'000'000}}));
  ASSERT_TRUE(walk.random(5));
  EXPECT_EQ(walk.at(), 4'096U);
  EXPECT_EQ(walk.whyNot(A), "would be step 4,097: a schedule has at most 4,096");
  EXPECT_FALSE(walk.step(A));
  EXPECT_FALSE(walk.random(6));
  EXPECT_FALSE(walk.follow(walk.schedule() + "A", 0));
  EXPECT_TRUE(walk.seek(4'095));
  EXPECT_TRUE(walk.canStep(A));
}

// A simple model: the schedule and the cursor before every action.
struct Model {
  std::string schedule;
  std::size_t at = 0;
  using State = std::pair<std::string, std::size_t>;
  std::vector<std::pair<State, State>> undo, redo;

  void become(std::string next, std::size_t cursor) {
    const State before{schedule, at};
    if (next != schedule) redo.clear();
    schedule = std::move(next);
    at = cursor;
    undo.push_back({before, {schedule, at}});
  }
};

TEST(WalkTest, DoesAsAPlainListOfStatesWould) {
  Random random(32);
  for (int i = 0; i < test::rounds(300); ++i) {
    const Settings settings = test::randomSettings(random, {});
    Walk walk(settings);
    Model model;
    for (int action = 0; action < 60; ++action) {
      Replay here(settings.program);
      for (const char letter : model.schedule.substr(0, model.at)) here.step(taskOf(letter));
      const auto possible = test::steppers(here.program());
      switch (between(random, 0, 9)) {
        case 0: {
          const auto to = upTo(random, model.schedule.size());
          walk.seek(to);
          model.at = to;
          break;
        }
        case 1: {
          const std::uint64_t seed = random();
          ASSERT_EQ(walk.random(seed), !possible.empty());
          if (possible.empty()) break;
          ASSERT_TRUE(walk.schedule().starts_with(model.schedule.substr(0, model.at)));
          model.become(walk.schedule(), walk.schedule().size());
          break;
        }
        case 2: {
          test::Drive drive(settings);
          for (std::int64_t n = between(random, 0, 12); n > 0 && drive.stepRandomly(random); --n) {
          }
          const auto to = upTo(random, drive.schedule().size());
          walk.follow(drive.schedule(), to);
          if (drive.schedule() == model.schedule) model.at = to;
          else model.become(drive.schedule(), to);
          break;
        }
        case 3:
        case 4: {
          ASSERT_EQ(walk.undo(), !model.undo.empty());
          if (model.undo.empty()) break;
          std::tie(model.schedule, model.at) = model.undo.back().first;
          model.redo.push_back(model.undo.back());
          model.undo.pop_back();
          break;
        }
        case 5: {
          ASSERT_EQ(walk.redo(), !model.redo.empty());
          if (model.redo.empty()) break;
          std::tie(model.schedule, model.at) = model.redo.back().second;
          model.undo.push_back(model.redo.back());
          model.redo.pop_back();
          break;
        }
        default: {
          const auto task = upTo(random, settings.program.transactions.size());
          const bool can = here.program().canStep(task);
          ASSERT_EQ(walk.canStep(task), can);
          ASSERT_EQ(walk.step(task), can);
          if (!can) break;
          const bool along = model.at < model.schedule.size() && model.schedule[model.at] == taskLetter(task);
          model.become(along ? model.schedule : model.schedule.substr(0, model.at) + taskLetter(task), model.at + 1);
        }
      }
      ASSERT_EQ(walk.schedule(), model.schedule);
      ASSERT_EQ(walk.at(), model.at);
      ASSERT_EQ(walk.here().schedule(), model.schedule.substr(0, model.at));
      ASSERT_EQ(walk.canUndo(), !model.undo.empty());
      ASSERT_EQ(walk.canRedo(), !model.redo.empty());
      ASSERT_EQ(possiblePrefix(settings.program, walk.schedule()), walk.schedule().size());
    }
  }
}

}  // namespace
}  // namespace interleave
