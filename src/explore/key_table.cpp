#include "explore/key_table.h"

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace interleave {
namespace {

constexpr std::size_t kFirstSlots = 16;

}  // namespace

std::size_t KeyTable::slotOf(const std::uint64_t* key) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = static_cast<std::size_t>(hashWords(key, words_) >> shift_);
  while (slots_[slot] != 0 && !std::equal(key, key + words_, this->key(slots_[slot] - 1))) slot = (slot + 1) & mask;
  return slot;
}

std::uint32_t KeyTable::insert(const std::uint64_t* key) {
  if (2 * (size_ + 1) > slots_.size()) grow();
  std::uint32_t& slot = slots_[slotOf(key)];
  if (slot == 0) {
    keys_.insert(keys_.end(), key, key + words_);
    slot = static_cast<std::uint32_t>(++size_);
  }
  return slot - 1;
}

std::optional<std::uint32_t> KeyTable::find(const std::uint64_t* key) const {
  if (slots_.empty()) return std::nullopt;
  const std::uint32_t slot = slots_[slotOf(key)];
  return slot == 0 ? std::nullopt : std::optional(slot - 1);
}

void KeyTable::grow() {
  const std::size_t slots = std::max(kFirstSlots, slots_.size() * 2);
  if (slots > (std::size_t{1} << 31)) throw std::length_error("KeyTable: too many keys");
  slots_.assign(slots, 0);
  shift_ = 64 - std::countr_zero(slots);
  for (std::size_t number = 0; number < size_; ++number) {
    slots_[slotOf(key(number))] = static_cast<std::uint32_t>(number + 1);
  }
}

}  // namespace interleave
