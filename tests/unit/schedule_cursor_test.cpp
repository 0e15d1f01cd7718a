#include "explore/schedule_cursor.h"

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
std::string text(const ScheduleCursor& cursor) {
  return cursor.schedule().substr(0, cursor.at()) + "|" + cursor.schedule().substr(cursor.at());
}

std::size_t upTo(Random& random, std::size_t most) {
  return static_cast<std::size_t>(between(random, 0, static_cast<std::int64_t>(most)));
}

void steps(ScheduleCursor& cursor, std::string_view letters) {
  for (const char letter : letters) ASSERT_TRUE(cursor.step(taskOf(letter))) << text(cursor);
}

TEST(ScheduleCursorTest, BeginsWhereTheSettingsSay) {
  EXPECT_EQ(text(ScheduleCursor(lesson())), "|");
  EXPECT_EQ(text(ScheduleCursor(scheduled(lesson(), "ABAB"))), "ABAB|");
  EXPECT_EQ(text(ScheduleCursor(scheduled(lesson(), "ABAB", 1))), "A|BAB");
  EXPECT_EQ(text(ScheduleCursor(scheduled(lesson(), "ABAB", 0))), "|ABAB");
  EXPECT_EQ(ScheduleCursor(scheduled(lesson(), "ABAB", 1)).program(), lesson().program);
}

TEST(ScheduleCursorTest, StepsWriteTheSchedule) {
  ScheduleCursor cursor(lesson());
  steps(cursor, "ABAB");
  EXPECT_EQ(text(cursor), "ABAB|");
  EXPECT_EQ(cursor.here().program().balance(), -50);
  EXPECT_FALSE(cursor.step(A));
  EXPECT_FALSE(cursor.step(7));
  EXPECT_EQ(text(cursor), "ABAB|");
}

TEST(ScheduleCursorTest, AStepAlongTheScheduleKeepsIt) {
  ScheduleCursor cursor(scheduled(lesson(), "ABAB", 0));
  steps(cursor, "AB");
  EXPECT_EQ(text(cursor), "AB|AB");
  ASSERT_TRUE(cursor.undo());
  EXPECT_EQ(text(cursor), "A|BAB");
}

TEST(ScheduleCursorTest, AStepElsewhereReplacesWhatFollowsUntilItIsUndone) {
  ScheduleCursor cursor(scheduled(lesson(), "ABAB", 1));
  steps(cursor, "A");
  EXPECT_EQ(text(cursor), "AA|");
  EXPECT_EQ(cursor.here().program().balance(), 150);
  steps(cursor, "B");
  ASSERT_TRUE(cursor.undo());
  ASSERT_TRUE(cursor.undo());
  EXPECT_EQ(text(cursor), "A|BAB");
  EXPECT_FALSE(cursor.undo());
  ASSERT_TRUE(cursor.redo());
  EXPECT_EQ(text(cursor), "AA|");
  ASSERT_TRUE(cursor.redo());
  EXPECT_EQ(text(cursor), "AAB|");
  EXPECT_FALSE(cursor.redo());
}

TEST(ScheduleCursorTest, AnotherStepForgetsWhatWasUndone) {
  ScheduleCursor cursor(lesson());
  steps(cursor, "AA");
  ASSERT_TRUE(cursor.undo());
  EXPECT_TRUE(cursor.canRedo());
  steps(cursor, "B");
  EXPECT_FALSE(cursor.canRedo());
  EXPECT_EQ(text(cursor), "AB|");
}

TEST(ScheduleCursorTest, SeekingLosesNothing) {
  ScheduleCursor cursor(lesson());
  steps(cursor, "ABA");
  EXPECT_TRUE(cursor.seek(0));
  EXPECT_EQ(text(cursor), "|ABA");
  EXPECT_EQ(cursor.here().program().balance(), 100);
  EXPECT_FALSE(cursor.seek(0));
  EXPECT_FALSE(cursor.seek(4));
  EXPECT_TRUE(cursor.seek(3));
  EXPECT_EQ(text(cursor), "ABA|");
  EXPECT_TRUE(cursor.seek(1));
  EXPECT_TRUE(cursor.undo()) << "the newest step, wherever the cursor is";
  EXPECT_EQ(text(cursor), "AB|");
}

TEST(ScheduleCursorTest, FindsTheNextWriteThatLosesAnUpdate) {
  ScheduleCursor cursor(scheduled(programOf({{"a", 1}, {"b", 10}, {"c", 100}}), "ABCABC", 0));
  EXPECT_EQ(cursor.nextLoss(), 5U);
  EXPECT_TRUE(cursor.toNextLoss());
  EXPECT_EQ(text(cursor), "ABCAB|C");
  EXPECT_TRUE(cursor.toNextLoss());
  EXPECT_EQ(text(cursor), "ABCABC|");
  EXPECT_EQ(cursor.nextLoss(), std::nullopt);
  EXPECT_FALSE(cursor.toNextLoss());
  EXPECT_EQ(ScheduleCursor(scheduled(lesson(), "AABB", 0)).nextLoss(), std::nullopt);
}

TEST(ScheduleCursorTest, GoesOnByChance) {
  ScheduleCursor cursor(scheduled(lesson(), "ABAB", 1));
  ASSERT_TRUE(cursor.random(1));
  EXPECT_EQ(cursor.schedule().size(), 4U);
  EXPECT_EQ(cursor.schedule()[0], 'A');
  EXPECT_TRUE(cursor.atEnd());
  const std::string once = cursor.schedule();
  ASSERT_TRUE(cursor.undo());
  EXPECT_EQ(text(cursor), "A|BAB");
  ASSERT_TRUE(cursor.random(1));
  EXPECT_EQ(cursor.schedule(), once) << "the seed decides";
  EXPECT_FALSE(cursor.random(2)) << "no task has a step";
  std::set<std::string> seen;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    ScheduleCursor fresh(lesson());
    fresh.random(seed);
    seen.insert(fresh.schedule());
  }
  EXPECT_EQ(seen.size(), 6U);
}

TEST(ScheduleCursorTest, FollowsAnotherSchedule) {
  ScheduleCursor cursor(scheduled(lesson(), "ABAB", 1));
  EXPECT_TRUE(cursor.follow("ABBA", 3));
  EXPECT_EQ(text(cursor), "ABB|A");
  EXPECT_TRUE(cursor.follow("ABBA", 4));
  EXPECT_FALSE(cursor.follow("ABBA", 4)) << "there already";
  EXPECT_FALSE(cursor.follow("ABBA", 5));
  EXPECT_FALSE(cursor.follow("AAA", 0));
  EXPECT_FALSE(cursor.follow("a", 0));
  EXPECT_EQ(text(cursor), "ABBA|");
  EXPECT_TRUE(cursor.undo());
  EXPECT_EQ(text(cursor), "A|BAB");
}

TEST(ScheduleCursorTest, SaysWhyATaskCannotStep) {
  ScheduleCursor cursor(programOf({{"a", 1}, {"b", 2}, {"c", 3}}, LockKind::scoped, 2));
  EXPECT_EQ(cursor.whyNot(A), "");
  EXPECT_EQ(cursor.whyNot(C), "waits for a free worker");
  steps(cursor, "A");
  EXPECT_EQ(cursor.whyNot(A), "");
  EXPECT_EQ(cursor.whyNot(B), "waits for the lock, held by A");
  steps(cursor, "AAA");
  EXPECT_EQ(cursor.whyNot(A), "has ended");
  EXPECT_EQ(cursor.whyNot(B), "");
  ScheduleCursor failing(programOf({{"a", 1, 1, true}, {"b", 2}}, LockKind::manual));
  steps(failing, "AA");
  EXPECT_EQ(failing.whyNot(B), "waits for the lock, never released by A");
}

TEST(ScheduleCursorTest, EndsAtTheLongestSchedule) {
  ScheduleCursor cursor(programOf({{"a", 1, 1'000'000}, {"b", 2, 1'000'000}}));
  ASSERT_TRUE(cursor.random(5));
  EXPECT_EQ(cursor.at(), 4'096U);
  EXPECT_EQ(cursor.whyNot(A), "would be step 4,097: a schedule has at most 4,096");
  EXPECT_FALSE(cursor.step(A));
  EXPECT_FALSE(cursor.random(6));
  EXPECT_FALSE(cursor.follow(cursor.schedule() + "A", 0));
  EXPECT_TRUE(cursor.seek(4'095));
  EXPECT_TRUE(cursor.canStep(A));
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

TEST(ScheduleCursorTest, DoesAsAPlainListOfStatesWould) {
  Random random(32);
  for (int i = 0; i < test::rounds(300); ++i) {
    const Settings settings = test::randomSettings(random, {});
    ScheduleCursor cursor(settings);
    Model model;
    for (int action = 0; action < 60; ++action) {
      Replay here(settings.program);
      for (const char letter : model.schedule.substr(0, model.at)) here.step(taskOf(letter));
      const auto possible = test::enabledTasks(here.program());
      switch (between(random, 0, 9)) {
        case 0: {
          const auto to = upTo(random, model.schedule.size());
          cursor.seek(to);
          model.at = to;
          break;
        }
        case 1: {
          const std::uint64_t seed = random();
          ASSERT_EQ(cursor.random(seed), !possible.empty());
          if (possible.empty()) break;
          ASSERT_TRUE(cursor.schedule().starts_with(model.schedule.substr(0, model.at)));
          model.become(cursor.schedule(), cursor.schedule().size());
          break;
        }
        case 2: {
          test::Drive drive(settings);
          for (std::int64_t n = between(random, 0, 12); n > 0 && drive.stepRandomly(random); --n) {
          }
          const auto to = upTo(random, drive.schedule().size());
          cursor.follow(drive.schedule(), to);
          if (drive.schedule() == model.schedule) model.at = to;
          else model.become(drive.schedule(), to);
          break;
        }
        case 3:
        case 4: {
          ASSERT_EQ(cursor.undo(), !model.undo.empty());
          if (model.undo.empty()) break;
          std::tie(model.schedule, model.at) = model.undo.back().first;
          model.redo.push_back(model.undo.back());
          model.undo.pop_back();
          break;
        }
        case 5: {
          ASSERT_EQ(cursor.redo(), !model.redo.empty());
          if (model.redo.empty()) break;
          std::tie(model.schedule, model.at) = model.redo.back().second;
          model.undo.push_back(model.redo.back());
          model.redo.pop_back();
          break;
        }
        default: {
          const auto task = upTo(random, settings.program.transactions.size());
          const bool can = here.program().canStep(task);
          ASSERT_EQ(cursor.canStep(task), can);
          ASSERT_EQ(cursor.step(task), can);
          if (!can) break;
          const bool along = model.at < model.schedule.size() && model.schedule[model.at] == taskLetter(task);
          model.become(along ? model.schedule : model.schedule.substr(0, model.at) + taskLetter(task), model.at + 1);
        }
      }
      ASSERT_EQ(cursor.schedule(), model.schedule);
      ASSERT_EQ(cursor.at(), model.at);
      ASSERT_EQ(cursor.here().schedule(), model.schedule.substr(0, model.at));
      ASSERT_EQ(cursor.canUndo(), !model.undo.empty());
      ASSERT_EQ(cursor.canRedo(), !model.redo.empty());
      ASSERT_EQ(possiblePrefix(settings.program, cursor.schedule()), cursor.schedule().size());
    }
  }
}

}  // namespace
}  // namespace interleave
