// The balance of one account over time, arranged so that a picture of any stretch of it takes the same time: its writes
// in blocks, and above them a tree of ranges with the lowest and the highest value of each block, and of every eight
// nodes of the level below. Nothing is rounded.
//
// Not thread-safe.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <deque>
#include <span>

#include "model/limits.h"
#include "trace/lane.h"

namespace interleave {

// The values that a balance had within a stretch: at its beginning, at its end, and between.
struct BalanceRange {
  Money first = 0;
  Money last = 0;
  Money lowest = 0;
  Money highest = 0;
  std::uint64_t writes = 0;

  bool operator==(const BalanceRange&) const = default;
};

class BalanceLine {
 public:
  explicit BalanceLine(Money start) : now_(start) {}

  // Times never decrease.
  void write(std::int64_t timeNs, Money value);

  std::uint64_t writes() const { return writes_; }
  std::size_t bytes() const;
  // Forgets the blocks that lie wholly before `timeNs`.
  void forget(std::int64_t timeNs);

  // One for each column: a write at the moment at which a column begins belongs to it.
  void condense(const Columns& columns, std::span<BalanceRange> out) const;

 private:
  static constexpr std::size_t kBlock = 64;     // writes
  static constexpr std::uint64_t kFan = 8;      // blocks, or nodes, below a node
  static constexpr std::size_t kLevels = 5;

  struct Range {
    Money lowest = 0;
    Money highest = 0;
    void add(const Range& other);
  };
  // Of each write the time since the block began, and the value less the block's first one.
  struct Block {
    std::int64_t beginNs = 0;
    Money before = 0;  // the balance until then
    Money base = 0;
    Range range;       // of the writes
    std::uint64_t number = 0;  // of its first write
    std::uint32_t used = 0;
    std::array<std::uint32_t, kBlock> deltas{};
    std::array<std::int32_t, kBlock> values{};
  };
  // A node covers kFan nodes of the level below, the lowest level's kFan blocks.
  struct Level {
    std::uint64_t forgotten = 0;
    std::deque<Range> nodes;
  };
  // A place between two writes.
  struct Place {
    std::uint64_t block = 0;   // the forgotten ones included
    std::size_t at = 0;        // in the block
    auto operator<=>(const Place&) const = default;
  };

  const Block& block(std::uint64_t number) const { return blocks_[static_cast<std::size_t>(number - forgotten_)]; }
  std::uint64_t end() const { return forgotten_ + blocks_.size(); }
  bool fits(std::int64_t timeNs, Money value) const;
  void raise(Range range);
  Place placeAt(std::int64_t timeNs, Place from) const;
  Money valueAt(Place place) const;
  BalanceRange between(Place from, Place to) const;
  void addWithin(std::uint64_t number, std::size_t from, std::size_t to, Range& range) const;
  void addBlocks(std::uint64_t from, std::uint64_t to, Range& range) const;

  Money now_;
  std::uint64_t writes_ = 0;
  std::uint64_t forgotten_ = 0;  // blocks
  std::deque<Block> blocks_;
  std::array<Level, kLevels> levels_;
};

}  // namespace interleave
