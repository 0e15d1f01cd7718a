// Paths through a program's graph: the first, the shortest, the simplest, the serial one, and cycles.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "explore/program_graph.h"

namespace interleave {

// Whether the graph has a cycle (Kahn, CACM 5(11), 1962), and the nodes in topological order if it has none.
struct TopologicalOrder {
  bool cyclic = false;
  std::vector<std::uint32_t> nodes;
};
TopologicalOrder topologicalOrder(const ProgramGraph& graph);

// For each node, a path to it from the root.
struct PathTree {
  static constexpr std::uint32_t kNone = 0xffff'ffff;

  std::vector<std::uint32_t> parents;  // kNone: the root, or not reached
  std::vector<LetterRank> letters;     // of the last step
  std::vector<std::uint32_t> order;    // nodes as they were reached

  std::string schedule(std::uint32_t node) const;
};

// Depth first, letters in order: in a graph without cycles, the alphabetically first path to each node.
PathTree firstPaths(const ProgramGraph& graph);
// Breadth first, letters in order: of the shortest paths to each node the first.
PathTree shortestPaths(const ProgramGraph& graph);

// The serial execution: the lowest letter that has a step takes it, main last; where that would repeat a state the next letter goes, and
// where every letter would, it goes back. The terminal node at which it ends; none: it finds none. `path`: the schedule to it.
std::optional<std::uint32_t> serialEnd(const ProgramGraph& graph, std::string& path);

// The simplest path to one of a set of nodes: with the fewest preemptions, of those the shortest, of those the first.
struct SimplestPath {
  int preemptions = 0;
  std::string schedule;
};
// One a group of terminal nodes: `groups` has a number for each node, or PathTree::kNone.
std::vector<SimplestPath> simplestPaths(const ProgramGraph& graph, std::span<const std::uint32_t> groups, std::size_t count);

// A cycle, if there is one: a fair one, if there is one.
struct Cycle {
  std::uint32_t entry = 0;
  std::vector<ProgramGraph::Edge> edges;  // from the entry and back to it
  std::uint32_t steps = 0;  // who steps in it: a bit a rank
  std::uint32_t never = 0;  // who could in some state of it, and never does
  bool fair = false;
};
std::optional<Cycle> findCycle(const ProgramGraph& graph, const PathTree& shortest);

}  // namespace interleave
