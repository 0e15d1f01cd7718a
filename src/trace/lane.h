// The states of one thread of a trace over time, arranged so that a picture of any stretch takes the same time.
//
// A lane is a list of changes of state, in blocks: for each change the state and the time since the previous change, in
// as few bytes as possible. A block also holds the total time in each state before it (prefix sums). So the time in
// each state between two moments is the difference of two sums, and finding a sum takes a search among the blocks and
// a pass through at most one of them. Nothing is rounded: times are whole nanoseconds at any zoom.
//
// Not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <span>

namespace interleave {

enum class Doing : std::uint8_t {
  nothing,   // no update is under way
  running,   // neither waits nor has a copy in hand
  waiting,   // for the lock
  sleeping,  // has a copy in hand that equals the balance
  stale,     // has a copy in hand, and another thread has written since it was made
};

inline constexpr std::size_t kDoings = 5;

// Of so many locks a lane keeps who holds them: as many as its states have bits for (see Lane). Where a thread has to do
// with more of them, it has further lanes (trace/timeline.h).
inline constexpr std::size_t kLocksOfLane = 2;

struct LaneState {
  Doing doing = Doing::nothing;
  std::array<bool, kLocksOfLane> holds{};
  bool contended = false;                  // another thread waits for a lock that it holds

  bool operator==(const LaneState&) const = default;
};

// The nanoseconds that a lane is in each state during a stretch.
struct Coverage {
  std::array<std::int64_t, kDoings> doing{};  // their sum is the length of the stretch
  std::array<std::int64_t, kLocksOfLane> holding{};
  std::int64_t contended = 0;  // a part of `holds`

  std::int64_t of(Doing each) const { return doing[static_cast<std::size_t>(each)]; }
  void add(const LaneState& state, std::int64_t ns);
  Coverage operator-(const Coverage& other) const;
  bool operator==(const Coverage&) const = default;
};

// A stretch of time in whole ns, divided into columns of lengths as equal as whole ns allow.
struct Columns {
  std::int64_t fromNs = 0;
  std::int64_t toNs = 0;  // later than fromNs
  std::int64_t count = 1;

  // The beginning of column `i`; for `count`, the end of the last one.
  std::int64_t begin(std::int64_t i) const {
    // In two parts, since a product of the whole length may exceed 2^63.
    const std::int64_t length = toNs - fromNs;
    return fromNs + length / count * i + length % count * i / count;
  }
  // The column that a moment of the stretch is in.
  std::int64_t at(std::int64_t timeNs) const {
    const double part = static_cast<double>(timeNs - fromNs) / static_cast<double>(toNs - fromNs);
    auto column = static_cast<std::int64_t>(part * static_cast<double>(count));
    while (begin(column) > timeNs) --column;
    while (begin(column + 1) <= timeNs) ++column;
    return column;
  }
};

class Lane {
 public:
  Lane() = default;
  // `latest_` points into the blocks, which a move takes along.
  Lane(Lane&&) = default;
  Lane& operator=(Lane&&) = default;

  // Times never decrease. Of several changes at one time the last one counts.
  void change(std::int64_t timeNs, const LaneState& state);

  const LaneState& now() const { return state_; }
  std::size_t bytes() const;

  // Forgets earlier changes, a block at a time: blocks that end before `timeNs`.
  void forget(std::int64_t timeNs);

  // One for each column. The last state goes on for ever.
  void condense(const Columns& columns, std::span<Coverage> out) const;

  // Every state between two moments, in order, without those of no length. Stops when `visit` returns false.
  struct Stretch {
    std::int64_t fromNs = 0;  // not before the requested beginning
    std::int64_t toNs = 0;    // not after the requested end
    LaneState state;
  };
  void visit(std::int64_t fromNs, std::int64_t toNs, const std::function<bool(const Stretch&)>& visit) const;

 private:
  // A change: a byte that holds the state and how many bytes follow, less one, and in those the ns since the change
  // before it, the lowest byte first. A block's first change has none, it comes when the block begins.
  static constexpr int kStateBits = 6;
  static constexpr std::uint8_t kStateMask = (1 << kStateBits) - 1;
  static constexpr std::size_t kMostBytes = 5;                               // of a change
  static constexpr std::int64_t kLongest = (std::int64_t{1} << 32) - 1;      // ns between two changes of a block

  // A power of two in all. Larger blocks take less memory for a change, and more time to go through.
  struct Block {
    Coverage before;
    std::uint8_t state = 0;  // from its beginning on
    std::uint8_t used = 0;   // bytes
    std::array<std::uint8_t, 190> bytes{};
  };
  static_assert(sizeof(Block) == 256);
  // Goes through the changes of a block.
  class Reader;
  // Sums up the states before a moment that never decreases.
  class Sums;

  static void add(Coverage& sum, std::uint8_t bits, std::int64_t ns);
  static std::uint8_t pack(const LaneState& state);
  static LaneState unpack(std::uint8_t bits);
  // The last block that does not begin after a moment, searched from `guess`. Precondition: there is one.
  std::size_t blockAt(std::int64_t timeNs, std::size_t guess) const;

  // Separate from the blocks, so that a search touches little memory.
  std::deque<std::int64_t> begins_;
  std::deque<Block> blocks_;
  std::uint8_t* latest_ = nullptr;     // the state of the latest change, in its block
  LaneState state_;
  std::int64_t sinceNs_ = 0;
  Coverage before_;                    // until sinceNs_
};

}  // namespace interleave
