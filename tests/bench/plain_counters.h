// Two plain counters, as a first version of the exploration would have them, to compare times and counts with.
//
// Preconditions of both: at most kPlainTransactions, none of which throws, and overdraft=allow; balances
// fit into 32 bits, the number of schedules into 64.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>

#include "model/account_program.h"

namespace interleave {

inline constexpr std::size_t kPlainTransactions = 8;

struct PlainCount {
  std::uint64_t states = 0;                 // that were looked at; of an enumeration: steps taken
  std::map<Money, std::uint64_t> endings;   // schedules of each
};

// Level by level over states, in a std::unordered_map.
PlainCount countByLevels(const AccountProgram& program);

// Every schedule by itself, depth first, taking back each step.
PlainCount enumerate(const AccountProgram& program);

}  // namespace interleave
