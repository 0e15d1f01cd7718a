// The tree of choices of a small program: a node for each start of a schedule, a leaf for each schedule.
//
// Nodes are in alphabetical order of their schedules, a node before those that go on from it. The
// leaves are numbered in that order too, so that a picture can give each leaf a column: a node stands
// above its own leaves. Immutable after construction; any thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/account_program.h"
#include "trace/verdict.h"

namespace interleave {

template <class State>
class TreeMaker;

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
    std::int64_t value = 0;  // an account's balance; of a leaf of a program, the number of its ending (walk/program_tree.h)

    bool leaf() const { return size == 1; }
    // In columns of leaves.
    double middle() const { return firstLeaf + (leaves - 1) / 2.0; }
  };

  // Of an account; none where TreeMaker makes none. Takes some milliseconds at most.
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
  template <class State>
  friend class TreeMaker;

  ScheduleTree() = default;
  void sumUp();

  std::vector<Node> nodes_;
  std::vector<std::uint32_t> ends_;
  std::uint32_t depth_ = 0;
};

// Makes a tree by taking steps, a little at a time. For one thread at a time. A State has
//   std::vector<std::pair<char, State>> next()   the steps that can be taken, by letter in alphabetical order, and where each leads
//   Verdict verdict()                            where there are none
//   std::int64_t value(bool leaf)                as the node's
template <class State>
class TreeMaker {
 public:
  explicit TreeMaker(State start) { open_.push_back({std::move(start)}); }

  // Makes as many more nodes; true while there is more to do.
  bool advance(std::size_t nodes) {
    for (; nodes > 0 && !open_.empty(); --nodes) add();
    return !open_.empty();
  }
  // So many have been made.
  std::size_t nodes() const { return tree_.nodes_.size(); }
  // When there is no more to do. None if there are more than kMaxTreeSchedules schedules or kMaxTreeNodes nodes, or schedules of more
  // than kMaxScheduleSteps steps.
  std::optional<ScheduleTree> take() {
    if (tooLarge_) return std::nullopt;
    tree_.sumUp();
    return std::move(tree_);
  }

 private:
  // A node that is still to be made.
  struct Place {
    State state;
    std::uint32_t parent = 0;
    std::uint32_t depth = 0;
    char letter = 0;
  };

  void add() {
    Place place = std::move(open_.back());
    open_.pop_back();
    auto next = place.state.next();
    const bool leaf = next.empty();
    const auto node = static_cast<std::uint32_t>(tree_.nodes_.size());
    const auto leaves = static_cast<std::uint32_t>(tree_.ends_.size());
    tree_.nodes_.push_back({place.parent, 1, leaves, leaf ? 1u : 0u, place.depth, place.letter,
                            leaf ? place.state.verdict() : Verdict::unfinished, place.state.value(leaf)});
    tree_.depth_ = std::max(tree_.depth_, place.depth);
    if (leaf) tree_.ends_.push_back(node);
    // The first one comes next.
    for (; !next.empty(); next.pop_back())
      open_.push_back({std::move(next.back().second), node, place.depth + 1, next.back().first});
    // Each that is still to be made has a leaf.
    tooLarge_ = tree_.ends_.size() + open_.size() > limits::kMaxTreeSchedules || tree_.nodes_.size() > limits::kMaxTreeNodes ||
                place.depth > limits::kMaxScheduleSteps;
    if (tooLarge_) open_.clear();
  }

  ScheduleTree tree_;
  std::vector<Place> open_;
  bool tooLarge_ = false;
};

}  // namespace interleave
