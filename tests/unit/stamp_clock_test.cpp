#include "run/stamp_clock.h"

#include <vector>

#include "support.h"

namespace interleave {
namespace {

// A clock with a settable time that counts its readings.
struct FakeClock {
  std::int64_t now = 0;
  int readings = 0;
};

struct ReadFake {
  FakeClock* clock;
  std::int64_t operator()() const {
    ++clock->readings;
    return clock->now;
  }
};

class StampClockTest : public ::testing::Test {
 protected:
  FakeClock clock;
  StampClock<ReadFake> stamps{ReadFake{&clock}};

  // The times of so many events, 10 ns apart.
  std::vector<std::int64_t> stampsOf(int events) {
    std::vector<std::int64_t> times;
    for (int i = 0; i < events; ++i) {
      clock.now += 10;
      times.push_back(stamps.stamp());
    }
    return times;
  }
};

TEST_F(StampClockTest, ReadsNothingBeforeTheFirstEvent) { EXPECT_EQ(clock.readings, 0); }

constexpr int kEvery = limits::kEventsPerReading;

TEST_F(StampClockTest, ReadsTheClockForOneEventInMany) {
  std::vector<std::int64_t> expected(kEvery, 10);
  expected.push_back(10 + 10 * kEvery);
  EXPECT_EQ(stampsOf(kEvery + 1), expected);
  EXPECT_EQ(clock.readings, 2);
  stampsOf(kEvery - 1);
  EXPECT_EQ(clock.readings, 2);
  stampsOf(998 * kEvery);
  EXPECT_EQ(clock.readings, 1'000);
}

TEST_F(StampClockTest, ReadsTheClockAfterWhatMayHaveTakenLong) {
  stampsOf(3);
  clock.now = 1'000'000;
  stamps.expire();
  EXPECT_EQ(clock.readings, 1) << "only if there is an event";
  EXPECT_EQ(stampsOf(kEvery), std::vector<std::int64_t>(kEvery, 1'000'010)) << "counted anew from there";
  EXPECT_EQ(clock.readings, 2);
  EXPECT_EQ(stampsOf(1), std::vector<std::int64_t>{1'000'010 + 10 * kEvery});
}

TEST_F(StampClockTest, NeverGoesBack) {
  clock.now = 490;
  stampsOf(kEvery);
  clock.now = 0;
  EXPECT_EQ(stamps.stamp(), 500);
  stamps.expire();
  EXPECT_EQ(stamps.stamp(), 500);
  EXPECT_EQ(clock.readings, 3) << "it has been read all the same";
}

TEST_F(StampClockTest, TheClockOfARunStartsAtZero) {
  const RunClock run;
  StampClock<> ofRun(run);
  const std::int64_t first = ofRun.stamp();
  EXPECT_GE(first, 0);
  EXPECT_EQ(ofRun.stamp(), first);
  ofRun.expire();
  EXPECT_GE(ofRun.stamp(), first);
}

}  // namespace
}  // namespace interleave
