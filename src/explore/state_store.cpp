#include "explore/state_store.h"

#include <algorithm>
#include <array>
#include <utility>

namespace interleave {

StateStore::Slot StateStore::look(const std::uint64_t* sought, std::uint64_t hash) const {
  constexpr std::uint32_t kCheck = (1u << kCheckBits) - 1;
  std::size_t at = slotOf(hash);
  for (; slots_[at] != 0; at = (at + 1) & mask_) {
    if ((slots_[at] & kCheck) != (static_cast<std::uint32_t>(hash) & kCheck)) continue;
    const std::uint32_t number = (slots_[at] >> kCheckBits) - 1;
    if (isAt(number, sought)) return {at, number};
  }
  return {at, kNone};
}

std::uint32_t StateStore::find(const std::uint64_t* sought, std::uint64_t hash) const { return look(sought, hash).number; }

std::uint32_t StateStore::insert(const std::uint64_t* inserted, std::uint64_t hash, std::uint64_t most) {
  if (4 * (std::size_t{size_} + 1) > 3 * slots_.size()) fillSlots(2 * slots_.size());
  const Slot slot = look(inserted, hash);
  if (slot.number != kNone || size_ >= most || size_ >= kMostStates) return slot.number;
  slots_[slot.at] = entryOf(size_, hash);
  std::copy_n(inserted, words_, add());
  return size_ - 1;
}

std::uint64_t* StateStore::add() {
  if (size_ % kBlock == 0) blocks_.push_back(std::make_unique_for_overwrite<std::uint64_t[]>(kBlock * words_));
  return blocks_.back().get() + std::size_t{size_++ % kBlock} * words_;
}

void StateStore::fillSlots(std::size_t count) {
  slots_.assign(count, 0);
  mask_ = count - 1;
  constexpr std::uint32_t kBatch = 32;
  std::array<std::uint64_t, kBatch> hashes;
  for (std::uint32_t first = 0; first < size_; first += kBatch) {
    const std::uint32_t many = std::min(kBatch, size_ - first);
    for (std::uint32_t i = 0; i < many; ++i) prefetch(hashes[i] = hashOf(state(first + i)));
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
