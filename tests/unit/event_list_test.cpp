#include "trace/event_list.h"

#include <algorithm>
#include <iterator>
#include <ranges>

#include "support.h"

namespace interleave {
namespace {

static_assert(std::random_access_iterator<EventList::iterator>);
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
  const Event* first = &list[0];
  for (int i = 0; i < 10'000; ++i) list.push_back(eventAt(i));
  EXPECT_EQ(&list[0], first);
}

TEST(EventListTest, CopiesAreIndependent) {
  EventList list = countTo(2'000);
  const EventList copy = list;
  list[5].timeNs = 99;
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
  EXPECT_EQ(&list[0], place);
  for (std::int64_t i = 1; i < 3'000; ++i) list.push_back(eventAt(i));
  EXPECT_TRUE(counts(list, 3'000));
}

}  // namespace
}  // namespace interleave
