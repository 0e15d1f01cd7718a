// Which updates the balance lost, and which write lost them.
//
// Each write builds on the write whose value its own transaction had read before: these links make
// a tree of the writes, rooted in the starting balance. The balance after a write contains exactly
// the updates on the write's path to the root. An update that was performed but is not on the path
// of the last write is lost; it was lost by the last write that replaced a balance which contained
// it with one that did not.
#pragma once

#include <cstdint>
#include <vector>

#include "trace/trace.h"

namespace interleave {

struct LostUpdate {
  std::uint32_t write;  // index in Trace::events of the write that was lost
  std::uint32_t by;     // index of the write that overwrote it
  std::uint32_t read;   // index of the read that `by` had built on
};

// In order of the lost writes. Pure; the time is linear in the number of events. Beside the result it takes 16 bytes
// a write, of one account at a time.
std::vector<LostUpdate> lostUpdates(const Trace& trace);

}  // namespace interleave
