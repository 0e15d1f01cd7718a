#include "lang/tree.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace interleave::lang {
namespace {

bool sameNode(const Node& one, const Node& other) {
  return one.kind == other.kind && one.op == other.op && one.flag == other.flag && one.childCount == other.childCount &&
         one.integer == other.integer && std::bit_cast<std::uint64_t>(one.real) == std::bit_cast<std::uint64_t>(other.real) &&
         one.text == other.text && one.name2 == other.name2 && one.ops == other.ops;
}

}  // namespace

NodeId Tree::add(Node node, std::span<const NodeId> children) {
  node.firstChild = static_cast<std::uint32_t>(children_.size());
  node.childCount = static_cast<std::uint32_t>(children.size());
  children_.insert(children_.end(), children.begin(), children.end());
  nodes_.push_back(std::move(node));
  return static_cast<NodeId>(nodes_.size() - 1);
}

bool sameTree(const Tree& one, const Tree& other) {
  if (!std::ranges::equal(one.watched(), other.watched(), {}, &Watched::name, &Watched::name)) return false;
  std::vector<std::pair<NodeId, NodeId>> left{{one.root(), other.root()}};
  while (!left.empty()) {
    const auto [a, b] = left.back();
    left.pop_back();
    if (!sameNode(one[a], other[b])) return false;
    for (std::size_t i = 0; i < one[a].childCount; ++i) left.emplace_back(one.child(a, i), other.child(b, i));
  }
  return true;
}

}  // namespace interleave::lang
