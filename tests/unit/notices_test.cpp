#include "app/notices.h"

#include "support.h"

namespace interleave {
namespace {

using Key = Notices::Key;
using Lines = std::vector<std::string>;

class NoticesTest : public testing::Test {
 protected:
  int changes = 0;
  Notices notices{[this] { ++changes; }};
};

TEST_F(NoticesTest, StandInAnOrderOfTheirOwn) {
  notices.raise(Key::copy, "copy");
  notices.raise(Key::link, Lines{"first", "second"});
  notices.raise(Key::threadsOff, "off");
  notices.raise(Key::threadError, "thread");
  notices.raise(Key::input, "input");
  EXPECT_EQ(notices.lines(), Lines({"off", "first", "second", "input", "thread", "copy"}));
  EXPECT_EQ(changes, 5);
}

TEST_F(NoticesTest, WhatIsSoFromTheStartStandsByItself) {
  EXPECT_EQ(notices.standing(), Lines());
  notices.raise(Key::copy, "copy");
  notices.raise(Key::threadsOff, "off");
  notices.raise(Key::link, Lines{"first", "second"});
  EXPECT_EQ(notices.standing(), Lines({"off"}));
  EXPECT_EQ(notices.since(), Lines({"first", "second", "copy"}));
  notices.dismiss();
  EXPECT_EQ(notices.standing(), Lines({"off"})) << "it has a place of its own, and would move what is below it";
  EXPECT_EQ(notices.since(), Lines());
  notices.dismissStanding();
  EXPECT_EQ(notices.lines(), Lines());
}

TEST_F(NoticesTest, NewWordsTakeThePlaceOfThoseOfTheSameKey) {
  notices.raise(Key::link, Lines{"first", "second"});
  notices.raise(Key::link, Lines{"third"});
  EXPECT_EQ(notices.lines(), Lines({"third"}));
  notices.raise(Key::link, Lines{});
  EXPECT_EQ(notices.lines(), Lines());
  EXPECT_EQ(changes, 3);
}

TEST_F(NoticesTest, NothingChangesWhereTheWordsAreTheSame) {
  notices.raise(Key::input, "wrong");
  notices.raise(Key::input, "wrong");
  notices.clear(Key::copy);
  notices.raise(Key::schedule, "");
  EXPECT_EQ(changes, 1);
}

TEST_F(NoticesTest, AreGoneOnceDismissedAndComeBackWhenRaisedAgain) {
  notices.dismiss();
  EXPECT_EQ(changes, 0) << "there was nothing to dismiss";
  notices.raise(Key::input, "wrong");
  notices.raise(Key::copy, "copy");
  notices.dismiss();
  EXPECT_EQ(notices.lines(), Lines());
  EXPECT_FALSE(notices.shows(Key::copy));
  EXPECT_EQ(changes, 3);
  notices.raise(Key::input, "wrong");
  EXPECT_EQ(notices.lines(), Lines({"wrong"}));
  notices.clear(Key::input);
  EXPECT_EQ(notices.lines(), Lines());
}

}  // namespace
}  // namespace interleave
