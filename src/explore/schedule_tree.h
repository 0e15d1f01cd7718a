// The tree of choices of a small program: a node for each start of a schedule, a leaf for each schedule.
//
// Nodes are in alphabetical order of their schedules, a node before those that go on from it. The
// leaves are numbered in that order too, so that a picture can give each leaf a column: a node stands
// above its own leaves. Immutable after construction; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/account_program.h"
#include "trace/verdict.h"

namespace interleave {

class ScheduleTree {
 public:
  struct Node {
    std::uint32_t parent = 0;     // the root is its own
    std::uint32_t size = 1;       // of its subtree; the first child, if any, follows its parent
    std::uint32_t firstLeaf = 0;  // the first of its leaves, which are consecutive
    std::uint32_t leaves = 0;
    std::uint32_t depth = 0;      // steps taken
    char letter = 0;              // of the step that leads here; the root has none
    // The grade of a leaf's ending, whatever schedule leads to it. Of other nodes: unfinished.
    Verdict verdict = Verdict::unfinished;
    Money balance = 0;

    bool leaf() const { return size == 1; }
    // In columns of leaves.
    double middle() const { return firstLeaf + (leaves - 1) / 2.0; }
  };

  // None if there are more than kMaxTreeSchedules schedules or kMaxTreeNodes nodes, or schedules of more
  // than kMaxScheduleSteps steps. Takes some milliseconds at most.
  static std::optional<ScheduleTree> of(const AccountProgram& program);

  const std::vector<Node>& nodes() const { return nodes_; }
  const Node& root() const { return nodes_.front(); }
  std::uint32_t leaves() const { return nodes_.front().leaves; }
  // The nodes of the leaves.
  const std::vector<std::uint32_t>& ends() const { return ends_; }
  std::uint32_t depth() const { return depth_; }

  // The letters that lead to a node.
  std::string schedule(std::size_t node) const;
  // The nodes along a schedule, the root first; of an impossible schedule, as far as it is possible.
  std::vector<std::size_t> path(std::string_view schedule) const;

  // Calls use(child) for each child of a node, in alphabetical order.
  template <class Use>
  void forChildren(std::size_t node, Use use) const {
    const std::size_t end = node + nodes_[node].size;
    for (std::size_t child = node + 1; child < end; child += nodes_[child].size) use(child);
  }

 private:
  ScheduleTree() = default;
  void sumUp();

  std::vector<Node> nodes_;
  std::vector<std::uint32_t> ends_;
  std::uint32_t depth_ = 0;
};

}  // namespace interleave
