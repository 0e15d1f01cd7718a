#include "run/recorder.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <new>
#include <span>
#include <thread>

#include "support.h"
#include "trace/lost_updates.h"

namespace interleave {
namespace {

using test::CountingMemory;

Event eventAt(std::int64_t time) {
  return {.timeNs = time, .value = 0, .link = {}, .update = 0, .task = 0, .kind = EventKind::read, .worker = 0};
}

void record(Recorder& recorder, int worker, const Event& event) {
  recorder.buffer(worker).record(event);
  recorder.buffer(worker).publish();
}

std::vector<Event> eventsOf(const WorkerRecord& record) {
  std::vector<Event> events;
  for (const std::span<const Event> piece : record.pieces) events.insert(events.end(), piece.begin(), piece.end());
  return events;
}

// Workers that take turns: each records the first of these events, then each the second, and so on, that many times.
void recordTurns(Recorder& recorder, int workers, const std::vector<EventKind>& kinds, std::uint32_t times) {
  WriteId latest;
  std::int64_t time = 0;
  for (std::uint32_t update = 0; update < times; ++update) {
    for (const EventKind kind : kinds) {
      for (int worker = 0; worker < workers; ++worker) {
        const auto number = static_cast<std::uint8_t>(worker);
        const bool linked = readsBalance(kind) || writesBalance(kind);
        record(recorder, worker, {++time, 100, linked ? latest : WriteId{}, update, number, kFirstAccount, kind, number});
        if (writesBalance(kind)) latest = WriteId::of(worker, update);
      }
    }
  }
}

const std::vector<EventKind> kUpdate = {EventKind::updating, EventKind::read, EventKind::write, EventKind::finishing};
const std::vector<EventKind> kAddition = {EventKind::updating, EventKind::added, EventKind::finishing};

TEST(RecorderTest, KeepsEachWorkersEventsInOrder) {
  Recorder recorder;
  recorder.reset(3);
  record(recorder, 2, eventAt(7));
  record(recorder, 0, eventAt(1));
  record(recorder, 2, eventAt(5));
  const std::vector<WorkerRecord> records = recorder.published();
  ASSERT_EQ(records.size(), 3U);
  ASSERT_EQ(records[0].size(), 1U);
  EXPECT_EQ(eventsOf(records[0])[0].timeNs, 1);
  EXPECT_TRUE(records[1].pieces.empty());
  ASSERT_EQ(records[2].size(), 2U);
  EXPECT_EQ(eventsOf(records[2])[0].timeNs, 7);
  EXPECT_EQ(eventsOf(records[2])[1].timeNs, 5);
  for (const WorkerRecord& record : records) EXPECT_EQ(record.dropped, 0U);
  EXPECT_EQ(recorder.events(), 3U);
}

TEST(RecorderTest, KeepsTheFirstEventsAndCountsTheOthers) {
  Recorder recorder(10);
  recorder.reset(2);
  for (int i = 0; i < 5; ++i) record(recorder, 0, eventAt(i));
  EXPECT_EQ(recorder.published()[0].dropped, 0U) << "half of the record, filled exactly";
  for (int i = 5; i < 12; ++i) record(recorder, 0, eventAt(i));
  record(recorder, 1, eventAt(100));
  const std::vector<WorkerRecord> records = recorder.published();
  ASSERT_EQ(records[0].size(), 5U);
  EXPECT_EQ(eventsOf(records[0]).back().timeNs, 4);
  EXPECT_EQ(records[0].dropped, 7U);
  EXPECT_EQ(records[1].size(), 1U) << "one worker cannot use up what another begins with";
  EXPECT_EQ(records[1].dropped, 0U);
  EXPECT_EQ(recorder.events(), 13U);
}

TEST(RecorderTest, AWorkerUsesAsMuchOfTheBoundAsIsLeft) {
  Recorder recorder(5'000);
  recorder.reset(2);
  for (int i = 0; i < 10'000; ++i) record(recorder, 0, eventAt(i));
  for (int i = 0; i < 2'000; ++i) record(recorder, 1, eventAt(i));
  const std::vector<WorkerRecord> records = recorder.published();
  EXPECT_EQ(records[0].size(), 5'000U - EventChunk::kEvents);
  EXPECT_EQ(records[0].dropped, 5'000U + EventChunk::kEvents);
  EXPECT_EQ(records[1].size(), EventChunk::kEvents);
  EXPECT_EQ(records[1].dropped, 2'000U - EventChunk::kEvents);
  for (const WorkerRecord& record : records) {
    const std::vector<Event> events = eventsOf(record);
    for (std::size_t i = 0; i < events.size(); ++i) ASSERT_EQ(events[i].timeNs, static_cast<std::int64_t>(i));
  }
}

TEST(RecorderTest, OthersSeeManyEventsAtOnceOrWhatIsPublished) {
  constexpr int kMany = limits::kEventsPerReading;
  Recorder recorder;
  recorder.reset(1);
  EventBuffer& buffer = recorder.buffer(0);
  buffer.record(eventAt(0));
  EXPECT_EQ(recorder.events(), 1U) << "the first after a pause";
  for (int i = 1; i < kMany; ++i) buffer.record(eventAt(i));
  EXPECT_EQ(recorder.events(), 1U);
  EXPECT_EQ(buffer.progress(), (EventBuffer::Progress{1, false}));
  buffer.record(eventAt(kMany));
  EXPECT_EQ(recorder.events(), static_cast<std::uint64_t>(kMany) + 1);
  buffer.record(eventAt(kMany + 1));
  EXPECT_EQ(recorder.events(), static_cast<std::uint64_t>(kMany) + 1);
  buffer.publish();
  EXPECT_EQ(recorder.events(), static_cast<std::uint64_t>(kMany) + 2);
}

TEST(RecorderTest, AWorkerThatPausesHasPublishedAllAndSaysWhenItGoesOn) {
  Recorder recorder;
  recorder.reset(1);
  EventBuffer& buffer = recorder.buffer(0);
  EXPECT_EQ(buffer.progress(), (EventBuffer::Progress{0, true})) << "it has not begun";
  for (int i = 0; i < 5; ++i) buffer.record(eventAt(i));
  buffer.pause();
  EXPECT_EQ(buffer.progress(), (EventBuffer::Progress{5, true}));
  buffer.record(eventAt(5));
  EXPECT_EQ(buffer.progress(), (EventBuffer::Progress{6, false}));
}

TEST(RecorderTest, WorkersThatRecordAtOnceShareTheBoundExactly) {
  constexpr std::size_t kMost = 100'000;
  Recorder recorder(kMost);
  recorder.reset(4);
  std::vector<std::thread> workers;
  for (int worker = 0; worker < 4; ++worker) {
    workers.emplace_back([&recorder, worker] {
      for (std::size_t i = 0; i < kMost; ++i) record(recorder, worker, eventAt(static_cast<std::int64_t>(i)));
    });
  }
  for (std::thread& worker : workers) worker.join();
  std::size_t kept = 0;
  for (const WorkerRecord& record : recorder.published()) {
    EXPECT_EQ(record.size() + record.dropped, kMost);
    EXPECT_GE(record.size(), EventChunk::kEvents);
    kept += record.size();
  }
  EXPECT_EQ(kept, kMost);
}

TEST(RecorderTest, ResetForgets) {
  Recorder recorder(2);
  recorder.reset(1);
  for (int i = 0; i < 5; ++i) record(recorder, 0, eventAt(i));
  recorder.reset(2);
  ASSERT_EQ(recorder.published().size(), 2U);
  EXPECT_TRUE(recorder.published()[0].pieces.empty());
  EXPECT_EQ(recorder.published()[0].dropped, 0U);
  EXPECT_EQ(recorder.events(), 0U);
  for (int i = 0; i < 5; ++i) record(recorder, 0, eventAt(i));
  EXPECT_EQ(recorder.published()[0].size(), 1U);
  EXPECT_EQ(recorder.published()[0].dropped, 4U);
}

TEST(RecorderTest, WhatIsPublishedCanBeReadWhileMoreIsRecorded) {
  constexpr std::int64_t kEvents = 50'000;
  Recorder recorder;
  recorder.reset(1);
  std::thread worker([&] {
    for (std::int64_t i = 0; i < kEvents; ++i) record(recorder, 0, eventAt(i));
  });
  std::size_t seen = 0;
  while (seen < static_cast<std::size_t>(kEvents)) {
    const WorkerRecord record = recorder.published()[0];
    EXPECT_GE(record.size(), seen);
    seen = record.size();
    if (seen > 0) EXPECT_EQ(record.pieces.back().back().timeNs, static_cast<std::int64_t>(seen) - 1);
  }
  worker.join();
  EXPECT_EQ(recorder.published()[0].dropped, 0U);
}

// ---- Taking over --------------------------------------------------------------------------------

TEST(RecorderTest, TakesOverWhatMergingLeavesWhereItIs) {
  test::Random random(11);
  for (int i = 0; i < test::rounds(200); ++i) {
    test::Drive drive(test::randomSettings(random, {.transactions = 10, .workers = 6}));
    while (drive.stepRandomly(random)) {
    }
    const std::size_t most = test::oneIn(random, 2) ? static_cast<std::size_t>(test::between(random, 0, 200)) : 1'000;
    Recorder recorder(most);
    recorder.reset(limits::kMaxWorkers);
    for (const Event& event : drive.events()) record(recorder, event.worker, event);
    const Trace merged = mergeRecords(recorder.published());
    const Trace taken = recorder.take();
    ASSERT_TRUE(taken.events == merged.events);
    ASSERT_EQ(taken.dropped, merged.dropped);
    ASSERT_EQ(taken.events.size() + taken.dropped, drive.events().size());
  }
}

TEST(RecorderTest, TakesOverManyChunks) {
  Recorder recorder(30'000);
  recorder.reset(3);
  recordTurns(recorder, 3, kUpdate, 3'000);
  const Trace merged = mergeRecords(recorder.published());
  EXPECT_GT(merged.events.size(), 25'000U);
  EXPECT_EQ(merged.events.size() + merged.dropped, 36'000U);
  const Trace taken = recorder.take();
  EXPECT_TRUE(taken.events == merged.events);
  EXPECT_EQ(taken.dropped, merged.dropped);
  EXPECT_EQ(recorder.events(), 36'000U) << "still known";
  for (const WorkerRecord& record : recorder.published()) EXPECT_TRUE(record.pieces.empty());
  recorder.reset(1);
  EXPECT_EQ(recorder.events(), 0U);
}

// ---- The order between balances ------------------------------------------------------------------

// In each round either thread writes a balance of its own and then reads the other's (the litmus test "store buffering";
// S. V. Adve and K. Gharachorloo, "Shared memory consistency models: a tutorial", IEEE Computer 29(12), 1996).
struct StoreBuffering {
  explicit StoreBuffering(int ofRounds) : rounds(ofRounds) {
    for (Balance& balance : balances) balance.reset(0);
    recorder.reset(2);
    std::thread other([this] { work(1); });
    work(0);
    other.join();
  }

  void work(int worker) {
    const auto mine = static_cast<std::uint8_t>(worker);
    const auto other = static_cast<std::uint8_t>(1 - worker);
    EventBuffer& buffer = recorder.buffer(worker);
    for (int round = 0; round < rounds; ++round) {
      // Both begin a round at once: the accesses are to overlap.
      ++arrived;
      for (int looks = 0; arrived.load() < 2 * (round + 1); ++looks) {
        if (looks > 1'000) std::this_thread::yield();
      }
      const WriteId replaced = balances[mine].write(worker, round + 1);
      const Balance::Seen seen = balances[other].read();
      const auto update = static_cast<std::uint32_t>(round);
      buffer.record({round, round + 1, replaced, update, mine, mine, EventKind::write, mine});
      buffer.record({round, seen.value, seen.write, update, mine, other, EventKind::read, mine});
    }
    buffer.publish();
  }

  const int rounds;
  std::array<Balance, 2> balances;
  Recorder recorder;
  std::atomic<int> arrived{0};
};

TEST(RecorderTest, AccessesOfTwoBalancesHaveOneOrder) {
  StoreBuffering run(5'000);
  const Trace trace = run.recorder.take();
  EXPECT_EQ(trace.dropped, 0U) << "the merge never stops";
  ASSERT_EQ(trace.events.size(), 4U * 5'000U);
  std::array<Money, 2> balances{};
  std::array<WriteId, 2> latest;
  std::array<std::uint64_t, 2> writes{};
  for (const Event& event : trace.events) {
    const auto account = event.objects.first();
    ASSERT_EQ(event.link, latest[account]);
    if (event.kind == EventKind::read) {
      ASSERT_EQ(event.value, balances[account]);
    } else {
      balances[account] = event.value;
      latest[account] = WriteId::of(event.worker, writes[event.worker]++);
    }
  }
  EXPECT_EQ(balances, (std::array<Money, 2>{5'000, 5'000}));
}

// ---- Memory -------------------------------------------------------------------------------------

TEST(RecorderTest, TakesMemoryOnlyAsItIsNeeded) {
  CountingMemory memory;
  Recorder recorder;
  recorder.reset(2);
  const std::size_t before = memory.now();
  EXPECT_LT(before, 100'000U);
  for (int i = 0; i < 1'000; ++i) record(recorder, 0, eventAt(i));
  EXPECT_EQ(memory.now(), before);
  for (int i = 0; i < 99'000; ++i) record(recorder, 0, eventAt(i));
  EXPECT_LE(memory.now(), before + 33 * 100'000U);
}

TEST(RecorderTest, ARunTakesLittleMoreThanItsEventsOnce) {
  for (const auto& [kinds, times] : {std::pair(kUpdate, 25'000U), std::pair(kAddition, 33'333U)}) {
    CountingMemory memory;
    {
      Recorder recorder;
      recorder.reset(3);
      recordTurns(recorder, 3, kinds, times);
      const Trace trace = recorder.take();
      EXPECT_EQ(trace.dropped, 0U);
      ASSERT_GT(trace.events.size(), 299'000U);
      EXPECT_LE(memory.now(), 33 * trace.events.size()) << "the recorder keeps nothing";
      const std::vector<LostUpdate> lost = lostUpdates(trace);
      EXPECT_LE(memory.most() + lost.size() * sizeof(LostUpdate), 40 * trace.events.size());
    }
    EXPECT_EQ(memory.now(), 0U);
  }
}

TEST(RecorderTest, WhereMemoryRunsOutEventsAreDropped) {
  for (const std::size_t limit : {0U, 40'000U, 70'000U, 300'000U, 1'000'000U, 1'030'000U, 3'000'000U}) {
    CountingMemory memory(limit);
    Recorder recorder;
    recorder.reset(2);
    recordTurns(recorder, 2, kUpdate, 10'000);
    EXPECT_EQ(recorder.events(), 80'000U);
    const Trace trace = recorder.take();
    EXPECT_EQ(trace.events.size() + trace.dropped, 80'000U) << limit;
    if (limit >= 300'000) EXPECT_GT(trace.events.size() * sizeof(Event), limit / 4) << limit;
    EXPECT_TRUE(std::ranges::is_sorted(trace.events, {}, &Event::timeNs));
  }
}

}  // namespace
}  // namespace interleave
