// Which updates the balance lost, and which write lost them.
//
// Each write builds on the write whose value its own transaction had read before: these links make
// a tree of the writes, rooted in the starting balance. The balance after a write contains exactly
// the updates on the write's path to the root. An update that was performed but is not on the path
// of the last write is lost. The write that lost it is the first later one that is on that path: it
// was made from a copy that is older than the update, and the final balance builds on it.
#pragma once

#include <cstdint>
#include <vector>

#include "trace/trace.h"

namespace interleave {

struct LostUpdate {
  std::uint32_t write;  // index in Trace::events of the write that was lost
  std::uint32_t by;     // index of the write that lost it
  std::uint32_t read;   // index of the read that `by` had built on; before `write`
};

// In order of the lost writes. Pure; the time is linear in the number of events. Beside the result it takes 12 bytes
// a write, of one account at a time.
std::vector<LostUpdate> lostUpdates(const Trace& trace);

// The same. Where there is too little memory, the later half of the trace is dropped, until there is enough.
std::vector<LostUpdate> lostUpdatesInMemory(Trace& trace);
// Drops the later half of the events.
void dropHalf(Trace& trace);

}  // namespace interleave
