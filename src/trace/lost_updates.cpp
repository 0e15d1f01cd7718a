#include "trace/lost_updates.h"

#include <algorithm>
#include <array>

namespace interleave {
namespace {

// In the tree of the writes, numbered in their order, the balances that contained an update are the
// nodes of its subtree: itself and every write that builds on it. The last of those is the one with
// the highest number, and the write after that replaced it with a balance without the update.

constexpr std::size_t kRoot = static_cast<std::size_t>(-1);

struct Write {
  std::size_t event;          // index in the trace
  std::size_t read;           // index of the read that it builds on
  std::size_t parent;         // the write it builds on, or kRoot
  std::size_t lastContaining; // the last write whose balance contains this one's update
};

std::vector<Write> writesOf(const Trace& trace, Which account) {
  std::vector<Write> writes;
  std::array<std::size_t, limits::kMaxWorkers> readFrom;
  readFrom.fill(kRoot);
  std::array<std::size_t, limits::kMaxWorkers> readAt{};
  std::size_t latest = kRoot;
  for (std::size_t i = 0; i < trace.events.size(); ++i) {
    const Event& event = trace.events[i];
    if (event.account != account) continue;
    // What a read sees is the latest write: the trace is in the order of the accesses.
    if (event.kind == EventKind::read || event.kind == EventKind::added || event.kind == EventKind::swapped) {
      readFrom[event.worker] = latest;
      readAt[event.worker] = i;
    }
    if (!writesBalance(event.kind)) continue;
    latest = writes.size();
    writes.push_back({i, readAt[event.worker], readFrom[event.worker], latest});
  }
  return writes;
}

void findLost(std::vector<Write> writes, std::vector<LostUpdate>& lost) {
  // Backwards: whatever builds on a write comes after it.
  for (std::size_t i = writes.size(); i-- > 0;) {
    if (writes[i].parent == kRoot) continue;
    Write& parent = writes[writes[i].parent];
    parent.lastContaining = std::max(parent.lastContaining, writes[i].lastContaining);
  }
  for (const Write& write : writes) {
    const std::size_t loser = write.lastContaining + 1;
    if (loser < writes.size()) lost.push_back({write.event, writes[loser].event, writes[loser].read});
  }
}

}  // namespace

std::vector<LostUpdate> lostUpdates(const Trace& trace) {
  std::vector<LostUpdate> lost;
  findLost(writesOf(trace, Which::first), lost);
  findLost(writesOf(trace, Which::second), lost);
  std::ranges::sort(lost, {}, &LostUpdate::write);
  return lost;
}

}  // namespace interleave
