// The graph of a program's states: every state that can be reached, and the steps between them.
//
// Built breadth first, level by level, on all cores. A step that leaves everything as it is cannot be taken and is no edge. Numbers of
// nodes do not depend on the number of threads.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "explore/budget.h"
#include "explore/state_store.h"
#include "explore/team.h"
#include "program/key.h"
#include "program/machine.h"

namespace interleave {

// Agents in the order of their letters: A, B, …, and main last.
using LetterRank = std::uint8_t;
constexpr LetterRank rankOf(program::AgentId agent) {
  return agent == program::kMain ? program::kMaxAgents - 1 : static_cast<LetterRank>(agent - 1);
}
constexpr program::AgentId agentOfRank(LetterRank rank) {
  return rank == program::kMaxAgents - 1 ? program::kMain : static_cast<program::AgentId>(rank + 1);
}
constexpr char letterOfRank(LetterRank rank) { return program::letterOf(agentOfRank(rank)); }

class ProgramGraph {
 public:
  ProgramGraph(std::shared_ptr<const program::Program> program, bool output) : start_(std::move(program), output) {}

  // Finds all states, or as many as the budget allows, and `mostStates` at most.
  void build(Budget& budget, Team& team, std::uint64_t mostStates);

  struct Edge {
    std::uint32_t target;
    LetterRank rank;
  };
  std::size_t nodes() const { return first_.size() - 1; }
  std::size_t edgeCount() const { return edges_.size(); }
  // By rank. Of a node that was not expanded some or all are missing.
  std::span<const Edge> edges(std::uint32_t node) const {
    return std::span(edges_).subspan(first_[node], first_[node + 1] - first_[node]);
  }
  // Nodes from this one on were found and not expanded, as the budget was spent.
  std::uint32_t expanded() const { return expanded_; }
  // What ended the program in a state, where a bound of the language did; empty: none did.
  const std::string& stopped() const { return stopped_; }
  // Puts a machine into a node's state. `codec` is one of start().
  void restore(std::uint32_t node, program::StateCodec& codec, program::Machine& machine) const;
  // The state in which the first step is to be taken.
  const program::Machine& start() const { return start_; }
  // The memory that it takes, and that going through it will take.
  std::size_t bytes() const;
  std::size_t stateBytes() const { return states_.bytes(); }

 private:
  struct Successor {
    std::uint32_t from;
    LetterRank rank;
    std::uint32_t length;
    std::uint64_t hash;
  };
  struct Worker;

  void expand(std::uint32_t node, Worker& worker) const;
  void take(std::vector<std::unique_ptr<Worker>>& workers, std::uint32_t from, std::uint32_t to, std::uint64_t mostStates);

  const program::Machine start_;
  StateStore states_;
  std::vector<std::size_t> first_ = {0};  // by node: its first edge
  std::vector<Edge> edges_;
  std::uint32_t expanded_ = 0;
  std::string stopped_;
};

}  // namespace interleave
