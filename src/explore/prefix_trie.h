// The alphabetically first way to each state of a search that goes level by level.
//
// Of a level's states, each is reached first, in the alphabet's order, by one schedule: the first way
// to some state of the level before, and a letter. Rank the states of a level by these schedules. Then
// (rank of the state before, letter) orders the next level, and all that has to be kept of a level
// is which of these pairs occur: one bit each, a state's rank being the number of bits before its own.
// (Rank and select on a bit vector: G. Jacobson, "Space-efficient static trees and graphs", FOCS 1989.)
//
// One thread at a time; mark() from any number of them.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

namespace interleave {

class PrefixTrie {
 public:
  // Letters are A and the `letters` - 1 that follow it. There is one state yet, reached by nothing.
  explicit PrefixTrie(std::size_t letters) : letters_(letters) {}

  // The pair of a state's rank and a letter: what is compared, and marked.
  std::uint64_t pair(std::uint64_t rank, std::size_t letter) const { return rank * letters_ + letter; }

  // Opens the next level.
  void beginLevel();
  // This pair is some state's first.
  void mark(std::uint64_t pair);
  // No more is marked: rank() tells from now on.
  void endLevel();
  // In the newest level.
  std::uint64_t rank(std::uint64_t pair) const;

  // The schedule to a state of the newest level.
  std::string schedule(std::uint64_t rank) const;
  std::size_t bytes() const { return bytes_; }

 private:
  struct Level {
    std::vector<std::atomic<std::uint64_t>> bits;
    std::vector<std::uint64_t> before;  // set bits before each block
  };
  static std::uint64_t select(const Level& level, std::uint64_t rank);

  std::size_t letters_;
  std::uint64_t states_ = 1;  // of the newest level that is complete
  std::size_t bytes_ = 0;
  std::vector<Level> levels_;
};

}  // namespace interleave
