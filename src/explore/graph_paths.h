// Paths through a program's graph: how many, the first, the shortest, the simplest, the serial one, and cycles.
//
// Where a node stands for several states (ProgramGraph::isMerged()), the letters of a path are those of the execution for which it stands.
// What comes first by letters is found as in a graph that is not merged, with the edges of a node in the order that their letters have on
// the way to it: each way to a node is continued alike but for the names, so that a way that comes first by letters there stays so.
// Serial executions and cycles are those of states that are not merged: of a merged graph, the one is found if it has no cycle.
//
// Each search looks at the budget now and then, and ends early if that is spent.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "explore/budget.h"
#include "explore/limbs.h"
#include "explore/program_graph.h"

namespace interleave {

// Whether the graph has a cycle, its strongly connected components if it has one, and the nodes in topological order if it has none
// (R. Tarjan, SIAM Journal on Computing 1(2), 1972). If the budget ends the search, it counts as cyclic.
struct TopologicalOrder {
  bool cyclic = false;
  bool byNumber = false;  // the order of the nodes' numbers is one
  std::vector<std::uint32_t> nodes;  // empty if it is, or if there is a cycle
  std::vector<std::uint32_t> components;  // by node: its number; empty if there is no cycle
  // Components of several nodes, in reverse topological order: the node that is reached first, and where its nodes are in `knotted`.
  struct Knot {
    std::uint32_t entry;
    std::size_t first, end;
  };
  std::vector<Knot> knots;
  std::vector<std::uint32_t> knotted;

  std::uint32_t at(std::size_t place) const { return byNumber ? static_cast<std::uint32_t>(place) : nodes[place]; }
};
TopologicalOrder topologicalOrder(const ProgramGraph& graph, Budget& budget);

// For each node, a path to it from the root. Empty if the budget was spent.
struct PathTree {
  static constexpr std::uint32_t kNone = 0xffff'ffff;

  std::vector<std::uint32_t> parents;  // kNone: the root, or not reached
  // Of a graph whose states are merged: the nodes in the order in which they are reached, and by node the edge by which it is.
  std::vector<std::uint32_t> order;
  std::vector<std::size_t> edges;

  // Nodes are numbered in that order where they are not merged.
  std::uint32_t at(std::size_t place) const { return order.empty() ? static_cast<std::uint32_t>(place) : order[place]; }
  std::size_t size() const { return order.empty() ? parents.size() : order.size(); }

  std::string schedule(const ProgramGraph& graph, std::uint32_t node) const;
};
// Breadth first, letters in order: of the shortest paths to each node the first.
PathTree shortestPaths(const ProgramGraph& graph, Budget& budget);

// Groups of terminal nodes: a number for each node, or kNone.
struct NodeGroups {
  static constexpr std::uint32_t kNone = 0xffff'ffff;

  std::vector<std::uint32_t> of;  // by node
  std::size_t count = 0;
};
// In a graph without cycles: the alphabetically first path to each group. Fewer if the budget was spent.
std::vector<std::string> firstSchedules(const ProgramGraph& graph, const TopologicalOrder& order, const NodeGroups& groups,
                                        Budget& budget);
// In a graph without cycles: how many paths lead to each group. Fewer if the budget was spent.
std::vector<Count> pathCounts(const ProgramGraph& graph, const TopologicalOrder& order, const NodeGroups& groups, Budget& budget);

// The serial execution: the lowest letter that has a step takes it, main last; where that would repeat a state the next letter goes, and
// where every letter would, it goes back. The terminal node at which it ends; none: it finds none. `path`: the schedule to it.
std::optional<std::uint32_t> serialEnd(const ProgramGraph& graph, std::string& path, Budget& budget);

// The simplest path to one of a set of nodes: with the fewest preemptions, of those the shortest, of those the first.
struct SimplestPath {
  int preemptions = 0;
  std::string schedule;
};
// One a group; none of a group that was not reached when the budget was spent.
std::vector<std::optional<SimplestPath>> simplestPaths(const ProgramGraph& graph, const NodeGroups& groups, Budget& budget);

// A cycle, if there is one: a fair one, if there is one.
struct Cycle {
  std::uint32_t entry = 0;
  std::vector<ProgramGraph::Edge> edges;  // from the entry and back to it
  std::uint32_t steps = 0;  // who steps in it: a bit a rank
  std::uint32_t never = 0;  // who could in some state of it, and never does
  bool fair = false;
};
// None, too, if the budget was spent.
std::optional<Cycle> findCycle(const ProgramGraph& graph, const TopologicalOrder& order, Budget& budget);

}  // namespace interleave
