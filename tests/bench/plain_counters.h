// What a first version of the exploration would be: two plain counters to measure ours beside, and to
// hold its counts against.
//
// Preconditions of both: overdraft=allow, no transaction throws, fewer than 2^64 schedules.
#pragma once

#include <cstdint>
#include <map>

#include "model/settings.h"

namespace interleave {

struct PlainCount {
  std::uint64_t states = 0;                 // that were looked at; of an enumeration: steps taken
  std::map<Money, std::uint64_t> endings;   // schedules of each
};

// Level by level over states, in a std::unordered_map.
PlainCount countByLevels(const Settings& settings);

// Every schedule by itself, depth first, taking back each step.
PlainCount enumerate(const Settings& settings);

}  // namespace interleave
