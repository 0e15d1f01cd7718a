// The graph of a program's states: every state that can be reached, and the steps between them.
//
// Built breadth first, level by level, on all cores. A step that leaves everything as it is cannot be taken and is no edge. Numbers of
// nodes do not depend on the number of threads.
//
// States that differ only by a renaming of like threads are one node where that keeps everything exact (like_threads.h).
//
// A state is kept as a number for each part that can change (program/part_table.h), and each step is executed once for what it looks at
// (StepCache); after that a step is a few changed numbers.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "explore/budget.h"
#include "explore/letter_rank.h"
#include "explore/like_threads.h"
#include "explore/state_layout.h"
#include "explore/state_store.h"
#include "explore/step_cache.h"
#include "explore/team.h"
#include "program/machine.h"
#include "program/part_machine.h"

namespace interleave {

class ProgramGraph {
 public:
  ProgramGraph(std::shared_ptr<const program::Program> program, bool output);
  ~ProgramGraph();
  ProgramGraph(const ProgramGraph&) = delete;
  ProgramGraph& operator=(const ProgramGraph&) = delete;

  enum class LikeStates : std::uint8_t { asOne, apart };
  // Finds all states, or as many as the budget allows, and `mostStates` at most. `asOne`: states that differ by a renaming of like
  // threads are one node where that can be. May be called again.
  void build(Budget& budget, Team& team, std::uint64_t mostStates, LikeStates like = LikeStates::asOne);
  // What steps do is kept for another build() until then.
  void forgetSteps();

  // Instead of build(), one level after another: level n has the states that n steps lead to, so that a state may be in several. Nodes are
  // the states of one level, edges lead to nodes of the next, and all that is said below is of these; no other level is in memory.
  // Numbers of the states that are new in a level are in the order of build().
  //
  // Level 0.
  void beginLevels(Budget& budget, LikeStates like);
  // Finds the next level, or what the budget allows of it. `beside`: bytes that are in use beside the graph's. False: states cannot be
  // merged, and all is to be begun anew with them apart.
  bool expandLevel(Budget& budget, Team& team, std::size_t beside);
  std::uint32_t statesOfNext() const { return next_.size(); }
  // Precondition: all of it has been found.
  void enterNextLevel();

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
  // Of a node: the number of its first edge; behind the last node, how many edges there are.
  std::size_t firstEdge(std::uint32_t node) const { return first_[node]; }
  const Edge& edge(std::size_t number) const { return edges_[number]; }
  // A look at a node comes soon, and very soon.
  void prefetch(std::uint32_t node) const { __builtin_prefetch(&first_[node]); }
  // Whether a node stands for all states that differ from its own by a renaming of like threads. Its edges then have the letters of its
  // own state.
  bool isMerged() const { return isMerged_; }
  // If it does: what an edge leads to becomes the state of its target by this renaming. `edge`: by number.
  const Renaming& renaming(std::size_t edge) const { return renamings_[edgeRenamings_[edge]]; }
  // Who takes an edge, as its target's own state has it.
  LetterRank arrival(std::size_t edge) const {
    const auto rank = static_cast<LetterRank>(edges_[edge].rank);
    return isMerged_ ? renaming(edge)[rank] : rank;
  }
  // An edge leads back to the node from which it comes. Only if merged: what changes nothing is no edge.
  bool hasLoop() const { return hasLoop_; }
  // Each edge goes to a node with a larger number: so the order of numbers is topological.
  bool goesUp() const { return goesUp_; }
  // Nodes from this one on were found and not expanded, as the budget was spent.
  std::uint32_t expanded() const { return expanded_; }
  // What ended the program in a state, where a bound of the language did; empty: none did.
  const std::string& stopped() const { return stopped_; }
  // What the program's question comes to in a node's state; of a merged graph, in all states for which it stands, unless
  // questionTellsLike(). For one thread at a time.
  enum class Reply : std::uint8_t { no, yes, nothing };
  Reply ask(std::uint32_t node);
  std::string whyNothing(std::uint32_t node);
  // What was asked has looked at what tells like threads apart.
  bool questionTellsLike() const { return questionTellsLike_; }
  // A machine in a node's state. Good until the next call; for one thread at a time.
  program::Machine& machineAt(std::uint32_t node);
  // The state in which the first step is to be taken.
  const program::Machine& start() const { return start_; }
  // The words of a node's state, of which two are equal if and only if the states are. Good until build(), or, with levels, until
  // layouts() is another.
  std::span<const std::uint64_t> state(std::uint32_t node) const { return {states_.state(node), layout_.words()}; }
  std::size_t layouts() const { return layouts_; }
  // The agents that there can be, and so the letters of edges: those of the first so many.
  std::size_t agents() const { return ranks_.size(); }
  // The memory that it takes, and that going through it will take; with levels, the memory that it takes.
  std::size_t bytes() const;
  // Of the states alone.
  std::size_t stateBytes() const { return states_.bytes() + next_.bytes() + parts_.bytes(); }

 private:
  struct Worker;

  void expandSlice(std::uint32_t from, std::uint32_t to, Team& team, Budget& budget);
  // `Words`: as StateStore has it.
  template <typename Words>
  void expand(std::uint32_t node, Worker& worker, Words words) const;
  // What an agent's step in a state comes to: nothing, another state, or one for which the layout has no room.
  enum class Successor : std::uint8_t { none, found, lacksRoom };
  template <typename Words>
  Successor find(program::AgentId agent, const std::uint64_t* state, std::uint64_t* next, Worker& worker, Words words) const;
  template <typename Words>
  bool addEdge(LetterRank rank, std::uint64_t* next, Worker& worker, Words words) const;
  bool stepAnew(program::AgentId agent, const std::uint64_t* state, const StepCache::Known* known, std::uint64_t* next,
                Worker& worker) const;
  template <typename Words>
  void resolve(Worker& worker, bool alone, Words words);
  void begin(Budget& budget, LikeStates like);
  bool expandAll(Budget& budget, Team& team, std::size_t beside);
  void listAgents();
  void needWorkers(std::size_t count);
  void tryOut(Budget& budget);
  bool mayMerge(std::uint32_t from);
  void makeRoom();
  std::uint32_t renamingOf(Worker& worker, std::uint32_t number);
  void forgetIfNamed();
  void take(std::uint32_t from, std::uint32_t to);
  void findStopsAnew();

  const program::Machine start_;
  program::Machine base_;  // the same, of which main joins threads together
  program::PartTable parts_;
  StateLayout layout_;
  StateStore states_;
  StateStore next_;  // with levels
  StateStore* found_ = &states_;  // in which successors are
  std::size_t layouts_ = 0;
  std::uint64_t mostStates_ = 0;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<LetterRank> ranks_;  // of the agents that there can be in states found so far
  std::vector<std::uint32_t> first_ = {0};  // by node: its first edge
  std::vector<Edge> edges_;
  std::uint32_t expanded_ = 0;
  StepCache answers_;  // to the question, by what it looks at
  bool questionTellsLike_ = false;
  std::size_t partsThatName_ = 0;
  bool isMerged_ = false;
  std::vector<std::uint32_t> edgeRenamings_;  // by edge: its renaming among these
  std::vector<Renaming> renamings_;
  std::map<Renaming, std::uint32_t> renamingNumbers_;
  bool hasLoop_ = false;
  bool goesUp_ = true;
  std::string stopped_;
};

}  // namespace interleave
