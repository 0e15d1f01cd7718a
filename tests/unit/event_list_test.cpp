#include "trace/event_list.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <new>
#include <ranges>
#include <vector>

#include "support.h"

namespace interleave {
namespace {

static_assert(std::random_access_iterator<EventList::const_iterator>);

Event eventAt(std::int64_t time) {
  Event event;
  event.timeNs = time;
  return event;
}

EventList countTo(std::size_t events) {
  EventList list;
  for (std::size_t i = 0; i < events; ++i) list.push_back(eventAt(static_cast<std::int64_t>(i)));
  return list;
}

// The times are 0, 1, 2, ...
bool counts(const EventList& list, std::size_t events) {
  std::int64_t next = 0;
  const bool inOrder = std::ranges::all_of(list, [&](const Event& event) { return event.timeNs == next++; });
  return inOrder && list.size() == events && next == static_cast<std::int64_t>(events);
}

TEST(EventListTest, HoldsWhatWasPutIn) {
  EXPECT_TRUE(EventList().empty());
  for (const std::size_t events : {1U, 1'023U, 1'024U, 1'025U, 5'000U}) {
    const EventList list = countTo(events);
    EXPECT_TRUE(counts(list, events)) << events;
    EXPECT_EQ(list.front().timeNs, 0);
    EXPECT_EQ(list.back().timeNs, static_cast<std::int64_t>(events) - 1);
    EXPECT_EQ(list[events / 2].timeNs, static_cast<std::int64_t>(events / 2));
  }
}

TEST(EventListTest, WhatItHoldsStaysWhereItIs) {
  EventList list = countTo(1);
  const Event* first = &list.at(0);
  for (int i = 0; i < 10'000; ++i) list.push_back(eventAt(i));
  EXPECT_EQ(&list.at(0), first);
}

TEST(EventListTest, CopiesAreIndependent) {
  EventList list = countTo(2'000);
  const EventList copy = list;
  list.at(5).timeNs = 99;
  EXPECT_TRUE(counts(copy, 2'000));
  const EventList moved = std::move(list);
  EXPECT_EQ(moved[5].timeNs, 99);
  list = copy;
  EXPECT_TRUE(counts(list, 2'000));
  EXPECT_TRUE(counts(EventList(copy.begin(), copy.begin() + 1'500), 1'500));
}

TEST(EventListTest, CanBeCutAndGrownAgain) {
  EventList list = countTo(3'000);
  for (const std::size_t events : {3'000U, 2'048U, 2'047U, 1U, 0U}) {
    list.truncate(events);
    EXPECT_TRUE(counts(list, events)) << events;
  }
  for (std::int64_t i = 0; i < 1'100; ++i) list.push_back(eventAt(i));
  EXPECT_TRUE(counts(list, 1'100));
}

TEST(EventListTest, GoesAboutLikeAnArray) {
  const EventList list = countTo(3'000);
  EXPECT_EQ(list.end() - list.begin(), 3'000);
  EXPECT_EQ((list.begin() + 2'999)->timeNs, 2'999);
  EXPECT_EQ(std::prev(list.end())->timeNs, 2'999);
  EXPECT_EQ(list.begin()[1'500].timeNs, 1'500);
  EXPECT_LT(list.begin(), list.end());
  EXPECT_EQ(std::ranges::lower_bound(list, 1'234, {}, &Event::timeNs) - list.begin(), 1'234);
  EXPECT_EQ((*std::ranges::begin(std::views::drop(list, 2'000))).timeNs, 2'000);
  auto at = list.begin();
  EXPECT_EQ((at++)->timeNs, 0);
  EXPECT_EQ((at--)->timeNs, 1);
  EXPECT_EQ(at, list.begin());
}

TEST(EventListTest, UsesTheChunksThatItIsGivenFirst) {
  EventList list;
  list.give(EventChunk::make());
  list.dropSpare();
  list.give(EventChunk::make());
  EventChunk::Owner chunk = EventChunk::make();
  const Event* place = chunk->events();
  list.give(std::move(chunk));
  list.push_back(eventAt(0));
  EXPECT_EQ(&list.at(0), place);
  for (std::int64_t i = 1; i < 3'000; ++i) list.push_back(eventAt(i));
  EXPECT_TRUE(counts(list, 3'000));
}

// Fields of up to so many bits, with the least and the most of each.
Event randomEvent(test::Random& random, int bits) {
  const auto drawn = [&](int most) { return std::min(bits, most) == 0 ? 0 : random() >> (64 - std::min(bits, most)); };
  Event event;
  event.timeNs = static_cast<std::int64_t>(drawn(64));
  event.value = static_cast<Money>(test::oneIn(random, 2) ? drawn(63) : ~drawn(63));
  event.link.bits = test::oneIn(random, 4) ? WriteId::kInitialBits : drawn(64);
  event.update = static_cast<std::uint32_t>(drawn(32));
  event.task = static_cast<std::uint8_t>(drawn(8));
  event.objects = std::bit_cast<ObjectSpan>(static_cast<std::uint8_t>(drawn(8)));
  event.kind = static_cast<EventKind>(drawn(8));
  event.worker = static_cast<std::uint8_t>(drawn(8));
  return event;
}

TEST(EventListTest, PackedEventsAreTheSame) {
  test::Random random(7);
  for (int bits = 0; bits <= 64; ++bits) {
    std::vector<Event> events;
    events.reserve(2 * EventChunk::kEvents + 5);
    for (std::size_t i = 0; i < 2 * EventChunk::kEvents + 5; ++i) events.push_back(randomEvent(random, bits));
    EventList list(events.begin(), events.end());
    list.pack();
    EXPECT_TRUE(std::ranges::equal(list, events)) << bits << " bits";
    EXPECT_EQ(list.back(), events.back());
    EXPECT_EQ(list, EventList(list));
  }
}

TEST(EventListTest, WhatIsPackedCanBeCutAndGrownAgain) {
  for (const std::size_t events : {3'000U, 2'500U, 2'048U, 2'047U, 1'024U, 1U, 0U}) {
    EventList list = countTo(3'000);
    list.pack();
    list.truncate(events);
    EXPECT_TRUE(counts(list, events)) << events;
    for (std::size_t i = events; i < 4'000; ++i) list.push_back(eventAt(static_cast<std::int64_t>(i)));
    list.pack();
    EXPECT_TRUE(counts(list, 4'000)) << events;
  }
}

TEST(EventListTest, PackingTakesAFewBytesAnEvent) {
  test::CountingMemory memory;
  EventList list;
  for (std::int64_t i = 0; i < 100'000; ++i) {
    list.push_back(eventAt(1'000 * i));  // 20 bits in a chunk
    list.pack();
  }
  // Beside them the last chunk, which is not full, and the one that will follow it.
  EXPECT_LT(memory.now(), 250'000U + 98U * 200U + 2U * 33'000U);
  EXPECT_LT(memory.most(), memory.now() + 5'000U);
}

TEST(EventListTest, PackingWithoutMemoryLeavesTheEvents) {
  test::CountingMemory memory(66'000);
  EventList list = countTo(2 * EventChunk::kEvents);
  EXPECT_THROW(list.pack(), std::bad_alloc);
  EXPECT_TRUE(counts(list, 2 * EventChunk::kEvents));
}

}  // namespace
}  // namespace interleave
