#include "program/key_store.h"

#include <algorithm>
#include <cstring>

namespace interleave::program {

// Eight bytes at a time; mixed as hashWords() in explore/key_table.h.
std::uint64_t KeyStore::hashOf(std::span<const std::uint8_t> key) {
  std::uint64_t hash = 0x9E37'79B9'7F4A'7C15 ^ key.size();
  std::size_t i = 0;
  for (; i + 8 <= key.size(); i += 8) {
    std::uint64_t word;
    std::memcpy(&word, key.data() + i, 8);
    hash = (hash ^ word) * 0xD6E8'FEB8'6659'FD93;
    hash ^= hash >> 32;
  }
  std::uint64_t word = 0;
  if (i != key.size()) std::memcpy(&word, key.data() + i, key.size() - i);
  hash = (hash ^ word) * 0xD6E8'FEB8'6659'FD93;
  hash ^= hash >> 32;
  hash *= 0x9E37'79B9'7F4A'7C15;
  return hash ^ hash >> 29;
}

std::uint32_t KeyStore::insert(std::span<const std::uint8_t> key, std::uint64_t hash, std::uint64_t most) {
  if (2 * (size() + 1) > slots_.size()) grow();
  const auto check = static_cast<std::uint32_t>(hash >> 32);
  std::size_t at = check & mask_;
  for (; slots_[at].number != 0; at = (at + 1) & mask_) {
    if (slots_[at].check == check && std::ranges::equal(this->key(slots_[at].number - 1), key)) return slots_[at].number - 1;
  }
  if (size() >= most) return kNone;
  const auto number = static_cast<std::uint32_t>(size());
  slots_[at] = {number + 1, check};
  bytes_.insert(bytes_.end(), key.begin(), key.end());
  ends_.push_back(bytes_.size());
  return number;
}

void KeyStore::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  mask_ = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.number == 0) continue;
    std::size_t at = slot.check & mask_;
    while (slots_[at].number != 0) at = (at + 1) & mask_;
    slots_[at] = slot;
  }
}

}  // namespace interleave::program
