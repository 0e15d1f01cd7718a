// The step machine of a program reduced to the chain of updates that the last balance will contain
// (symmetry_counter.h).
//
// A state is where each task in flight stands, which copy is live, if any, and what is still intended:
// how many more updates are to go into the chain. A read whose update goes into the chain makes the copy
// live; the write of a live copy makes the balance live again. States that differ only by a renaming of
// like tasks (task_classes.h) have the same key.
//
// Immutable after construction; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "explore/compact_program.h"
#include "explore/task_classes.h"

namespace interleave {

struct ChainState {
  std::size_t ended = 0;  // tasks
  bool stuck = false;     // a task has ended and still holds the lock
  std::size_t count = 0;  // tasks in flight
  std::array<std::uint64_t, limits::kMaxWorkers> flight{};               // in list order; see ChainProgram
  std::array<std::uint32_t, limits::kMaxTransactions> intended{};        // of each class that is not individual

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
  // The number of classes that are not individual; they come first in the list.
  std::size_t wholeClasses() const { return wholeClasses_; }

  // Before any step; nothing is intended yet.
  ChainState first() const;
  // Sets what is intended for a task in flight whose class is individual, before any step.
  void intend(ChainState& state, std::size_t task, std::uint64_t updates) const;
  std::uint64_t intended(const ChainState& state, std::size_t task) const { return intends(state.flight[task]); }

  // The length of a key in words, at most kMaxKeyWords.
  static constexpr std::size_t kMaxKeyWords = 2 + limits::kMaxTransactions + limits::kMaxWorkers;
  std::size_t keyWords() const { return words_; }
  void pack(const ChainState& state, Word* key) const;
  // One of the states with this key: the one in which like tasks are adjacent.
  ChainState unpack(const Word* key) const;

  bool lockFree(const ChainState& state) const;
  bool anyLive(const ChainState& state) const;

  // Whether the task at `index` in flight can take its next step. `free`: lockFree(), `live`: anyLive().
  bool canStep(const ChainState& state, std::size_t index, bool free, bool live) const;
  // Takes that step. False if what is intended has become impossible; the state is then invalid.
  // Preconditions: canStep(); `read` is `dead` unless the step is a read that can go into the chain.
  bool take(ChainState& state, std::size_t index, Read read) const;
  // The balance is live and will be overwritten, but no further read of it is intended.
  bool hopeless(const ChainState& state) const;

 private:
  using Position = CompactProgram::Position;

  void layOut();
  // A task in flight is one number, and these numbers sort: class, position, intended, live.
  Word make(std::size_t classNumber, Word at, Word intends, bool live) const {
    return (((static_cast<Word>(classNumber) << positionBits_ | at) << intendedBits_ | intends) << 1) | Word{live};
  }
  static bool live(Word each) { return (each & 1) != 0; }
  Word intends(Word each) const { return (each >> 1) & ((Word{1} << intendedBits_) - 1); }
  Position positionOf(Word each) const {
    return static_cast<Position>((each >> (1 + intendedBits_)) & ((Word{1} << positionBits_) - 1));
  }
  std::size_t classOf(Word each) const { return static_cast<std::size_t>(each >> (1 + intendedBits_ + positionBits_)); }

  std::int64_t unread(const ChainState& state, std::size_t classNumber) const;
  bool takeRead(ChainState& state, std::size_t index, Read read) const;
  void move(ChainState& state, std::size_t index, Position to, bool live) const;

  const CompactProgram program_;
  const TaskClasses classes_;
  std::size_t wholeClasses_ = 0;
  int intendedBits_ = 0;
  int positionBits_ = 0;
  int taskBits_ = 0;
  std::size_t tasksInWord_ = 1;
  std::size_t words_ = 1;
};

}  // namespace interleave
