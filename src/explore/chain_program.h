// The step machine of a program reduced to what decides which steps are possible, and to which updates the last balance
// will contain (symmetry_counter.h).
//
// A state is where each task in flight stands, and what is still intended: how many more updates the last balance is
// to contain. States that differ only by a renaming of like tasks (task_classes.h) have the same key.
//
//   where                  | kept of a task beside its position
//   updates can be lost    | whether its copy is live: a read whose update goes into the chain makes it live; the
//                          | write of a live copy makes the balance live again
//   there is a swap        | whether its copy is stale: then the swap fails
//   there are tickets      | how many are served before it
//
// A flag that can be checked is kept for itself. Immutable after construction; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "explore/compact_program.h"
#include "explore/task_classes.h"

namespace interleave {

// Whether a task may yet give an update up that would change nothing, as its exception comes first. Where all other
// updates are intended, this alone decides whether any was given up.
enum class GiveUps : std::uint8_t { any, none, due };

struct ChainState {
  std::size_t ended = 0;  // tasks
  bool stuck = false;     // a task has ended and still holds the lock
  bool flagTaken = false;
  GiveUps giveUps = GiveUps::any;
  std::size_t count = 0;  // tasks in flight
  std::array<std::uint64_t, limits::kMaxWorkers> flight{};          // in list order; see ChainProgram
  std::array<std::uint32_t, limits::kMaxTransactions> intended{};   // by the classes that are not individual

  bool operator==(const ChainState&) const = default;
};

class ChainProgram {
 public:
  using Word = std::uint64_t;
  // Whether the update of a read goes into the chain: a guess, limited by what is intended.
  enum class Read : std::uint8_t { dead, chain };

  explicit ChainProgram(const AccountProgram& program);

  const CompactProgram& program() const { return program_; }
  const TaskClasses& classes() const { return classes_; }

  // Before any step; nothing is intended yet.
  ChainState first() const;
  // Sets what is intended, before any step: for a task in flight whose class is individual, or for all tasks of its class.
  // `which`: below TaskClasses::intentions.
  void intend(ChainState& state, std::size_t task, std::size_t which, std::uint64_t updates) const;
  // A task may give an update up that would change nothing.
  bool idleGiveUps() const;

  // The length of a key in words, at most kMaxKeyWords.
  static constexpr std::size_t kMaxKeyWords = 2 + limits::kMaxTransactions + limits::kMaxWorkers;
  std::size_t keyWords() const { return words_; }
  void pack(const ChainState& state, Word* key) const;
  // One of the states with this key: the one in which like tasks are adjacent.
  ChainState unpack(const Word* key) const;

  // What the steps of all tasks depend on, of each account.
  static constexpr std::size_t kMostAccounts = 2;
  struct Survey {
    std::array<CompactProgram::Holders, kMostAccounts> holders{};
    std::array<bool, kMostAccounts> copyLive{};  // the live copy is a task's, so the balance is dead
  };
  Survey survey(const ChainState& state) const;

  // Whether the task at `index` in flight can take its next step.
  bool canStep(const ChainState& state, std::size_t index, const Survey& survey) const;
  // What the step may be, if it is a read; else one of them.
  std::span<const Read> reads(const ChainState& state, std::size_t index, const Survey& survey) const;
  // Takes that step. False if what is intended has become impossible; the state is then invalid.
  // Preconditions: canStep(), `read` is one of reads(), and `survey` is that of the state.
  bool take(ChainState& state, std::size_t index, Read read, const Survey& survey) const;
  // A balance will be overwritten, but no read of it is intended. Precondition: no step has been taken.
  bool hopeless(const ChainState& state) const;
  // All tasks have ended, as intended.
  bool fulfilled(const ChainState& state) const { return state.ended == program_.tasks() && state.giveUps != GiveUps::due; }

 private:
  using Position = CompactProgram::Position;

  // Of a class.
  struct Script {
    Position length = 0;                              // of an update
    std::array<Position, kMostAccounts> decides{};    // for each intention, in an update: the step that fulfils it
    std::array<Position, kMostAccounts> lastWrites{};  // of each account: the position of the last one, if there is a chain
    std::size_t slot = 0;                             // of its first intention, if it is not individual
  };

  void layOut();
  Script scriptOf(const TaskClass& each) const;
  // A task in flight is one number, and these numbers sort: class, position, place, intended, mark.
  Word make(std::size_t classNumber, Word at, Word place, Word intends, bool mark) const {
    return ((((static_cast<Word>(classNumber) << positionBits_ | at) << placeBits_ | place) << allIntendedBits_ | intends) << 1) |
           Word{mark};
  }
  // Its copy is live; of a program that swaps, it is stale.
  static bool marked(Word each) { return (each & 1) != 0; }
  Word allIntends(Word each) const { return (each >> 1) & ((Word{1} << allIntendedBits_) - 1); }
  Word intends(Word each, std::size_t which) const {
    return (each >> (1 + which * static_cast<std::size_t>(intendedBits_))) & ((Word{1} << intendedBits_) - 1);
  }
  Word placeOf(Word each) const { return (each >> (1 + allIntendedBits_)) & ((Word{1} << placeBits_) - 1); }
  Position positionOf(Word each) const {
    return static_cast<Position>((each >> (1 + allIntendedBits_ + placeBits_)) & ((Word{1} << positionBits_) - 1));
  }
  std::size_t classOf(Word each) const {
    return static_cast<std::size_t>(each >> (1 + allIntendedBits_ + placeBits_ + positionBits_));
  }
  std::size_t modelOf(Word each) const { return classes_.list[classOf(each)].model; }
  // Of its next step.
  ObjectSpan objectsAt(Word each) const { return program_.actionAt(modelOf(each), positionOf(each)).objects; }
  bool chained() const { return classes_.contained == Contained::chain; }

  // Its next step is a read that decides whether an update goes into the chain.
  bool guesses(Word each) const;
  void includeHolder(Survey& survey, Word each) const;
  bool admits(Word each, std::size_t account, const ChainState& state, const Survey& survey) const;
  bool admitted(Word each, const ChainState& state, const Survey& survey) const;
  std::int64_t decided(std::size_t classNumber, std::size_t which, Position at) const;
  std::int64_t undecided(const ChainState& state, std::size_t classNumber, std::size_t which) const;
  bool fulfil(ChainState& state, std::size_t index, std::size_t which) const;
  bool stillPossible(const ChainState& state, Word before, std::size_t which, Position to) const;
  bool takeRead(ChainState& state, std::size_t index, Read read) const;
  bool takeInTime(ChainState& state, std::size_t index, const Survey& survey) const;
  bool giveUp(ChainState& state, std::size_t index) const;
  bool takeSwap(ChainState& state, std::size_t index) const;
  void draw(ChainState& state, std::size_t index) const;
  void leaveQueue(ChainState& state) const;
  void move(ChainState& state, std::size_t index, Position to, bool mark) const;
  bool hopeless(const ChainState& state, std::size_t account) const;

  const CompactProgram program_;
  const TaskClasses classes_;
  std::vector<Script> scripts_;  // of each class
  bool flagged_ = false;         // the lock is a flag that can be checked
  std::size_t slots_ = 0;        // in ChainState::intended
  int intendedBits_ = 0;         // of one intention for a task
  int allIntendedBits_ = 0;
  int placeBits_ = 0;
  int positionBits_ = 0;
  int taskBits_ = 0;
  std::size_t tasksInWord_ = 1;
  std::size_t words_ = 1;
};

}  // namespace interleave
