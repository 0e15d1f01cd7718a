#include "explore/step_cache.h"

#include <bit>
#include <utility>

namespace interleave {

void StepCache::clear() {
  constexpr std::size_t kFirstEdges = 64;
  roots_.assign(program::kMaxAgents, kUnknown);
  nodes_.clear();
  leaves_.clear();
  writes_.clear();
  edges_.assign(kFirstEdges, {});
  shift_ = 64 - std::countr_zero(kFirstEdges);
  edgeCount_ = 0;
}

void StepCache::put(const Edge& edge) {
  std::size_t at = slotOf(edge.node, edge.number);
  while (edges_[at].node != kUnknown) at = (at + 1) & (edges_.size() - 1);
  edges_[at] = edge;
}

void StepCache::connect(const Edge& edge) {
  if (2 * ++edgeCount_ > edges_.size()) {
    const std::vector<Edge> before = std::exchange(edges_, std::vector<Edge>(2 * edges_.size()));
    --shift_;
    for (const Edge& one : before) {
      if (one.node != kUnknown) put(one);
    }
  }
  put(edge);
}

const StepCache::Known& StepCache::learn(program::AgentId agent, const program::PartMachine::Step& step,
                                         const StateLayout& layout) {
  const auto leaf = static_cast<std::uint32_t>(leaves_.size()) | kLeaf;
  Known known{step.effect, step.needsAll, static_cast<std::uint32_t>(writes_.size()), 0};
  if (!step.needsAll) writes_.insert(writes_.end(), step.writes.begin(), step.writes.end());
  known.lastWrite = static_cast<std::uint32_t>(writes_.size());
  leaves_.push_back(known);
  // Down as far as the tree goes, then on with new nodes.
  std::uint32_t at = roots_[agent];
  Edge last;
  bool atRoot = true;
  const auto hang = [&](std::uint32_t child) {
    if (atRoot) roots_[agent] = child;
    else connect({last.node, last.number, child});
    at = child;
  };
  for (const Part& read : step.reads) {
    if (!layout.hasField(read.position)) continue;
    if (at == kUnknown) {
      nodes_.push_back(read.position);
      hang(static_cast<std::uint32_t>(nodes_.size() - 1));
    }
    last = {at, read.number, 0};
    at = child(at, read.number);
    atRoot = false;
  }
  hang(leaf);
  return leaves_.back();
}

}  // namespace interleave
