#include "explore/step_cache.h"

#include <bit>
#include <utility>

namespace interleave {

void StepCache::clear() {
  clearTree();
  leaves_.clear();
  reads_.clear();
  writes_.clear();
}

void StepCache::clearTree() {
  constexpr std::size_t kFirstEdges = 64;
  roots_.assign(program::kMaxAgents, kUnknown);
  nodes_.clear();
  edges_.assign(kFirstEdges, {});
  shift_ = 64 - std::countr_zero(kFirstEdges);
  edgeCount_ = 0;
}

void StepCache::arrange(const StateLayout& layout) {
  clearTree();
  for (std::uint32_t leaf = 0; leaf < leaves_.size(); ++leaf) hang(leaf, layout);
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
  Known known{step.effect, step.needsAll, agent};
  known.firstRead = static_cast<std::uint32_t>(reads_.size());
  reads_.insert(reads_.end(), step.reads.begin(), step.reads.end());
  known.lastRead = static_cast<std::uint32_t>(reads_.size());
  known.firstWrite = static_cast<std::uint32_t>(writes_.size());
  if (!step.needsAll) writes_.insert(writes_.end(), step.writes.begin(), step.writes.end());
  known.lastWrite = static_cast<std::uint32_t>(writes_.size());
  leaves_.push_back(known);
  hang(static_cast<std::uint32_t>(leaves_.size() - 1), layout);
  return leaves_.back();
}

// Down as far as the tree goes, then on with new nodes.
void StepCache::hang(std::uint32_t leaf, const StateLayout& layout) {
  const Known& known = leaves_[leaf];
  std::uint32_t at = roots_[known.agent];
  Edge last;
  const auto add = [&](std::uint32_t child) {
    if (last.node == kUnknown) roots_[known.agent] = child;
    else connect({last.node, last.number, child});
    at = child;
  };
  for (std::uint32_t i = known.firstRead; i < known.lastRead; ++i) {
    const Part& read = reads_[i];
    if (!layout.hasField(read.position)) continue;
    if (at == kUnknown) {
      nodes_.push_back(read.position);
      add(static_cast<std::uint32_t>(nodes_.size() - 1));
    }
    last = {at, read.number, 0};
    at = child(at, read.number);
  }
  if (at == kUnknown) add(leaf | kLeaf);
}

}  // namespace interleave
