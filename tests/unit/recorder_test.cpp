#include "run/recorder.h"

#include <thread>

#include "support.h"

namespace interleave {
namespace {

Event eventAt(std::int64_t time) { return {.timeNs = time, .value = 0, .link = {}, .update = 0, .task = 0, .kind = EventKind::read, .worker = 0}; }

TEST(RecorderTest, KeepsEachWorkersEventsInOrder) {
  Recorder recorder;
  recorder.reset(3);
  recorder.buffer(2).record(eventAt(7));
  recorder.buffer(0).record(eventAt(1));
  recorder.buffer(2).record(eventAt(5));
  const std::vector<WorkerRecord> records = recorder.published();
  ASSERT_EQ(records.size(), 3U);
  ASSERT_EQ(records[0].events.size(), 1U);
  EXPECT_EQ(records[0].events[0].timeNs, 1);
  EXPECT_TRUE(records[1].events.empty());
  ASSERT_EQ(records[2].events.size(), 2U);
  EXPECT_EQ(records[2].events[0].timeNs, 7);
  EXPECT_EQ(records[2].events[1].timeNs, 5);
  for (const WorkerRecord& record : records) EXPECT_EQ(record.dropped, 0U);
}

TEST(RecorderTest, KeepsTheFirstEventsAndCountsTheOthers) {
  Recorder recorder;
  recorder.reset(2, 10);
  for (int i = 0; i < 5; ++i) recorder.buffer(0).record(eventAt(i));
  EXPECT_EQ(recorder.published()[0].dropped, 0U) << "half of the record, filled exactly";
  for (int i = 5; i < 12; ++i) recorder.buffer(0).record(eventAt(i));
  recorder.buffer(1).record(eventAt(100));
  const std::vector<WorkerRecord> records = recorder.published();
  ASSERT_EQ(records[0].events.size(), 5U);
  EXPECT_EQ(records[0].events.back().timeNs, 4);
  EXPECT_EQ(records[0].dropped, 7U);
  EXPECT_EQ(records[1].events.size(), 1U) << "one worker cannot use up another's share";
  EXPECT_EQ(records[1].dropped, 0U);
}

TEST(RecorderTest, SharesTheMemoryOfARunEvenly) {
  for (const int workers : {1, 3, limits::kMaxWorkers}) {
    Recorder recorder;
    recorder.reset(workers);
    const std::size_t share = limits::kMaxRecordedEvents / static_cast<std::size_t>(workers);
    for (std::size_t i = 0; i < share + 3; ++i) recorder.buffer(workers - 1).record(eventAt(0));
    EXPECT_EQ(recorder.published().back().events.size(), share);
    EXPECT_EQ(recorder.published().back().dropped, 3U);
  }
}

TEST(RecorderTest, ResetForgets) {
  Recorder recorder;
  recorder.reset(1, 2);
  for (int i = 0; i < 5; ++i) recorder.buffer(0).record(eventAt(i));
  recorder.reset(1, 1);
  EXPECT_TRUE(recorder.published()[0].events.empty());
  EXPECT_EQ(recorder.published()[0].dropped, 0U);
  for (int i = 0; i < 5; ++i) recorder.buffer(0).record(eventAt(i));
  EXPECT_EQ(recorder.published()[0].events.size(), 1U) << "the smaller size counts, though there is storage";
  EXPECT_EQ(recorder.published()[0].dropped, 4U);
  recorder.reset(2, 8);
  EXPECT_EQ(recorder.published().size(), 2U);
}

TEST(RecorderTest, WhatIsPublishedCanBeReadWhileMoreIsRecorded) {
  constexpr std::int64_t kEvents = 50'000;
  Recorder recorder;
  recorder.reset(1, static_cast<std::size_t>(kEvents));
  std::thread worker([&] {
    for (std::int64_t i = 0; i < kEvents; ++i) recorder.buffer(0).record(eventAt(i));
  });
  std::size_t seen = 0;
  while (seen < static_cast<std::size_t>(kEvents)) {
    const WorkerRecord record = recorder.published()[0];
    EXPECT_GE(record.events.size(), seen);
    seen = record.events.size();
    if (seen > 0) EXPECT_EQ(record.events.back().timeNs, static_cast<std::int64_t>(seen) - 1);
  }
  worker.join();
  EXPECT_EQ(recorder.published()[0].dropped, 0U);
}

}  // namespace
}  // namespace interleave
