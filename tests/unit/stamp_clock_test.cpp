#include "run/stamp_clock.h"

#include <vector>

#include "support.h"

namespace interleave {
namespace {

// A clock that says what it is told, and counts how often it is asked.
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

TEST_F(StampClockTest, ReadsTheClockForOneEventInEight) {
  static_assert(limits::kEventsPerReading == 8);
  EXPECT_EQ(stampsOf(9), (std::vector<std::int64_t>{10, 10, 10, 10, 10, 10, 10, 10, 90}));
  EXPECT_EQ(clock.readings, 2);
  stampsOf(7);
  EXPECT_EQ(clock.readings, 2);
  stampsOf(8'000 - 16);
  EXPECT_EQ(clock.readings, 1'000);
}

TEST_F(StampClockTest, ReadsTheClockAfterWhatMayHaveTakenLong) {
  stampsOf(3);
  clock.now = 1'000'000;
  stamps.expire();
  EXPECT_EQ(clock.readings, 1) << "only if there is an event";
  EXPECT_EQ(stampsOf(8), std::vector<std::int64_t>(8, 1'000'010)) << "counted anew from there";
  EXPECT_EQ(clock.readings, 2);
  EXPECT_EQ(stampsOf(1), std::vector<std::int64_t>{1'000'090});
}

TEST_F(StampClockTest, NeverGoesBack) {
  clock.now = 490;
  stampsOf(8);
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
