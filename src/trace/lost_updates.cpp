#include "trace/lost_updates.h"

#include <array>

namespace interleave {
namespace {

constexpr std::size_t kRoot = static_cast<std::size_t>(-1);

struct Node {
  std::size_t event;   // index in the trace
  std::size_t parent;  // index of the node it builds on, or kRoot
  std::size_t depth;   // updates contained
  std::size_t lostBy;  // node that lost it, or kRoot while it is contained
};

class WriteTree {
 public:
  explicit WriteTree(const Trace& trace) {
    readFrom_.fill(kRoot);
    for (std::size_t i = 0; i < trace.events.size(); ++i) {
      const Event& event = trace.events[i];
      // What a read sees is the latest write: the trace is in the order of the accesses.
      if (event.kind == EventKind::read) readFrom_[event.worker] = latest_;
      if (event.kind == EventKind::write) add(i, readFrom_[event.worker]);
    }
  }

  std::vector<LostUpdate> lost() const {
    std::vector<LostUpdate> result;
    for (const Node& node : nodes_) {
      if (node.lostBy != kRoot) result.push_back({node.event, nodes_[node.lostBy].event});
    }
    return result;
  }

 private:
  std::size_t depth(std::size_t node) const { return node == kRoot ? 0 : nodes_[node].depth; }

  void add(std::size_t event, std::size_t parent) {
    const std::size_t added = nodes_.size();
    nodes_.push_back({event, parent, depth(parent) + 1, kRoot});
    // From the balance that is replaced up to the common ancestor everything is lost; from the copy
    // up to there everything is back.
    std::size_t replaced = latest_;
    std::size_t kept = parent;
    while (replaced != kept) {
      if (depth(replaced) >= depth(kept)) {
        nodes_[replaced].lostBy = added;
        replaced = nodes_[replaced].parent;
      } else {
        nodes_[kept].lostBy = kRoot;
        kept = nodes_[kept].parent;
      }
    }
    latest_ = added;
  }

  std::vector<Node> nodes_;
  std::array<std::size_t, limits::kMaxWorkers> readFrom_;
  std::size_t latest_ = kRoot;
};

}  // namespace

std::vector<LostUpdate> lostUpdates(const Trace& trace) { return WriteTree(trace).lost(); }

}  // namespace interleave
