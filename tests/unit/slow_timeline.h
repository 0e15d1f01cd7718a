// Lanes and balances over time by their definition, slowly: derived anew from all events before each moment.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "trace/timeline.h"

namespace interleave::test {

// The states of all lanes after each event, derived from the events before it.
class SlowLanes {
 public:
  SlowLanes(const Settings& settings, std::vector<Event> events) : settings_(settings), events_(std::move(events)) {}

  // After the first `count` events.
  LaneState after(std::size_t count, std::size_t task) const;
  Coverage coverage(std::size_t task, std::int64_t from, std::int64_t to) const;

 private:
  const Settings& settings_;
  std::vector<Event> events_;
};

// In the rest of a stretch nothing was done.
Coverage withNothing(Coverage sum, std::int64_t length);

BalanceRange slowRange(const Settings& settings, const std::vector<Event>& events, std::size_t account, std::int64_t from,
                       std::int64_t to);

}  // namespace interleave::test
