// Wakeup trees: what is still to be explored from the nodes of a search, as sequences of steps.
//
// Abdulla, Aronis, Jonsson, Sagonas: "Source Sets: A Foundation for Optimal Dynamic Partial Order
// Reduction", Journal of the ACM 64(4), 2017 (first in POPL 2014). A tree belongs to a node of the
// search; its paths from the root are possible sequences of steps from there, no two of which lead to
// the same class. Children are in the order in which they will be explored.
//
// All trees of a search are in one WakeupTrees, which allocates their nodes. For one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "explore/causal_run.h"

namespace interleave {

// The relation of a possible next step to a sequence that is possible from the same state.
enum class Fit : std::uint8_t {
  conflicts,    // it depends on a step of the sequence and cannot go first
  first,        // it is a step of the sequence, independent of all steps before it there
  independent,  // independent of the whole sequence, which does not contain it
};
// `found`: where in the sequence the step is, if it is `first`.
Fit fit(const StepLabel& next, std::span<const StepLabel> sequence, std::size_t& found);
// The step is a weak initial of the sequence: some sequence equivalent to it, or to an extension of it, begins
// with the step.
bool isWeakInitial(const StepLabel& next, std::span<const StepLabel> sequence);

class WakeupTrees {
 public:
  // A tree is represented by its first child.
  using Tree = std::uint32_t;
  static constexpr Tree kEmpty = 0xFFFFFFFF;

  // The step of the first child.
  const StepLabel& front(Tree tree) const { return nodes_[tree].label; }
  // Removes the first child from `tree` and returns the child's subtree.
  Tree takeFront(Tree& tree);

  // A tree of one sequence. Precondition: it is not empty.
  Tree chain(std::span<const StepLabel> sequence);
  // Adds what is missing for the sequence's class to be explored, which may be nothing. Consumes the
  // sequence.
  void insert(Tree& tree, std::vector<StepLabel>& sequence);

  // Nodes in use.
  std::size_t size() const { return nodes_.size() - free_.size(); }

 private:
  struct Node {
    StepLabel label;
    Tree children = kEmpty;
    Tree next = kEmpty;  // sibling
  };

  Tree make(const StepLabel& label);

  std::vector<Node> nodes_;
  std::vector<Tree> free_;
};

}  // namespace interleave
