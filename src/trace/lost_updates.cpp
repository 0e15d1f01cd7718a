#include "trace/lost_updates.h"

#include <algorithm>
#include <array>
#include <limits>
#include <memory_resource>
#include <new>

namespace interleave {
namespace {

using Index = std::uint32_t;
static_assert(limits::kMaxRecordedEvents < std::numeric_limits<Index>::max());

constexpr Index kRoot = std::numeric_limits<Index>::max();

struct Write {
  Index event;   // index in the trace
  Index read;    // index of the read that it builds on
  Index parent;  // the write it builds on, or kRoot
};

// How many objects there are, by what is written.
std::size_t objectsOf(const Trace& trace) {
  std::size_t objects = 0;
  for (const Event& event : trace.events) {
    if (writesBalance(event.kind)) objects = std::max<std::size_t>(objects, event.objects.first() + 1U);
  }
  return objects;
}

std::pmr::vector<Write> writesOf(const Trace& trace, ObjectId account) {
  const auto isWrite = [account](const Event& event) { return event.objects == account && writesBalance(event.kind); };
  std::pmr::vector<Write> writes;
  writes.reserve(static_cast<std::size_t>(std::ranges::count_if(trace.events, isWrite)));
  std::array<Index, limits::kMaxWorkers> readFrom;
  readFrom.fill(kRoot);
  std::array<Index, limits::kMaxWorkers> readAt{};
  Index latest = kRoot;
  Index i = 0;
  for (auto at = trace.events.begin(); at != trace.events.end(); ++at, ++i) {
    const Event& event = *at;
    if (event.objects != account) continue;
    // A read sees the latest write, since the trace is in the order of the accesses.
    if (event.kind == EventKind::read || event.kind == EventKind::added || event.kind == EventKind::swapped) {
      readFrom[event.worker] = latest;
      readAt[event.worker] = i;
    }
    if (!isWrite(event)) continue;
    latest = static_cast<Index>(writes.size());
    writes.push_back({i, readAt[event.worker], readFrom[event.worker]});
  }
  return writes;
}

// From the last write back along its path: what lies between two writes of the path was lost by the later one.
void findLost(const std::pmr::vector<Write>& writes, std::vector<LostUpdate>& lost) {
  if (writes.empty()) return;
  std::size_t notLost = 0;
  for (Index kept = static_cast<Index>(writes.size() - 1); kept != kRoot; kept = writes[kept].parent) ++notLost;
  lost.reserve(lost.size() + writes.size() - notLost);
  for (Index kept = static_cast<Index>(writes.size() - 1); kept != kRoot; kept = writes[kept].parent) {
    const Write& by = writes[kept];
    const Index first = by.parent == kRoot ? 0 : by.parent + 1;
    for (Index i = first; i < kept; ++i) lost.push_back({writes[i].event, by.event, by.read});
  }
}

}  // namespace

std::vector<LostUpdate> lostUpdates(const Trace& trace) {
  std::vector<LostUpdate> lost;
  const std::size_t objects = objectsOf(trace);
  for (std::size_t object = 0; object < objects; ++object) {
    findLost(writesOf(trace, static_cast<ObjectId>(object)), lost);
  }
  std::ranges::sort(lost, {}, &LostUpdate::write);
  return lost;
}

void dropHalf(Trace& trace) {
  const std::size_t kept = trace.events.size() / 2;
  trace.dropped += trace.events.size() - kept;
  trace.events.truncate(kept);
}

std::vector<LostUpdate> lostUpdatesInMemory(Trace& trace) {
  for (;;) {
    try {
      return lostUpdates(trace);
    } catch (const std::bad_alloc&) {
      if (trace.events.empty()) throw;
      dropHalf(trace);
    }
  }
}

}  // namespace interleave
