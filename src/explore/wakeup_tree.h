// Wakeup trees: what is still to be explored from the nodes of a search, as sequences of steps.
//
// Abdulla, Aronis, Jonsson, Sagonas: "Source Sets: A Foundation for Optimal Dynamic Partial Order
// Reduction", Journal of the ACM 64(4), 2017 (first in POPL 2014). A tree belongs to a node of the
// search; its paths from the root are possible sequences of steps from there, no two of which lead to
// the same class. Children are in the order in which they will be explored.
//
// All trees of a search are in one WakeupTrees, which allocates their nodes. A step's label has a number `task`, and dependent(a, b)
// says whether two steps depend on each other. For one thread at a time.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

namespace interleave {

// The relation of a possible next step to a sequence that is possible from the same state.
enum class Fit : std::uint8_t {
  conflicts,  // it depends on a step of the sequence and cannot go first
  first,  // it is a step of the sequence, independent of all steps before it there
  independent,  // independent of the whole sequence, which does not contain it
};
// `found`: where in the sequence the step is, if it is `first`.
template <class Label>
Fit fit(const Label& next, std::span<const std::type_identity_t<Label>> sequence, std::size_t& found) {
  for (std::size_t i = 0; i < sequence.size(); ++i) {
    if (sequence[i].task == next.task) {
      found = i;
      return Fit::first;
    }
    if (dependent(next, sequence[i])) return Fit::conflicts;
  }
  return Fit::independent;
}

// The step is a weak initial of the sequence: some sequence equivalent to it, or to an extension of it, begins
// with the step.
template <class Label>
bool isWeakInitial(const Label& next, std::span<const std::type_identity_t<Label>> sequence) {
  std::size_t found = 0;
  return fit(next, sequence, found) != Fit::conflicts;
}

template <class Label>
class WakeupTrees {
 public:
  // A tree is represented by its first child.
  using Tree = std::uint32_t;
  static constexpr Tree kEmpty = 0xFFFFFFFF;

  // The step of the first child.
  const Label& front(Tree tree) const { return nodes_[tree].label; }
  // Removes the first child from `tree` and returns the child's subtree.
  Tree takeFront(Tree& tree) {
    const Tree front = tree;
    tree = nodes_[front].next;
    free_.push_back(front);
    return nodes_[front].children;
  }

  // A tree of one sequence. Precondition: it is not empty.
  Tree chain(std::span<const Label> sequence) {
    assert(!sequence.empty());
    Tree below = kEmpty;
    for (std::size_t i = sequence.size(); i-- > 0;) {
      const Tree node = make(sequence[i]);
      nodes_[node].children = below;
      below = node;
    }
    return below;
  }

  // Adds what is missing for the sequence's class to be explored, which may be nothing. Consumes the
  // sequence.
  void insert(Tree& tree, std::vector<Label>& sequence) {
    // The search descends into the first child that has a weak initial of the sequence as its step. At a leaf the
    // class will be explored anyway. An empty root is no leaf: its first child is being explored and was removed.
    Tree parent = kEmpty;
    Tree last = kEmpty;
    Tree child = tree;
    while (child != kEmpty) {
      std::size_t found = 0;
      const Fit fits = fit(nodes_[child].label, sequence, found);
      if (fits == Fit::conflicts) {
        last = child;
        child = nodes_[child].next;
        continue;
      }
      if (fits == Fit::first) sequence.erase(sequence.begin() + static_cast<std::ptrdiff_t>(found));
      if (nodes_[child].children == kEmpty) return;
      parent = child;
      last = kEmpty;
      child = nodes_[child].children;
    }
    const Tree added = chain(sequence);
    if (last != kEmpty) {
      nodes_[last].next = added;
    } else if (parent != kEmpty) {
      nodes_[parent].children = added;
    } else {
      tree = added;
    }
  }

  // Nodes in use.
  std::size_t size() const { return nodes_.size() - free_.size(); }

 private:
  struct Node {
    Label label;
    Tree children = kEmpty;
    Tree next = kEmpty;  // sibling
  };

  Tree make(const Label& label) {
    if (free_.empty()) {
      nodes_.push_back({.label = label});
      return static_cast<Tree>(nodes_.size() - 1);
    }
    const Tree node = free_.back();
    free_.pop_back();
    nodes_[node] = {.label = label};
    return node;
  }

  std::vector<Node> nodes_;
  std::vector<Tree> free_;
};

}  // namespace interleave
