#include "app/publisher.h"

#include "support.h"

namespace interleave {
namespace {

class PublisherTest : public testing::Test {
 protected:
  void define(Publisher::Pace pace, double interval) {
    publisher.define(Matter::schedule, pace, interval, [this] { published.push_back(time.seconds); });
  }
  void changeAt(double seconds) {
    time.seconds = seconds;
    publisher.changed(Matter::schedule);
  }
  void advanceTo(double seconds) {
    time.seconds = seconds;
    publisher.advance();
  }

  FrameTime time;
  Publisher publisher{time};
  std::vector<double> published;  // when
};

using Times = std::vector<double>;

TEST_F(PublisherTest, WhatComesAtOnceWaitsOnlyForTheInterval) {
  define(Publisher::Pace::atOnce, 0.5);
  changeAt(0);
  EXPECT_EQ(published, Times({0})) << "the first one, before any time has passed";
  changeAt(0.25);
  changeAt(0.375);
  EXPECT_TRUE(publisher.waits(Matter::schedule));
  EXPECT_EQ(publisher.dueIn(Matter::schedule), 0.125);
  advanceTo(0.4375);
  EXPECT_EQ(published, Times({0}));
  advanceTo(0.5);
  EXPECT_EQ(published, Times({0, 0.5})) << "once for both changes";
  advanceTo(9);
  EXPECT_EQ(published, Times({0, 0.5})) << "nothing has changed since";
  changeAt(9);
  EXPECT_EQ(published, Times({0, 0.5, 9}));
  EXPECT_FALSE(publisher.waits(Matter::schedule));
  EXPECT_EQ(publisher.dueIn(Matter::schedule), std::nullopt);
}

TEST_F(PublisherTest, WhatComesInAFrameNeverComesBefore) {
  define(Publisher::Pace::inFrame, 2);
  changeAt(1);
  advanceTo(1.5);
  EXPECT_EQ(published, Times()) << "the first interval begins with the page";
  advanceTo(2);
  EXPECT_EQ(published, Times({2}));
  changeAt(10);
  EXPECT_EQ(published, Times({2})) << "though the interval has passed";
  EXPECT_EQ(publisher.dueIn(Matter::schedule), 0);
  advanceTo(10);
  EXPECT_EQ(published, Times({2, 10}));
}

TEST_F(PublisherTest, AnotherIntervalHoldsForWhatWaits) {
  define(Publisher::Pace::inFrame, 2);
  changeAt(0.5);
  publisher.setInterval(Matter::schedule, 0);
  advanceTo(0.5);
  EXPECT_EQ(published, Times({0.5}));
}

TEST_F(PublisherTest, WhatSettlesWaitsForAPause) {
  define(Publisher::Pace::settled, 0.5);
  changeAt(1);
  changeAt(1.25);
  advanceTo(1.625);
  EXPECT_EQ(published, Times());
  advanceTo(1.75);
  EXPECT_EQ(published, Times({1.75}));
  changeAt(1.875);
  advanceTo(2.25);
  EXPECT_EQ(published, Times({1.75})) << "a pause counts from the change, not from the last publication";
  advanceTo(2.375);
  EXPECT_EQ(published, Times({1.75, 2.375}));
}

TEST_F(PublisherTest, PublishesNowWithoutAChangeAndLeavesNothingWaiting) {
  define(Publisher::Pace::settled, 0.5);
  publisher.publish(Matter::schedule);
  EXPECT_EQ(published, Times({0}));
  changeAt(1);
  publisher.publish(Matter::schedule);
  advanceTo(5);
  EXPECT_EQ(published, Times({0, 1}));
}

TEST_F(PublisherTest, WhatIsDroppedIsNotPublished) {
  define(Publisher::Pace::settled, 0.5);
  changeAt(1);
  publisher.drop(Matter::schedule);
  advanceTo(5);
  EXPECT_EQ(published, Times());
}

TEST_F(PublisherTest, MattersDoNotWaitForEachOther) {
  define(Publisher::Pace::atOnce, 1);
  std::vector<double> links;
  publisher.define(Matter::link, Publisher::Pace::settled, 0.5, [&] { links.push_back(time.seconds); });
  changeAt(3);
  publisher.changed(Matter::link);
  advanceTo(3.5);
  EXPECT_EQ(published, Times({3}));
  EXPECT_EQ(links, Times({3.5}));
}

}  // namespace
}  // namespace interleave
