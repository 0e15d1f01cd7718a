#include "explore/state_store.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace interleave {

void StateStore::grow() {
  // A small table is filled anew less often.
  constexpr std::size_t kSmall = 1u << 16;
  fillSlots((slots_.size() < kSmall ? 4 : 2) * slots_.size());
}

void StateStore::addBlock() { blocks_.push_back(std::make_unique_for_overwrite<std::uint64_t[]>(kBlock * words_)); }

// In the reverse order of their insertion, so that no state which stays was put behind a slot that becomes free.
void StateStore::shrink(std::uint32_t size) {
  for (; size_ > size; --size_) {
    const std::uint64_t* const last = state(size_ - 1);
    slots_[look(last, hashOf(last, words_), words_).at] = 0;
  }
  blocks_.resize((std::size_t{size_} + kBlock - 1) / kBlock);
}

void StateStore::clear(std::size_t expected) {
  size_ = 0;
  blocks_.resize(std::min(blocks_.size(), expected / kBlock + 1));
  slots_.assign(std::bit_ceil(std::max(kFewestSlots, expected + expected / 2)), 0);
  mask_ = slots_.size() - 1;
}

void StateStore::fillSlots(std::size_t count) {
  slots_.assign(count, 0);
  mask_ = count - 1;
  constexpr std::uint32_t kBatch = 32;
  std::array<std::uint64_t, kBatch> hashes;
  for (std::uint32_t first = 0; first < size_; first += kBatch) {
    const std::uint32_t many = std::min(kBatch, size_ - first);
    for (std::uint32_t i = 0; i < many; ++i) prefetch(hashes[i] = hashOf(state(first + i), words_));
    for (std::uint32_t i = 0; i < many; ++i) {
      std::size_t at = slotOf(hashes[i]);
      while (slots_[at] != 0) at = (at + 1) & mask_;
      slots_[at] = entryOf(first + i, hashes[i]);
    }
  }
}

void StateStore::convert(const StateLayout& from, const StateLayout& to) {
  const StateLayout::Conversion conversion(from, to);
  const auto blocks = std::move(blocks_);
  const std::size_t words = std::exchange(words_, to.words());
  const std::uint32_t count = std::exchange(size_, 0);
  blocks_.clear();
  for (std::uint32_t number = 0; number < count; ++number)
    conversion.write(blocks[number / kBlock].get() + std::size_t{number % kBlock} * words, add());
  fillSlots(slots_.size());
}

}  // namespace interleave
