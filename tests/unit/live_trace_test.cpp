#include "run/live_trace.h"

#include <algorithm>

#include "explore/contradiction.h"
#include "link/link.h"
#include "support.h"

namespace interleave {
namespace {

using test::between;
using test::CountingMemory;
using test::Drive;
using test::oneIn;
using test::programOf;
using test::Random;

// The events of a driven program, recorded one after another as by workers that pause now and then.
class Workers {
 public:
  Workers(const Drive& drive, Random& random) : events_(drive.events()), random_(random) { recorder_.reset(limits::kMaxWorkers); }

  bool done() const { return next_ == events_.size(); }
  void recordNext() {
    const Event& event = events_[next_++];
    EventBuffer& buffer = recorder_.buffer(event.worker);
    buffer.record(event);
    if (oneIn(random_, 3)) buffer.pause();
  }
  void end() {
    for (int worker = 0; worker < limits::kMaxWorkers; ++worker) recorder_.buffer(worker).pause();
  }
  std::vector<Event> first(std::size_t count) const {
    return {events_.begin(), events_.begin() + static_cast<std::ptrdiff_t>(count)};
  }
  const Recorder& recorder() const { return recorder_; }
  std::size_t events() const { return events_.size(); }

 private:
  const std::vector<Event> events_;
  Random& random_;
  Recorder recorder_;
  std::size_t next_ = 0;
};

std::vector<Event> eventsOf(const LiveTrace& live) { return {live.trace().events.begin(), live.trace().events.end()}; }

Drive driven(const Settings& settings, Random& random) {
  Drive drive(settings);
  while (drive.stepRandomly(random)) {
  }
  return drive;
}

TEST(LiveTraceTest, FollowsARunInItsOrder) {
  Random random(30);
  for (int i = 0; i < test::rounds(200); ++i) {
    const Settings settings = test::randomSettings(random, {.transactions = 10, .times = 40, .workers = 6});
    Workers workers(driven(settings, random), random);
    LiveTrace live(settings.program);
    while (!workers.done()) {
      workers.recordNext();
      if (!oneIn(random, 10)) continue;
      live.follow(workers.recorder());
      ASSERT_EQ(eventsOf(live), workers.first(live.trace().events.size())) << encodeLink(settings);
    }
    workers.end();
    while (live.follow(workers.recorder())) {
    }
    ASSERT_EQ(eventsOf(live), workers.first(workers.events())) << encodeLink(settings);
    EXPECT_FALSE(live.lags());
  }
}

TEST(LiveTraceTest, ItAgreesWithItsTrace) {
  Random random(31);
  for (int i = 0; i < test::rounds(50); ++i) {
    const Settings settings = test::randomSettings(random, {.transactions = 10, .times = 10, .workers = 6});
    Workers workers(driven(settings, random), random);
    LiveTrace live(settings.program);
    while (!workers.done()) {
      workers.recordNext();
      live.follow(workers.recorder());
    }
    const Trace& trace = live.trace();
    EXPECT_EQ(live.console().lines, consoleOf(trace, settings.program, {}).lines);
    EXPECT_EQ(live.states().balances, threadStatesAfter(settings.program, trace.events).balances);
    EXPECT_EQ(live.states().waiters, threadStatesAfter(settings.program, trace.events).waiters);
    Timeline timeline(settings.program);
    timeline.append(trace.events);
    EXPECT_EQ(live.timeline().events(), timeline.events());
    EXPECT_EQ(live.timeline().endNs(), timeline.endNs());
    EXPECT_EQ(live.timeline().lowest(), timeline.lowest());
    for (std::size_t account = 0; account < timeline.accounts(); ++account) {
      EXPECT_EQ(live.timeline().balance(account).writes(), timeline.balance(account).writes());
    }
  }
}

Event updating(std::int64_t time, int worker) {
  const auto number = static_cast<std::uint8_t>(worker);
  return {time, 0, {}, 1, number, kFirstAccount, EventKind::updating, number};
}

TEST(LiveTraceTest, NothingGoesPastAWorkerThatMayHaveMore) {
  const Settings settings = programOf({{"a", 1}, {"b", 1}}, LockKind::none, 2);
  Recorder recorder;
  recorder.reset(2);
  LiveTrace live(settings.program);
  EXPECT_FALSE(live.follow(recorder));
  recorder.buffer(0).record(updating(5, 0));
  recorder.buffer(0).pause();
  EXPECT_TRUE(live.follow(recorder)) << "the other has not begun";
  recorder.buffer(1).record(updating(6, 1));
  recorder.buffer(0).record(updating(7, 0));
  recorder.buffer(0).pause();
  EXPECT_FALSE(live.follow(recorder)) << "the other may have done something since that comes before";
  EXPECT_EQ(live.trace().events.size(), 1U);
  recorder.buffer(1).pause();
  EXPECT_TRUE(live.follow(recorder));
  EXPECT_EQ(live.trace().events.size(), 3U);
}

TEST(LiveTraceTest, AReadWaitsForTheRecordOfTheWriteThatItSaw) {
  const Settings settings = programOf({{"a", 1}, {"b", 1}}, LockKind::none, 2);
  Recorder recorder;
  recorder.reset(2);
  LiveTrace live(settings.program);
  recorder.buffer(1).record({9, 101, WriteId::of(0, 0), 0, 1, kFirstAccount, EventKind::read, 1});
  recorder.buffer(1).pause();
  EXPECT_FALSE(live.follow(recorder));
  recorder.buffer(0).record({4, 101, {}, 0, 0, kFirstAccount, EventKind::write, 0});
  recorder.buffer(0).pause();
  EXPECT_TRUE(live.follow(recorder));
  ASSERT_EQ(live.trace().events.size(), 2U);
  EXPECT_EQ(live.trace().events[0].kind, EventKind::write);
}

TEST(LiveTraceTest, TakesSoManyAtOnceAndNotMoreThanItsBound) {
  const Settings settings = programOf({{"a", 1}}, LockKind::none, 1);
  Recorder recorder;
  recorder.reset(1);
  for (std::size_t i = 0; i < limits::kMaxLiveEvents + 10'000; ++i)
    recorder.buffer(0).record(updating(static_cast<std::int64_t>(i), 0));
  recorder.buffer(0).pause();
  LiveTrace live(settings.program);
  std::size_t before = 0;
  while (live.follow(recorder)) {
    ASSERT_LE(live.trace().events.size() - before, limits::kLiveEventsAtOnce);
    before = live.trace().events.size();
    ASSERT_TRUE(live.lags());
  }
  EXPECT_EQ(live.trace().events.size(), limits::kMaxLiveEvents);
  EXPECT_TRUE(live.lags());
}

TEST(LiveTraceTest, TakesNothingMoreWhereMemoryRunsOut) {
  const Settings settings = programOf({{"a", 1}}, LockKind::none, 1);
  Recorder recorder;
  recorder.reset(1);
  for (int i = 0; i < 1'000; ++i) recorder.buffer(0).record(updating(i, 0));
  recorder.buffer(0).pause();
  CountingMemory memory(500'000);
  LiveTrace live(settings.program);
  while (live.trace().events.size() < 1'000) ASSERT_TRUE(live.follow(recorder));
  EXPECT_EQ(live.trace().events.size(), 1'000U);
  EXPECT_FALSE(live.lags());
  for (int i = 1'000; i < 8'000; ++i) recorder.buffer(0).record(updating(i, 0));
  const CountingMemory nothing(1'000);
  EXPECT_FALSE(live.follow(recorder));
  EXPECT_TRUE(live.lags());
  EXPECT_EQ(live.trace().events.size(), 1'000U);
  EXPECT_EQ(live.timeline().events(), 1'000U);
}

TEST(LiveTraceTest, AReadOfWhatAnotherHasDoneLongAgoComesInItsTurn) {
  constexpr std::int64_t kMany = 3 * limits::kLiveEventsAtOnce;
  const Settings settings = programOf({{"a", 1, kMany}, {"b", 1}}, LockKind::none, 2);
  Recorder recorder;
  recorder.reset(2);
  for (std::int64_t i = 0; i < kMany; ++i) {
    const WriteId replaced = i == 0 ? WriteId{} : WriteId::of(0, static_cast<std::uint64_t>(i) - 1);
    recorder.buffer(0).record({i, 101 + i, replaced, static_cast<std::uint32_t>(i), 0, kFirstAccount, EventKind::write, 0});
  }
  recorder.buffer(0).pause();
  recorder.buffer(1).record({5, 100 + kMany, WriteId::of(0, kMany - 1), 0, 1, kFirstAccount, EventKind::read, 1});
  recorder.buffer(1).pause();
  LiveTrace live(settings.program);
  while (live.follow(recorder)) {
  }
  ASSERT_EQ(live.trace().events.size(), static_cast<std::size_t>(kMany) + 1);
  EXPECT_EQ(live.trace().events.back().kind, EventKind::read);
}

TEST(LiveTraceTest, IsNotFollowedBeyondWhereItsOrderIsFoundWrong) {
  const Settings settings = programOf({{"a", 1}, {"b", 1}}, LockKind::none, 2);
  Recorder recorder;
  recorder.reset(2);
  LiveTrace live(settings.program);
  recorder.buffer(0).record({4, 101, {}, 0, 0, kFirstAccount, EventKind::write, 0});
  recorder.buffer(0).pause();
  EXPECT_TRUE(live.follow(recorder));
  // It had read before that write, and seemed to pause.
  recorder.buffer(1).record({3, 100, {}, 0, 1, kFirstAccount, EventKind::read, 1});
  recorder.buffer(1).pause();
  recorder.buffer(0).record(updating(5, 0));
  recorder.buffer(0).pause();
  EXPECT_FALSE(live.follow(recorder));
  EXPECT_EQ(live.trace().events.size(), 1U);
  EXPECT_TRUE(live.lags());
}

TEST(LiveTraceTest, WhatWasDroppedIsMissing) {
  const Settings settings = programOf({{"a", 1}}, LockKind::none, 1);
  Recorder recorder(100);
  recorder.reset(1);
  for (int i = 0; i < 99; ++i) recorder.buffer(0).record(updating(i, 0));
  recorder.buffer(0).pause();
  LiveTrace live(settings.program);
  while (live.follow(recorder)) {
  }
  EXPECT_FALSE(live.lags());
  recorder.buffer(0).record(updating(100, 0));
  recorder.buffer(0).record(updating(101, 0));
  recorder.buffer(0).pause();
  EXPECT_TRUE(live.follow(recorder));
  // For a moment it may only be held back.
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(live.follow(recorder));
  EXPECT_EQ(live.trace().events.size(), 100U);
  EXPECT_TRUE(live.lags());
}

}  // namespace
}  // namespace interleave
