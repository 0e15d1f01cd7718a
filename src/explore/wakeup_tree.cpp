#include "explore/wakeup_tree.h"

#include <cassert>

namespace interleave {

Fit fit(const StepLabel& next, std::span<const StepLabel> sequence, std::size_t& found) {
  for (std::size_t i = 0; i < sequence.size(); ++i) {
    if (sequence[i].task == next.task) {
      found = i;
      return Fit::first;
    }
    if (dependent(next, sequence[i])) return Fit::conflicts;
  }
  return Fit::independent;
}

bool isWeakInitial(const StepLabel& next, std::span<const StepLabel> sequence) {
  std::size_t found = 0;
  return fit(next, sequence, found) != Fit::conflicts;
}

WakeupTrees::Tree WakeupTrees::make(const StepLabel& label) {
  if (free_.empty()) {
    nodes_.push_back({.label = label});
    return static_cast<Tree>(nodes_.size() - 1);
  }
  const Tree node = free_.back();
  free_.pop_back();
  nodes_[node] = {.label = label};
  return node;
}

WakeupTrees::Tree WakeupTrees::takeFront(Tree& tree) {
  const Tree front = tree;
  tree = nodes_[front].next;
  free_.push_back(front);
  return nodes_[front].children;
}

WakeupTrees::Tree WakeupTrees::chain(std::span<const StepLabel> sequence) {
  assert(!sequence.empty());
  Tree below = kEmpty;
  for (std::size_t i = sequence.size(); i-- > 0;) {
    const Tree node = make(sequence[i]);
    nodes_[node].children = below;
    below = node;
  }
  return below;
}

void WakeupTrees::insert(Tree& tree, std::vector<StepLabel>& sequence) {
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

}  // namespace interleave
