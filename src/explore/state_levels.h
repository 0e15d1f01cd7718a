// The concrete states of a program, level by level: level n holds the states that n steps reach, each with the number of
// schedules that lead to it; the next level adds them up. Two levels are in memory at a time. Any program.
//
// A state is where each task stands, the balance, and the copies in hand. (Breadth-first search over an explicit state
// space; summing path counts over a directed acyclic graph is R. Bellman's dynamic programming.)
//
// The states of a level are kept in groups that agree on where each task stands. What a step does is
// then the same for a whole group, a state's key is its values alone, and a group's hash table stays
// in the processor's cache. Each group is made by one thread, from all groups that lead to it, so no
// two threads ever write the same table.
//
// A state takes 8 bytes times: its values packed (value_code.h, one word up to 8 values of 8 bits), a
// word for its order (prefix_trie.h), and its count.
//
//   while (!levels.empty()) {      the level with steps() steps
//     if (!levels.openNext()) break;  what the next one's groups are is known, and endGroups() of this one
//     levels.buildGroup(...)       each group below groupsOfNext(), once, in any order; or levels.buildNext(share)
//     levels.enterNext(share);
//   }
//
// One thread at a time, but for buildGroup().
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "explore/bit_field.h"
#include "explore/budget.h"
#include "explore/compact_program.h"
#include "explore/key_table.h"
#include "explore/limbs.h"
#include "explore/packed_values.h"
#include "explore/prefix_trie.h"
#include "explore/row_slots.h"

namespace interleave {

class StateLevels {
 public:
  // What is known of a state beside its count: nothing, or the alphabetically first schedule that leads to it. States that
  // differ in FinalState alone are told apart only then.
  enum class Order : std::uint8_t { none, kept };

  // States that are found are spent from the budget, which must live as long. `threads`: that build groups at a time.
  StateLevels(const AccountProgram& program, Budget& budget, int threads, Order order);

  // ---- The level that was entered last; at first the one of the start
  bool empty() const { return level_.groups.empty(); }
  std::uint64_t steps() const { return steps_; }
  std::uint64_t states() const;
  // Of all schedules of so many steps.
  Count ways() const;
  // The groups in which no task has a step; known once the next level is open.
  const std::vector<std::size_t>& endGroups() const { return endGroups_; }
  std::uint64_t statesIn(std::size_t group) const { return level_.groups[group].rows.size() / stride(limbs_); }
  // Whether all tasks have ended where the group stands; else they have deadlocked. Precondition: it is an end group.
  bool finished(std::size_t group);
  // Calls use(where it stands, count, schedule) for every state of a group. Precondition: the order is kept.
  template <class Use>
  void forEachState(std::size_t group, Use use) const {
    const std::vector<Word>& rows = level_.groups[group].rows;
    for (std::size_t at = 0; at < rows.size(); at += stride(limbs_)) {
      use(values_.finalState(&rows[at]), limbs::toCount(&rows[at + words_ + 1], limbs_), trie_.schedule(rows[at + words_]));
    }
  }

  // ---- The next level
  // False where the budget is spent before all of it is known.
  bool openNext();
  std::size_t groupsOfNext() const { return edges_.size(); }
  // Builds one group, or leaves off where the budget is spent. Returns how many states it has. `thread`: 0 to threads - 1,
  // and no two calls at a time have the same.
  std::size_t buildGroup(std::size_t group, std::size_t thread);
  // Calls part(index, thread) for every index below `parts`, perhaps on several threads if that pays (Team::forEach).
  using Part = std::function<void(std::size_t index, std::size_t thread)>;
  using Share = std::function<void(std::size_t parts, bool pays, const Part& part)>;
  // Builds all of them.
  void buildNext(const Share& share);
  // Precondition: they are built, and the budget is not spent. `share`: not needed where no order is kept.
  void enterNext(const Share& share = {});

  // The most steps that a schedule can have.
  std::uint64_t longest() const { return program_.longest(); }

 private:
  using Word = std::uint64_t;
  using Position = CompactProgram::Position;

  // Rows of: key, order, count. All states stand at the same positions.
  struct Group {
    std::vector<Word> rows;
  };
  // One step of one task leads all states of a group into another.
  struct Edge {
    std::uint32_t from;
    std::uint8_t task;
    PackedValues::StepEffect effect;
  };
  // States of a level by position.
  struct Level {
    explicit Level(std::size_t words) : positions(words) {}
    KeyTable positions;
    std::vector<Group> groups;
  };
  std::size_t stride(std::size_t limbs) const { return words_ + 1 + limbs; }
  Level firstLevel() const;
  void follow(std::size_t group, std::size_t task, const PackedValues::StepEffect& effect);
  std::uint64_t bytesOfNext() const;
  std::size_t statesBefore(std::size_t group) const;
  template <std::size_t kWords>
  void merge(const Edge& edge, Group& to, RowSlots& slots) const;
  void rankNext(const Share& share);
  void positionsOf(const Level& level, std::size_t group);
  void packPositions(Word* key) const;

  const CompactProgram program_;
  const PackedValues values_;
  Budget& budget_;
  const Order order_;
  std::size_t words_ = 1;              // of a state's key
  std::size_t positionWords_ = 1;
  std::vector<BitField> positionFields_;  // of each task

  PrefixTrie trie_;
  std::uint64_t steps_ = 0;            // that lead to level_
  std::size_t limbs_ = 1;              // of its counts
  std::size_t nextLimbs_ = 1;
  Level level_;
  Level next_;
  std::vector<std::size_t> endGroups_;    // of level_
  std::atomic<std::uint64_t> held_{0};    // bytes
  std::vector<std::vector<Edge>> edges_;  // into each group of next_
  std::uint64_t edgesMade_ = 0;           // of those
  std::vector<RowSlots> slots_;              // of each thread
  std::vector<Position> positions_;       // of the group that is looked at
  std::vector<std::size_t> enabledTasks_;
  std::vector<PackedValues::StepEffect> effects_;
};

}  // namespace interleave
