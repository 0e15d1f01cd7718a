// Agents in the order of their letters, A, B, …, and main last; and renamings of them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "program/limits.h"
#include "program/machine.h"

namespace interleave {

using LetterRank = std::uint8_t;
constexpr LetterRank rankOf(program::AgentId agent) {
  return agent == program::kMain ? program::kMaxAgents - 1 : static_cast<LetterRank>(agent - 1);
}
constexpr program::AgentId agentOfRank(LetterRank rank) {
  return rank == program::kMaxAgents - 1 ? program::kMain : static_cast<program::AgentId>(rank + 1);
}
constexpr char letterOfRank(LetterRank rank) { return program::letterOf(agentOfRank(rank)); }

// By rank: the rank of the agent that takes its place.
class Renaming {
 public:
  constexpr Renaming() {
    for (std::size_t rank = 0; rank < program::kMaxAgents; ++rank) to_[rank] = static_cast<LetterRank>(rank);
  }
  constexpr LetterRank operator[](LetterRank rank) const { return to_[rank]; }
  constexpr void set(LetterRank from, LetterRank to) { to_[from] = to; }
  // This one after the inverse of another one.
  constexpr Renaming afterInverseOf(const Renaming& other) const {
    Renaming result;
    for (std::size_t rank = 0; rank < program::kMaxAgents; ++rank) result.to_[other.to_[rank]] = to_[rank];
    return result;
  }
  auto operator<=>(const Renaming&) const = default;

 private:
  std::array<LetterRank, program::kMaxAgents> to_{};
};

}  // namespace interleave
