#include "walk/lanes.h"

#include <gtest/gtest.h>

namespace interleave::walk {
namespace {

using words::Deed;

Step taken(char letter, Deed deed, std::string place, std::string value = {}) {
  Step step;
  step.letter = letter;
  step.deed = deed;
  step.place = std::move(place);
  step.value = std::move(value);
  return step;
}

// A acquires, B waits until A has released, then acquires and ends.
class LanesTest : public testing::Test {
 protected:
  std::vector<Step> steps = {taken('A', Deed::acquire, "lock"), taken('A', Deed::write, "n", "1"),
                             taken('A', Deed::release, "lock"), taken('B', Deed::acquire, "lock"), taken('B', Deed::set, "done")};
  std::vector<Track> tracks = {
      {'m', "main", std::vector<Standing>(6, Standing::waits)},
      {'A', "deposit()", {Standing::able, Standing::able, Standing::able, Standing::ended, Standing::ended, Standing::ended}},
      {'B', "withdraw()", {Standing::absent, Standing::waits, Standing::waits, Standing::able, Standing::able, Standing::ended}}};
  std::vector<Lock> locks = {{"lock", "lock", {"", "A", "A", "", "B", "B"}, {"", "B", "B", "", "", ""}}};
  std::vector<History> histories = {{"n", {"0", "0", "1", "1", "1", "1"}, true}, {"name", {"", "", "'x'", "'x'", "", ""}, false}};

  Lanes lanes() const { return lanesOf(tracks, steps, locks, histories); }
};

TEST_F(LanesTest, HasThreadsByLetterAndMainOnlyWhereItTakesSteps) {
  ASSERT_EQ(lanes().threads.size(), 2U);
  EXPECT_EQ(lanes().threads[0].letter, 'A');
  EXPECT_EQ(lanes().threads[0].title, "deposit()");
  EXPECT_EQ(lanes().threads[0].steps, (std::vector<std::size_t>{0, 1, 2}));
  steps.push_back(taken('m', Deed::end, ""));
  for (Track& track : tracks) track.standings.push_back(Standing::ended);
  ASSERT_EQ(lanes().threads.size(), 3U);
  EXPECT_EQ(lanes().threads[2].letter, 'm');
  EXPECT_EQ(lanes().threads[2].steps, std::vector<std::size_t>{5});
}

TEST_F(LanesTest, SaysFromWhenToWhenAThreadLivesAndWaitsAndForWhat) {
  const ThreadLane b = lanes().threads[1];
  EXPECT_EQ(b.alive, (States{1, 5}));
  EXPECT_EQ(b.waits, std::vector<ThreadLane::Wait>({{{1, 3}, "lock"}}));
  EXPECT_EQ(lanes().threads[0].alive, (States{0, 3}));
  EXPECT_TRUE(lanes().threads[0].waits.empty());
}

TEST_F(LanesTest, TellsAContendedLockFromOneThatIsOnlyHeld) {
  ASSERT_EQ(lanes().objects.size(), 2U);
  EXPECT_EQ(lanes().objects[0].type, "lock");
  EXPECT_EQ(lanes().objects[0].holds, std::vector<ObjectLane::Hold>({{{1, 3}, "A", "B"}, {{4, 6}, "B", ""}}));
}

TEST_F(LanesTest, NamesAHolderOnceHoweverOftenItHoldsTheLock) {
  locks[0].holders[1] = "AA";
  EXPECT_EQ(lanes().objects[0].holds[0], (ObjectLane::Hold{{1, 3}, "A", "B"}));
}

TEST_F(LanesTest, MarksOperationsOfObjectsThatAreNoLocks) {
  EXPECT_EQ(lanes().objects[1].name, "done");
  EXPECT_EQ(lanes().objects[1].marks, std::vector<std::size_t>{4});
  EXPECT_TRUE(lanes().objects[1].holds.empty());
  EXPECT_TRUE(lanes().objects[0].marks.empty()) << "an acquire is no mark";
}

TEST_F(LanesTest, PutsMarksIntoTheLaneThatAnObjectHas) {
  steps[4] = taken('B', Deed::notify, "lock");
  ASSERT_EQ(lanes().objects.size(), 1U);
  EXPECT_EQ(lanes().objects[0].marks, std::vector<std::size_t>{4});
}

TEST_F(LanesTest, JoinsStatesOfOneValue) {
  const ValueLane n = lanes().values[0];
  EXPECT_EQ(n.values, std::vector<ValueLane::Value>({{{0, 2}, "0", 0}, {{2, 6}, "1", 1}}));
  EXPECT_EQ(n.least, 0);
  EXPECT_EQ(n.most, 1);
  EXPECT_EQ(lanes().values[1].values, std::vector<ValueLane::Value>({{{0, 2}, "", 0}, {{2, 4}, "'x'", 0}, {{4, 6}, "", 0}}));
}

TEST_F(LanesTest, MeasuresNumbersOnlyWhereTheyAreBound) {
  histories[0].values = {"", "", "-5", "7", "7", "7"};
  EXPECT_EQ(lanes().values[0].least, -5);
  EXPECT_EQ(lanes().values[0].most, 7);
}

TEST_F(LanesTest, FindsTheFirstPartBeyondAState) {
  const std::vector<ObjectLane::Hold> holds = lanes().objects[0].holds;
  EXPECT_EQ(firstBeyond(holds, 0), 0U);
  EXPECT_EQ(firstBeyond(holds, 2), 0U);
  EXPECT_EQ(firstBeyond(holds, 3), 1U);
  EXPECT_EQ(firstBeyond(holds, 6), 2U);
}

}  // namespace
}  // namespace interleave::walk
