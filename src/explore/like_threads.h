// States that differ only by a renaming of like threads (program/like_agents.h), as one: each is renamed to the one of them that is kept.
//
// Let G be the renamings of like threads. They map steps to steps, and leave the first state as it is. A graph that keeps one state of each
// orbit, and with each step the renaming by which what it leads to becomes the kept state, has all executions: of a way in it, undo the
// renamings that lie behind, and it is an execution; each execution is one such way, as a step from s is one from p(s). So ways are
// counted as in the other graph. The letters of a way are those of its edges with what was renamed before undone: at a node, the names
// that its letters have on the way to it.
//
// Which ending comes first by letters. Endings are alike in all states of an orbit, so an ending is a set of nodes. Of two ways to a node,
// let the first have the letters v, the second w, v before w, and neither begin the other: without cycles it cannot. All that can be
// reached behind w can be reached behind v, if by other letters, as p maps the ways behind one state to those behind the other; and v with
// any letters behind it comes before w with any. So of a search depth first that takes the edges of a node by the names that their letters
// have on the way to it, the first visit to each node is on the first way to it, and it need not be visited again. At each node the lowest
// letter is tried first, whichever of several like threads has it.
// The simplest ones: whether a step preempts says the node with who stepped last, renamed as the node is; so the least costs of such
// pairs are those in the other graph. All cheapest ways to a pair are as long, and the argument is the one above. Pairs that differ by a
// renaming that leaves the node as it is stand for the same; they only are searched twice.
// The shortest ones: breadth first, nodes in the order in which they are reached, edges by their names; ways to one level are as long.
//
// Exact as long as endings tell nothing about like threads. It gives up where they could: where one raises what nothing catches, returns
// something, makes an object with an identity or starts an agent, where an agent waits for ever, and, as the cycles of such a graph are not
// those of the other one, where there is a cycle. Then the graph is built without it, by the steps that are known already.
//
// Which state of an orbit is kept: the one in which like threads are in the order of a hash of what is told of each. Equal hashes of
// different threads only keep more states than need be. It depends on no order in which parts became known.
//
// For one thread at a time, as its machine.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "explore/letter_rank.h"
#include "explore/state_layout.h"
#include "program/part_machine.h"

namespace interleave {

class LikeThreads {
 public:
  // `base`: the state with which exploring begins.
  LikeThreads(const program::Machine& base, program::PartMachine& machine, program::PartTable& table);

  bool any() const { return !like_.empty(); }
  // Of how many numbers parts have, by position: gives the parts of like threads as many.
  void level(std::vector<std::uint32_t>& counts);
  // Goes by another layout from now on.
  void arrange(const StateLayout& layout);

  enum class Result : std::uint8_t { asIs, renamed, lacksRoom };
  // Makes a state the one that is kept for it. `lacksRoom`: the layout has no room for that. `renaming()`: what was renamed, by number.
  Result rename(std::uint64_t* state);
  std::uint32_t renaming() const { return last_; }
  const std::vector<Renaming>& renamings() const { return renamings_; }  // by number; the first changes nothing
  // States are not to be merged.
  bool givesUp() const { return givesUp_; }
  // A renaming may change a part.
  bool moves(StateLayout::Position position) const;
  // Some agent that is no daemon has not ended.
  bool isUnfinished(const std::uint64_t* state);

 private:
  using Position = StateLayout::Position;
  using Number = std::uint32_t;
  static constexpr Number kUnknown = 0xffff'ffff;

  // A part of an agent. Its number 0 is alike among like agents.
  struct Own {
    program::PartKey key;
    std::optional<StateLayout::Field> field;
    std::vector<std::uint64_t> hashes;  // by number; 0: not looked at
    std::vector<std::vector<Number>> moved;  // by member of the class, and number: its number there

    Number in(const std::uint64_t* state) const {
      return field ? static_cast<Number>(state[field->word] >> field->shift & field->mask) : 0;
    }
  };
  struct Member {
    program::AgentId agent = 0;
    std::uint64_t hash = 0;  // of what a state has of it
    std::vector<Own> own;  // the same parts for each member
    std::vector<std::uint64_t> bits;  // by word of a state: those of its own parts
    // Of some of what its own parts have been: those bits, and behind them the hash (0: none), and, by member of the class, what they
    // are there.
    std::vector<std::uint64_t> known;
    std::vector<std::vector<std::uint64_t>> movedTo;

    std::size_t slotOf(const std::uint64_t* state) const;
    bool isAt(const std::uint64_t* place, const std::uint64_t* state) const;
    void put(std::uint64_t* place, const std::uint64_t* state) const;
  };
  using Class = std::vector<Member>;

  // A part that keeps agents. The numbers of its values depend on its kind.
  enum class Keeps : std::uint8_t { mask, holder, readers, sleepers, result };
  struct Keeper {
    program::PartKey key;
    Keeps keeps{};
    Position position = 0;
    StateLayout::Field field;
    // By number: whom it keeps, and what that adds to the hash of each.
    struct Roles {
      bool known = false;
      std::vector<std::pair<program::AgentId, std::uint64_t>> of;
    };
    std::vector<Roles> roles;
    std::vector<std::vector<Number>> renamed;  // by renaming and number

    Number in(const std::uint64_t* state) const { return static_cast<Number>(state[field.word] >> field.shift & field.mask); }
  };
  // Whether an agent that is no daemon has ended.
  struct End {
    Position position = 0;
    std::vector<std::uint8_t> known;  // by number: 0 it is not, 1 it has not, 2 it has
  };

  std::vector<program::PartKey> keysOfLike(std::span<const program::PartKey> keys) const;
  void arrangeOwn(const StateLayout& layout, std::span<const program::PartKey> keys);
  void arrangeKeeper(const program::PartKey& key, Position position);
  std::optional<program::ObjectId> objectOf(const program::PartKey& key) const;
  bool isLike(program::AgentId agent) const { return likes_[agent]; }
  bool isOfLike(program::ObjectId object) const;
  void hashAll(const std::uint64_t* state);
  std::uint64_t hashOf(Own& own, Number number);
  std::uint64_t hashOfOwn(Member& member, const std::uint64_t* state);
  const Keeper::Roles& rolesOf(Keeper& keeper, Number number);
  std::optional<Renaming> order();
  std::uint32_t numberOf(const Renaming& renaming);
  bool apply(std::uint64_t* state);
  const std::uint64_t* movedTo(Member& from, const Member& there, std::size_t to, const std::uint64_t* state);
  Number moved(Own& from, const Own& to, std::size_t member, Number number);
  Number renamed(Keeper& keeper, Number number);
  void renameTokens(Keeps keeps, const Renaming& by);
  void read(Position position, Number number);

  const program::Machine& base_;
  program::PartMachine& machine_;
  program::PartTable& table_;
  std::vector<Class> like_;
  std::array<bool, program::kMaxAgents + 1> likes_{};  // by agent
  std::array<std::uint8_t, program::kMaxAgents + 1> classOf_{};  // by agent, of a like one: which class
  std::vector<Keeper> keepers_;
  std::vector<End> ends_;
  StateLayout layout_;
  std::vector<Renaming> renamings_{Renaming{}};
  std::map<Renaming, std::uint32_t> numbers_{{Renaming{}, 0}};
  std::uint32_t last_ = 0;
  bool givesUp_ = false;
  std::vector<std::uint64_t> tokens_, before_;
  std::vector<std::size_t> places_;
};

}  // namespace interleave
