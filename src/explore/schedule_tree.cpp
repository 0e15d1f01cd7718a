#include "explore/schedule_tree.h"

#include <algorithm>

#include "model/program.h"
#include "trace/verdict.h"

namespace interleave {
namespace {

// A node of which children are being made, and the program there.
struct Place {
  std::uint32_t node = 0;
  std::uint32_t depth = 0;
  Program program;
  std::size_t next = 0;  // the task that is tried next

  bool findEnabledTask() {
    while (next < program.tasks().size() && !program.canStep(next)) ++next;
    return next < program.tasks().size();
  }

  void step(std::size_t task) {
    program.step(task);
    ++depth;
    next = 0;
  }
};

}  // namespace

std::optional<ScheduleTree> ScheduleTree::of(const AccountProgram& program) {
  ScheduleTree tree;
  const auto expected = serialEnding(program);
  const EndParts parts = endPartsOf(program);
  const auto verdictOfLeaf = [&](const Program& at) {
    if (!at.finished()) return Verdict::deadlock;
    return verdictOf(program, at.finalState(parts), expected);
  };
  // Makes the node of a place; false if there are too many.
  const auto add = [&](Place& place, std::uint32_t parent, char letter) {
    place.node = static_cast<std::uint32_t>(tree.nodes_.size());
    const bool leaf = !place.findEnabledTask();
    const Verdict verdict = leaf ? verdictOfLeaf(place.program) : Verdict::unfinished;
    const auto leaves = static_cast<std::uint32_t>(tree.ends_.size());
    tree.nodes_.push_back({parent, 1, leaves, leaf ? 1u : 0u, place.depth, letter, verdict, place.program.balance()});
    tree.depth_ = std::max(tree.depth_, place.depth);
    if (leaf) tree.ends_.push_back(place.node);
    return tree.ends_.size() <= limits::kMaxTreeSchedules && tree.nodes_.size() <= limits::kMaxTreeNodes &&
           place.depth <= limits::kMaxScheduleSteps;
  };
  std::vector<Place> way;
  // Copies of it are made at every fork: without labels they are cheap.
  way.push_back({.program = Program(withoutLabels(program))});
  add(way.back(), 0, 0);
  while (!way.empty()) {
    if (!way.back().findEnabledTask()) {
      way.pop_back();
      continue;
    }
    Place child = way.back();
    const std::size_t task = way.back().next++;
    child.step(task);
    if (!add(child, way.back().node, taskLetter(task))) return std::nullopt;
    way.push_back(std::move(child));
  }
  tree.sumUp();
  return tree;
}

// Children come after their parents.
void ScheduleTree::sumUp() {
  for (std::size_t i = nodes_.size(); i-- > 1;) {
    Node& parent = nodes_[nodes_[i].parent];
    parent.size += nodes_[i].size;
    parent.leaves += nodes_[i].leaves;
  }
}

std::string ScheduleTree::schedule(std::size_t node) const {
  std::string letters;
  for (; node != 0; node = nodes_[node].parent) letters += nodes_[node].letter;
  std::ranges::reverse(letters);
  return letters;
}

std::vector<std::size_t> ScheduleTree::path(std::string_view schedule) const {
  std::vector<std::size_t> path = {0};
  for (const char letter : schedule) {
    std::optional<std::size_t> next;
    forChildren(path.back(), [&](std::size_t child) {
      if (nodes_[child].letter == letter) next = child;
    });
    if (!next) break;
    path.push_back(*next);
  }
  return path;
}

}  // namespace interleave
