#include "explore/step_cache.h"

#include <algorithm>
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
  tree_.clear();
  changes_.clear();
  checks_.clear();
  edges_.assign(kFirstEdges, {});
  shift_ = 64 - std::countr_zero(kFirstEdges);
  edgeCount_ = 0;
}

void StepCache::arrange(const StateLayout& layout) {
  clearTree();
  for (std::uint32_t leaf = 0; leaf < leaves_.size(); ++leaf) {
    compileWrites(leaves_[leaf], layout);
    hang(leaf, layout);
  }
}

std::uint32_t StepCache::fartherChild(std::uint32_t node, std::uint32_t number) const {
  for (std::size_t at = slotOf(node, number); edges_[at].node != kUnknown; at = (at + 1) & (edges_.size() - 1)) {
    if (edges_[at].node == node && edges_[at].number == number) return edges_[at].child;
  }
  return kUnknown;
}

// As changes of words.
void StepCache::compileWrites(Known& known, const StateLayout& layout) {
  known.fits = true;
  known.firstChange = static_cast<std::uint32_t>(changes_.size());
  for (std::uint32_t i = known.firstWrite; i < known.lastWrite; ++i) {
    const Part part = writes_[i];
    if (!layout.fits(part)) known.fits = false;
    if (!known.fits || !layout.hasField(part.position)) continue;
    const StateLayout::Field field = layout.field(part.position);
    const auto begin = changes_.begin() + static_cast<std::ptrdiff_t>(known.firstChange);
    auto change = std::find_if(begin, changes_.end(), [&](const Change& one) { return one.word == field.word; });
    if (change == changes_.end()) change = changes_.insert(change, {field.word, ~std::uint64_t{0}, 0});
    change->keep &= ~(std::uint64_t{field.mask} << field.shift);
    change->add |= std::uint64_t{part.number} << field.shift;
  }
  known.lastChange = static_cast<std::uint32_t>(changes_.size());
}

// As checks of words, but for those that the nodes on the way to the step look at.
void StepCache::compileReads(Known& known, const StateLayout& layout) {
  std::uint32_t at = roots_[known.agent];
  known.firstCheck = static_cast<std::uint32_t>(checks_.size());
  for (std::uint32_t i = known.firstRead; i < known.lastRead; ++i) {
    if ((at & kLeaf) == 0 && tree_[at + kRead] == i - known.firstRead) {
      at = child(at, reads_[i].number);
      continue;
    }
    if (!layout.hasField(reads_[i].position)) continue;
    const StateLayout::Field field = layout.field(reads_[i].position);
    const auto begin = checks_.begin() + static_cast<std::ptrdiff_t>(known.firstCheck);
    auto check = std::find_if(begin, checks_.end(), [&](const Check& one) { return one.word == field.word; });
    if (check == checks_.end()) check = checks_.insert(check, {field.word, 0, 0});
    check->mask |= std::uint64_t{field.mask} << field.shift;
    check->value |= std::uint64_t{reads_[i].number} << field.shift;
  }
  known.lastCheck = static_cast<std::uint32_t>(checks_.size());
}

// Of the part at a root each number is a child at once, of others a few are.
std::uint32_t StepCache::makeNode(StateLayout::Field field, std::uint32_t read, std::uint32_t leaf, bool isRoot) {
  constexpr std::uint32_t kSome = 16, kMany = 1u << 16;
  const auto node = static_cast<std::uint32_t>(tree_.size());
  const std::uint32_t few = std::min(field.mask, (isRoot ? kMany : kSome) - 1) + 1;
  tree_.insert(tree_.end(), {field.word, field.shift, field.mask, few, read, leaf});
  tree_.resize(tree_.size() + few, kUnknown);
  return node;
}

void StepCache::put(const Edge& edge) {
  std::size_t at = slotOf(edge.node, edge.number);
  while (edges_[at].node != kUnknown) at = (at + 1) & (edges_.size() - 1);
  edges_[at] = edge;
}

// A child that is there already is replaced.
void StepCache::connect(const Edge& edge) {
  if (edge.number < tree_[edge.node + kFew]) {
    tree_[edge.node + kChildren + edge.number] = edge.child;
    return;
  }
  for (std::size_t at = slotOf(edge.node, edge.number); edges_[at].node != kUnknown; at = (at + 1) & (edges_.size() - 1)) {
    if (edges_[at].node != edge.node || edges_[at].number != edge.number) continue;
    edges_[at].child = edge.child;
    return;
  }
  if (2 * ++edgeCount_ > edges_.size()) {
    const std::vector<Edge> before = std::exchange(edges_, std::vector<Edge>(2 * edges_.size()));
    --shift_;
    for (const Edge& one : before) {
      if (one.node != kUnknown) put(one);
    }
  }
  put(edge);
}

void StepCache::learn(program::AgentId agent, const program::PartMachine::Step& step, const StateLayout& layout) {
  Known known;
  known.effect = step.effect;
  known.needsAll = step.needsAll;
  known.agent = agent;
  known.firstRead = static_cast<std::uint32_t>(reads_.size());
  reads_.insert(reads_.end(), step.reads.begin(), step.reads.end());
  known.lastRead = static_cast<std::uint32_t>(reads_.size());
  known.firstWrite = static_cast<std::uint32_t>(writes_.size());
  if (!step.needsAll) writes_.insert(writes_.end(), step.writes.begin(), step.writes.end());
  known.lastWrite = static_cast<std::uint32_t>(writes_.size());
  compileWrites(known, layout);
  leaves_.push_back(known);
  hang(static_cast<std::uint32_t>(leaves_.size() - 1), layout);
}

// A leaf with which a step has as much in common as with any other.
std::uint32_t StepCache::leafLike(const Known& known) const {
  std::uint32_t at = roots_[known.agent];
  while ((at & kLeaf) == 0) {
    const std::uint32_t read = known.firstRead + tree_[at + kRead];
    const std::uint32_t next = read < known.lastRead ? child(at, reads_[read].number) : kUnknown;
    if (next == kUnknown) return tree_[at + kSomeLeaf];
    at = next;
  }
  return at & ~kLeaf;
}

// The first part that they look at with different numbers. What came before says which one that is.
std::uint32_t StepCache::firstDifference(const Known& one, const Known& other) const {
  const std::uint32_t count = std::min(one.lastRead - one.firstRead, other.lastRead - other.firstRead);
  std::uint32_t read = 0;
  while (read < count && reads_[one.firstRead + read].number == reads_[other.firstRead + read].number) ++read;
  return read;
}

void StepCache::hang(std::uint32_t leaf, const StateLayout& layout) {
  Known& known = leaves_[leaf];
  std::uint32_t at = roots_[known.agent];
  if (at == kUnknown) {
    roots_[known.agent] = leaf | kLeaf;
    compileReads(known, layout);
    return;
  }
  const Known& like = leaves_[leafLike(known)];
  const std::uint32_t difference = firstDifference(known, like);
  if (difference == known.lastRead - known.firstRead) return;
  const Part& read = reads_[known.firstRead + difference];
  Edge last;
  while ((at & kLeaf) == 0 && tree_[at + kRead] < difference) {
    last = {at, reads_[known.firstRead + tree_[at + kRead]].number, 0};
    at = child(last.node, last.number);
  }
  if ((at & kLeaf) != 0 || tree_[at + kRead] != difference) {
    const std::uint32_t node = makeNode(layout.field(read.position), difference, leaf, last.node == kUnknown);
    connect({node, reads_[like.firstRead + difference].number, at});
    if (last.node == kUnknown) roots_[known.agent] = node;
    else connect({last.node, last.number, node});
    // Those behind other nodes look at what the new one does once more.
    if ((at & kLeaf) != 0) compileReads(leaves_[at & ~kLeaf], layout);
    at = node;
  }
  connect({at, read.number, leaf | kLeaf});
  compileReads(known, layout);
}

}  // namespace interleave
