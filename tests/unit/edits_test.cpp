#include "app/edits.h"

#include "support.h"

namespace interleave {
namespace {

class EditsTest : public testing::Test {
 protected:
  static Settings starting(Money start) {
    Settings settings;
    settings.program.start = start;
    return settings;
  }
  // Sets another start in place of the present one.
  void type(Money start, double seconds) {
    time.seconds = seconds;
    edits.changed(now, Edits::Step::typed);
    now = starting(start);
  }
  Money undone() {
    now = std::get<Settings>(edits.undo(now));
    return now.program.start;
  }
  Money redone() {
    now = std::get<Settings>(edits.redo(now));
    return now.program.start;
  }

  FrameTime time;
  Edits edits{time};
  Settings now = starting(1);
};

TEST_F(EditsTest, GoesBackAndForward) {
  EXPECT_FALSE(edits.canUndo());
  type(2, 10);
  type(3, 20);
  EXPECT_EQ(undone(), 2);
  EXPECT_EQ(undone(), 1);
  EXPECT_FALSE(edits.canUndo());
  EXPECT_EQ(redone(), 2);
  EXPECT_EQ(redone(), 3);
  EXPECT_FALSE(edits.canRedo());
}

TEST_F(EditsTest, AnotherChangeLeavesNothingToRedo) {
  type(2, 10);
  undone();
  type(3, 20);
  EXPECT_FALSE(edits.canRedo());
  EXPECT_EQ(undone(), 1);
}

TEST_F(EditsTest, WhatIsTypedInOneGoIsTakenBackTogether) {
  type(5, 10);
  type(50, 10.3);
  type(500, 10.6);
  type(7, 10.6 + Edits::kTogetherSeconds);
  EXPECT_EQ(undone(), 500);
  EXPECT_EQ(undone(), 1);
}

TEST_F(EditsTest, APresetIsTakenBackByItself) {
  type(5, 10);
  edits.changed(now, Edits::Step::whole);
  now = starting(80);
  type(81, 10.1);
  EXPECT_EQ(undone(), 80);
  EXPECT_EQ(undone(), 5);
  EXPECT_EQ(undone(), 1);
}

TEST_F(EditsTest, AfterAStepBackWhatIsTypedIsAChangeOfItsOwn) {
  type(5, 10);
  type(6, 20);
  undone();
  type(7, 20.1);
  EXPECT_EQ(undone(), 5);
}

TEST_F(EditsTest, TheOldestAreForgotten) {
  for (std::size_t i = 0; i <= Edits::kMost; ++i) type(static_cast<Money>(100 + i), 10.0 * static_cast<double>(i + 1));
  std::size_t steps = 0;
  for (; edits.canUndo(); ++steps) undone();
  EXPECT_EQ(steps, Edits::kMost);
  EXPECT_EQ(now.program.start, 100);
}

}  // namespace
}  // namespace interleave
