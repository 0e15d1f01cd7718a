#include "lang/tree.h"

#include <utility>

namespace interleave::lang {

NodeId Tree::add(Node node, std::span<const NodeId> children) {
  node.firstChild = static_cast<std::uint32_t>(children_.size());
  node.childCount = static_cast<std::uint32_t>(children.size());
  children_.insert(children_.end(), children.begin(), children.end());
  nodes_.push_back(std::move(node));
  return static_cast<NodeId>(nodes_.size() - 1);
}

}  // namespace interleave::lang
