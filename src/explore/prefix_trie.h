// The alphabetically first schedule to each state of a breadth-first search.
//
// The first schedule to a state is the first schedule to some state of the level before, and a letter.
// Rank the states of a level by their first schedules. Then the pairs (rank of the state before, letter)
// order the next level, and a level is stored as the set of the pairs that occur: one bit each. A state's
// rank is the number of bits set before its own.
// (Rank and select on a bit vector: G. Jacobson, "Space-efficient static trees and graphs", FOCS 1989.)
//
// Schedules that lead to no state of the newest level can be forgotten on the way: where they branch off late, little is kept of the others.
//
// For one thread at a time; mark() may be called by several at once.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

namespace interleave {

class PrefixTrie {
 public:
  // Letters are the numbers below `letters`, up to 64. At first there is one state, with the empty schedule.
  explicit PrefixTrie(std::size_t letters) : letters_(letters) {}
  // From the next level on there are so many.
  void setLetters(std::size_t letters) { letters_ = letters; }

  // The pair of a state's rank and a letter, as it is compared and marked.
  std::uint64_t pair(std::uint64_t rank, std::size_t letter) const { return rank * letters_ + letter; }

  // Opens the next level.
  void beginLevel();
  // Records that the pair is the first one of some state.
  void mark(std::uint64_t pair);
  // Marking is complete: from now on rank() may be called.
  void endLevel();
  // The rank in the newest level, by its pairs as they were marked.
  std::uint64_t rank(std::uint64_t pair) const;

  // The schedule to a state of the newest level: letters A and those that follow it, or as `letterOf` says, of a letter's number and of how
  // many there are.
  using LetterOf = char (*)(std::size_t letter, std::size_t letters);
  std::string schedule(std::uint64_t rank) const;
  std::string schedule(std::uint64_t rank, LetterOf letterOf) const;
  std::size_t bytes() const { return bytes_ + beforeWord_.capacity() * sizeof(std::uint64_t); }

  // Forgets the schedules that lead to no state of the newest level. Ranks in that stay; its pairs are others from then on.
  void prune();

 private:
  struct Level {
    std::size_t letters = 0;
    std::vector<std::atomic<std::uint64_t>> bits;
    std::vector<std::uint64_t> before;  // set bits before each block
    std::uint64_t states = 0;  // set bits

    std::size_t bytes() const { return (bits.size() + before.size()) * sizeof(std::uint64_t); }
  };
  static void count(Level& level);
  static bool dropUnused(Level& before, Level& level);
  static std::uint64_t select(const Level& level, std::uint64_t rank);

  std::size_t letters_;
  std::uint64_t states_ = 1;  // of the newest level that is complete
  std::size_t bytes_ = 0;
  std::size_t pruned_ = 0;  // so many levels have been
  std::vector<Level> levels_;
  std::vector<std::uint64_t> beforeWord_;  // of the newest level, as it was marked: set bits before each word
};

}  // namespace interleave
