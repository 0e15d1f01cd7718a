// The times of a merged trace, derived from the recorded times: see trace/trace.h.
//
// Not thread-safe.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <memory_resource>
#include <vector>

#include "trace/event_list.h"

namespace interleave {

class MergedTimes {
 public:
  MergedTimes() { latest_.fill(-1); }  // before any time

  // The next event of the merged order, as it was recorded: its time is a reading of the clock, or else that of its
  // worker's event before. Throws std::bad_alloc.
  void note(const Event& event) {
    std::int64_t& latest = latest_[event.worker];
    isReading_.push_back(event.timeNs != latest);
    latest = event.timeNs;
  }

  // Bounds the times of the events that have been noted since the last call: the last ones of the list, from `from` on.
  void bound(EventList& events, std::size_t from) {
    // Upper bounds: later events have later times, and so have the readings after them.
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
    for (std::size_t i = events.size(); i-- > from;) {
      std::int64_t& timeNs = events.at(i).timeNs;
      if (isReading_[i - from]) most = std::min(most, timeNs);
      timeNs = std::min(timeNs, most);
    }
    // Lower bounds: earlier events have earlier times, by at least 1 ns, so that times show the order.
    for (std::size_t i = std::max<std::size_t>(1, from); i < events.size(); ++i) {
      events.at(i).timeNs = std::max(events[i].timeNs, events[i - 1].timeNs + 1);
    }
    isReading_.clear();
  }

 private:
  std::pmr::vector<bool> isReading_;
  std::array<std::int64_t, limits::kMaxWorkers> latest_;
};

}  // namespace interleave
