// What steps do, by the parts that they look at: a decision tree for each agent, whose inner nodes are parts in which known steps differ
// and whose edges are what these are. The parts that a step has looked at so far determine which one it looks at next.
//
// For one thread at a time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "explore/state_layout.h"
#include "program/limits.h"
#include "program/part_machine.h"

namespace interleave {

class StepCache {
 public:
  using Part = program::PartMachine::Part;
  // What a step does in states of the layout.
  struct Known {
    program::PartMachine::Effect effect = program::PartMachine::Effect::none;
    bool needsAll = false;  // the step is different in each state
    bool fits = true;  // what it writes has room in the layout
    program::AgentId agent = 0;
    std::uint32_t firstRead = 0, lastRead = 0;  // among reads_
    std::uint32_t firstWrite = 0, lastWrite = 0;  // among writes_
    std::uint32_t firstChange = 0, lastChange = 0;  // among changes_
    std::uint32_t firstCheck = 0, lastCheck = 0;  // among checks_
  };
  // Of a word of a state: what is kept of it, and what is added.
  struct Change {
    std::uint32_t word = 0;
    std::uint64_t keep = 0, add = 0;
  };

  StepCache() { clear(); }

  // What a step of the agent does in a state; null: that is not known.
  const Known* find(program::AgentId agent, const std::uint64_t* state) const {
    std::uint32_t at = roots_[agent];
    while ((at & kLeaf) == 0) {
      const std::uint32_t* const node = tree_.data() + at;
      const auto number = static_cast<std::uint32_t>(state[node[kWord]] >> node[kShift] & node[kMask]);
      at = number < node[kFew] ? node[kChildren + number] : fartherChild(at, number);
    }
    if (at == kUnknown) return nullptr;
    const Known& known = leaves_[at & ~kLeaf];
    for (std::uint32_t i = known.firstCheck; i < known.lastCheck; ++i) {
      if ((state[checks_[i].word] & checks_[i].mask) != checks_[i].value) return nullptr;
    }
    return &known;
  }
  std::span<const Change> changes(const Known& known) const {
    return std::span(changes_).subspan(known.firstChange, known.lastChange - known.firstChange);
  }
  // Keeps what a step does. Parts that have no field in the layout are the same in all states, and no nodes.
  void learn(program::AgentId agent, const program::PartMachine::Step& step, const StateLayout& layout);
  // Goes by another layout from now on.
  void arrange(const StateLayout& layout);
  // Forgets everything.
  void clear();
  std::size_t bytes() const {
    return edges_.capacity() * sizeof(Edge) + tree_.capacity() * sizeof(std::uint32_t) + leaves_.capacity() * sizeof(Known) +
           (reads_.capacity() + writes_.capacity()) * sizeof(Part) + changes_.capacity() * sizeof(Change) +
           checks_.capacity() * sizeof(Check);
  }

 private:
  static constexpr std::uint32_t kUnknown = 0xffff'ffff, kLeaf = 1u << 31;
  // Of a node, a part in which steps differ that looked at the same before, one behind the other in tree_: where its number is in a state,
  // how many children come first, by number, which of the parts that a step looks at it is, a leaf behind it, and those children. The
  // others are edges. What all steps behind a node have in common is looked at with the rest, at the leaf (D. R. Morrison, "PATRICIA",
  // Journal of the ACM 15(4), 1968).
  enum : std::uint32_t { kWord, kShift, kMask, kFew, kRead, kSomeLeaf, kChildren };
  // Of a word of a state: what those parts have there that a step looks at and no node on the way to it does.
  struct Check {
    std::uint32_t word = 0;
    std::uint64_t mask = 0, value = 0;
  };
  struct Edge {
    std::uint32_t node = kUnknown;
    std::uint32_t number = 0;
    std::uint32_t child = 0;
  };

  std::size_t slotOf(std::uint32_t node, std::uint32_t number) const {
    const std::uint64_t bits = (std::uint64_t{node} << 32 | number) * 0x9E37'79B9'7F4A'7C15;
    return static_cast<std::size_t>(bits >> shift_);
  }
  std::uint32_t child(std::uint32_t node, std::uint32_t number) const {
    return number < tree_[node + kFew] ? tree_[node + kChildren + number] : fartherChild(node, number);
  }
  std::uint32_t fartherChild(std::uint32_t node, std::uint32_t number) const;
  void clearTree();
  void hang(std::uint32_t leaf, const StateLayout& layout);
  void compileWrites(Known& known, const StateLayout& layout);
  void compileReads(Known& known, const StateLayout& layout);
  std::uint32_t makeNode(StateLayout::Field field, std::uint32_t read, std::uint32_t leaf, bool isRoot);
  std::uint32_t leafLike(const Known& known) const;
  std::uint32_t firstDifference(const Known& one, const Known& other) const;
  void connect(const Edge& edge);
  void put(const Edge& edge);

  std::vector<std::uint32_t> roots_;  // by agent
  std::vector<std::uint32_t> tree_;
  std::vector<Edge> edges_;  // a hash table
  std::size_t edgeCount_ = 0;
  int shift_ = 0;
  std::vector<Known> leaves_;
  std::vector<Part> reads_, writes_;
  std::vector<Change> changes_;
  std::vector<Check> checks_;
};

}  // namespace interleave
