#include "trace/lane.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <numeric>
#include <optional>

namespace interleave {

// A block's bytes are read four at a time.
static_assert(std::endian::native == std::endian::little);

void Coverage::add(const LaneState& state, std::int64_t ns) {
  doing[static_cast<std::size_t>(state.doing)] += ns;
  for (std::size_t lock = 0; lock < kLocksOfLane; ++lock) holding[lock] += state.holds[lock] ? ns : 0;
  contended += state.contended ? ns : 0;
}

Coverage Coverage::operator-(const Coverage& other) const {
  Coverage difference = *this;
  for (std::size_t i = 0; i < kDoings; ++i) difference.doing[i] -= other.doing[i];
  for (std::size_t lock = 0; lock < kLocksOfLane; ++lock) difference.holding[lock] -= other.holding[lock];
  difference.contended -= other.contended;
  return difference;
}

// Like Coverage::add(), without a branch, since the next state cannot be predicted.
void Lane::add(Coverage& sum, std::uint8_t bits, std::int64_t ns) {
  const auto ifSet = [&](int bit) { return ns & -static_cast<std::int64_t>(bits >> bit & 1); };
  sum.doing[bits & 7u] += ns;
  sum.holding[0] += ifSet(3);
  sum.holding[1] += ifSet(4);
  sum.contended += ifSet(5);
}

std::uint8_t Lane::pack(const LaneState& state) {
  unsigned bits = static_cast<unsigned>(state.doing);
  for (std::size_t lock = 0; lock < kLocksOfLane; ++lock) bits |= (state.holds[lock] ? 8u : 0u) << lock;
  return static_cast<std::uint8_t>(bits | (state.contended ? 32u : 0u));
}

LaneState Lane::unpack(std::uint8_t bits) {
  return {static_cast<Doing>(bits & 7u), {(bits & 8u) != 0, (bits & 16u) != 0}, (bits & 32u) != 0};
}

void Lane::change(std::int64_t timeNs, const LaneState& state) {
  if (state == state_) return;
  before_.add(state_, timeNs - sinceNs_);
  const std::int64_t delta = timeNs - sinceNs_;
  state_ = state;
  sinceNs_ = timeNs;
  if (delta == 0 && latest_ != nullptr) {
    *latest_ = static_cast<std::uint8_t>((*latest_ & ~kStateMask) | pack(state));
    return;
  }
  if (blocks_.empty() || blocks_.back().used + kMostBytes > blocks_.back().bytes.size() || delta > kLongest) {
    begins_.push_back(timeNs);
    blocks_.push_back({before_, pack(state), 0, {}});
    latest_ = &blocks_.back().state;
    return;
  }
  Block& block = blocks_.back();
  const std::size_t length = delta < 1 << 8 ? 1 : delta < 1 << 16 ? 2 : delta < 1 << 24 ? 3 : 4;
  latest_ = &block.bytes[block.used];
  *latest_ = static_cast<std::uint8_t>((length - 1) << kStateBits | pack(state));
  for (std::size_t i = 0; i < length; ++i) block.bytes[block.used + 1 + i] = static_cast<std::uint8_t>(delta >> (8 * i));
  block.used = static_cast<std::uint8_t>(block.used + 1 + length);
}

std::size_t Lane::bytes() const { return blocks_.size() * (sizeof(Block) + sizeof(std::int64_t)); }

void Lane::forget(std::int64_t timeNs) {
  while (blocks_.size() > 1 && begins_[1] <= timeNs) {
    begins_.pop_front();
    blocks_.pop_front();
  }
}

std::size_t Lane::blockAt(std::int64_t timeNs, std::size_t guess) const {
  // The block is near the guess: an exponential search from there, then a binary search.
  std::size_t low = std::min(guess, begins_.size() - 1);
  std::size_t high = low + 1;
  std::size_t step = 1;
  if (begins_[low] <= timeNs) {
    while (high < begins_.size() && begins_[high] <= timeNs) {
      low = high;
      high = std::min(high + step, begins_.size());
      step *= 2;
    }
  } else {
    while (low > 0 && begins_[low] > timeNs) {
      high = low;
      low -= std::min(step, low);
      step *= 2;
    }
  }
  while (high - low > 1) {
    const std::size_t middle = low + (high - low) / 2;
    (begins_[middle] <= timeNs ? low : high) = middle;
  }
  return low;
}

// At the end of a stretch, which may be the last of its block.
class Lane::Reader {
 public:
  Reader(std::int64_t beginNs, const Block& block) : block_(&block), atNs_(beginNs), state_(block.state) { look(); }

  std::int64_t atNs() const { return atNs_; }   // when the state began
  std::int64_t nextNs() const { return nextNs_; }  // when the next one begins; kNever: not in this block
  std::uint8_t state() const { return state_; }
  void next() {
    atNs_ = nextNs_;
    state_ = block_->bytes[byte_] & kStateMask;
    byte_ += 2u + (block_->bytes[byte_] >> kStateBits);
    look();
  }

  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

 private:
  void look() {
    if (byte_ >= block_->used) {
      nextNs_ = kNever;
      return;
    }
    // There are bytes behind the longest change, so four can always be read.
    const std::uint8_t* const bytes = &block_->bytes[byte_];
    std::uint32_t delta = 0;
    std::memcpy(&delta, bytes + 1, sizeof delta);
    nextNs_ = atNs_ + (delta & kMasks[bytes[0] >> kStateBits]);
  }
  static constexpr std::array<std::uint32_t, 4> kMasks = {0xFF, 0xFFFF, 0xFF'FFFF, 0xFFFF'FFFF};

  const Block* block_;
  std::size_t byte_ = 0;
  std::int64_t atNs_;
  std::int64_t nextNs_ = kNever;
  std::uint8_t state_;
};

class Lane::Sums {
 public:
  explicit Sums(const Lane& lane) : lane_(lane) {
    if (!lane.blocks_.empty()) enter(0);
  }

  // The time that the lane was in each state until `ns`, which must not decrease from call to call.
  Coverage until(std::int64_t timeNs) {
    if (!reader_ || timeNs <= lane_.begins_.front()) return reader_ ? lane_.blocks_.front().before : Coverage{};
    // Columns have equal lengths, so the next block is about as far away as the last one was.
    if (const std::size_t block = lane_.blockAt(timeNs, block_ + advance_); block != block_) {
      advance_ = block - block_;
      enter(block);
    }
    while (reader_->nextNs() <= timeNs) {
      add(sum_, reader_->state(), reader_->nextNs() - reader_->atNs());
      reader_->next();
    }
    Coverage sum = sum_;
    add(sum, reader_->state(), timeNs - reader_->atNs());
    return sum;
  }

 private:
  void enter(std::size_t block) {
    block_ = block;
    sum_ = lane_.blocks_[block].before;
    reader_.emplace(lane_.begins_[block], lane_.blocks_[block]);
  }

  const Lane& lane_;
  std::size_t block_ = 0;
  std::size_t advance_ = 0;
  std::optional<Reader> reader_;
  Coverage sum_;
};

void Lane::condense(const Columns& columns, std::span<Coverage> out) const {
  Sums sums(*this);
  Coverage last = sums.until(columns.begin(0));
  for (std::int64_t i = 0; i < columns.count; ++i) {
    const Coverage next = sums.until(columns.begin(i + 1));
    Coverage& column = out[static_cast<std::size_t>(i)];
    column = next - last;
    last = next;
    // The lane may begin within the stretch: the rest of it is `nothing`.
    std::int64_t& nothing = column.doing[static_cast<std::size_t>(Doing::nothing)];
    nothing = 0;
    nothing =
        columns.begin(i + 1) - columns.begin(i) - std::accumulate(column.doing.begin(), column.doing.end(), std::int64_t{0});
  }
}

void Lane::visit(std::int64_t fromNs, std::int64_t toNs, const std::function<bool(const Stretch&)>& visit) const {
  if (blocks_.empty()) return;
  for (std::size_t block = blockAt(fromNs, 0); block < blocks_.size(); ++block) {
    const std::int64_t next = block + 1 < blocks_.size() ? begins_[block + 1] : toNs;
    for (Reader reader(begins_[block], blocks_[block]);; reader.next()) {
      const Stretch stretch{std::max(reader.atNs(), fromNs), std::min({reader.nextNs(), next, toNs}), unpack(reader.state())};
      if (stretch.fromNs >= toNs) return;
      if (stretch.toNs > stretch.fromNs && !visit(stretch)) return;
      if (reader.nextNs() == Reader::kNever) break;
    }
  }
}

}  // namespace interleave
