#include "trace/lost_updates.h"

#include <algorithm>
#include <array>
#include <limits>
#include <memory_resource>

namespace interleave {
namespace {

// In the tree of the writes, numbered in their order, the balances that contained an update are the
// nodes of its subtree: itself and every write that builds on it. The last of those is the one with
// the highest number, and the write after that replaced it with a balance without the update.

using Index = std::uint32_t;
static_assert(limits::kMaxRecordedEvents < std::numeric_limits<Index>::max());

constexpr Index kRoot = std::numeric_limits<Index>::max();

struct Write {
  Index event;           // index in the trace
  Index read;            // index of the read that it builds on
  Index parent;          // the write it builds on, or kRoot
  Index lastContaining;  // the last write whose balance contains this one's update
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
    writes.push_back({i, readAt[event.worker], readFrom[event.worker], latest});
  }
  return writes;
}

void findLost(std::pmr::vector<Write> writes, std::vector<LostUpdate>& lost) {
  // Backwards, since writes that build on a write come after it.
  for (std::size_t i = writes.size(); i-- > 0;) {
    if (writes[i].parent == kRoot) continue;
    Write& parent = writes[writes[i].parent];
    parent.lastContaining = std::max(parent.lastContaining, writes[i].lastContaining);
  }
  const auto isLost = [&](const Write& write) { return write.lastContaining + 1 < writes.size(); };
  lost.reserve(lost.size() + static_cast<std::size_t>(std::ranges::count_if(writes, isLost)));
  for (const Write& write : writes) {
    if (!isLost(write)) continue;
    const Write& loser = writes[write.lastContaining + 1];
    lost.push_back({write.event, loser.event, loser.read});
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

}  // namespace interleave
