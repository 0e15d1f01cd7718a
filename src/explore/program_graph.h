// The graph of a program's states: every state that can be reached, and the steps between them.
//
// Built breadth first, level by level, on all cores. A step that leaves everything as it is cannot be taken and is no edge. Numbers of
// nodes do not depend on the number of threads.
//
// A state is kept as a number for each part that can change (program/part_table.h), and each step is executed once for what it looks at
// (StepCache); after that a step is a few changed numbers.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "explore/budget.h"
#include "explore/state_layout.h"
#include "explore/state_store.h"
#include "explore/step_cache.h"
#include "explore/team.h"
#include "program/machine.h"
#include "program/part_machine.h"

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
  ProgramGraph(std::shared_ptr<const program::Program> program, bool output);
  ~ProgramGraph();
  ProgramGraph(const ProgramGraph&) = delete;
  ProgramGraph& operator=(const ProgramGraph&) = delete;

  // Finds all states, or as many as the budget allows, and `mostStates` at most.
  void build(Budget& budget, Team& team, std::uint64_t mostStates);

  struct Edge {
    std::uint32_t target : StateStore::kNumberBits;
    std::uint32_t rank : 32 - StateStore::kNumberBits;  // a LetterRank
  };
  std::size_t nodes() const { return first_.size() - 1; }
  std::size_t edgeCount() const { return edges_.size(); }
  // By rank. Of a node that was not expanded some or all are missing.
  std::span<const Edge> edges(std::uint32_t node) const {
    return std::span(edges_).subspan(first_[node], first_[node + 1] - first_[node]);
  }
  // Each edge goes to a node with a larger number: so the order of numbers is topological.
  bool goesUp() const { return goesUp_; }
  // Nodes from this one on were found and not expanded, as the budget was spent.
  std::uint32_t expanded() const { return expanded_; }
  // What ended the program in a state, where a bound of the language did; empty: none did.
  const std::string& stopped() const { return stopped_; }
  // A machine in a node's state. Good until the next call; for one thread at a time.
  program::Machine& machineAt(std::uint32_t node);
  // The state in which the first step is to be taken.
  const program::Machine& start() const { return start_; }
  // The memory that it takes, and that going through it will take.
  std::size_t bytes() const;
  // Of the states alone.
  std::size_t stateBytes() const { return states_.bytes() + parts_.bytes(); }

 private:
  struct Worker;

  void expandSlice(std::uint32_t from, std::uint32_t to, Team& team, Budget& budget);
  void expand(std::uint32_t node, Worker& worker) const;
  bool stepAnew(program::AgentId agent, const std::uint64_t* state, const StepCache::Known* known, std::uint64_t* next,
                Worker& worker) const;
  void resolve(Worker& worker) const;
  void makeRoom();
  void forgetIfNamed();
  void take(std::uint32_t from, std::uint32_t to, std::uint64_t mostStates);

  const program::Machine start_;
  program::PartTable parts_;
  StateLayout layout_;
  StateStore states_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<LetterRank> ranks_;  // of the agents that there can be in states found so far
  std::vector<std::uint32_t> first_ = {0};  // by node: its first edge
  std::vector<Edge> edges_;
  std::uint32_t expanded_ = 0;
  std::size_t partsThatName_ = 0;
  bool goesUp_ = true;
  std::string stopped_;
};

}  // namespace interleave
