#include "trace/time_view.h"

#include <gtest/gtest.h>

#include "support.h"

namespace interleave {
namespace {

TimeView of(double whole) {
  TimeView view;
  view.setWhole(whole);
  return view;
}

TEST(TimeViewTest, ShowsTheWholeRunWhileItGetsLonger) {
  TimeView view = of(1'000);
  EXPECT_EQ(view.toNs(), 1'000);
  view.setWhole(5'000);
  EXPECT_EQ(view.fromNs(), 0);
  EXPECT_EQ(view.toNs(), 5'000);
  EXPECT_TRUE(view.fitted());
}

TEST(TimeViewTest, AMomentStaysWhereItIsWhileZooming) {
  TimeView view = of(1'000'000);
  view.zoom(0.25, 400'000);
  EXPECT_DOUBLE_EQ((400'000 - view.fromNs()) / view.lengthNs(), 0.4);
  EXPECT_DOUBLE_EQ(view.lengthNs(), 250'000);
  const TimeView before = view;
  view.zoom(0.5, 350'000);
  view.zoom(2, 350'000);
  EXPECT_NEAR(view.fromNs(), before.fromNs(), 1e-6);
  EXPECT_NEAR(view.toNs(), before.toNs(), 1e-6);
}

TEST(TimeViewTest, StaysWithinTheRun) {
  TimeView view = of(1'000);
  view.show(500, 700);
  view.pan(900);
  EXPECT_DOUBLE_EQ(view.fromNs(), 800);
  EXPECT_DOUBLE_EQ(view.toNs(), 1'000);
  view.pan(-5'000);
  EXPECT_DOUBLE_EQ(view.fromNs(), 0);
  view.zoom(1'000, 10);
  EXPECT_TRUE(view.fitted());
}

TEST(TimeViewTest, ComesNoCloserThanWholeNanosecondsAreDistinct) {
  TimeView view = of(1e12);
  for (int i = 0; i < 200; ++i) view.zoom(0.5, 123'456'789'012);
  EXPECT_NEAR(view.lengthNs(), TimeView::kShortestNs, 1e-3);
  EXPECT_LE(view.fromNs(), 123'456'789'012);
  EXPECT_GE(view.toNs(), 123'456'789'012);
}

TEST(TimeViewTest, RevealsAMomentByAsLittleAsItTakes) {
  TimeView view = of(1'000);
  view.show(200, 300);
  view.reveal(250);
  EXPECT_DOUBLE_EQ(view.fromNs(), 200);
  view.reveal(400);
  EXPECT_DOUBLE_EQ(view.toNs(), 410);
  view.reveal(5);
  EXPECT_DOUBLE_EQ(view.fromNs(), 0);
}

TEST(TimeViewTest, AShorterRunIsStillShown) {
  TimeView view = of(1'000);
  view.show(800, 900);
  view.setWhole(500);
  EXPECT_DOUBLE_EQ(view.fromNs(), 400);
  EXPECT_DOUBLE_EQ(view.toNs(), 500);
}

TEST(TimeViewTest, NothingTakesItOutOfTheRun) {
  test::Random random(81);
  TimeView view = of(1e9);
  const auto number = [&] { return static_cast<double>(test::between(random, -2'000'000'000, 2'000'000'000)); };
  for (int i = 0; i < 5'000; ++i) {
    switch (test::between(random, 0, 4)) {
      case 0: view.zoom(static_cast<double>(test::between(random, 1, 400)) / 100, number()); break;
      case 1: view.pan(number()); break;
      case 2: view.show(number(), number()); break;
      case 3: view.reveal(static_cast<double>(test::between(random, 0, 1'000))); break;
      default: view.setWhole(static_cast<double>(test::between(random, 1, 2'000'000'000))); break;
    }
    ASSERT_GE(view.fromNs(), 0);
    ASSERT_LE(view.toNs(), view.wholeNs() + 1e-6);
    ASSERT_GE(view.lengthNs(), TimeView::kShortestNs - 1e-6);
  }
}

}  // namespace
}  // namespace interleave
