#include "program/key_store.h"

#include <cstring>

namespace interleave::program {
namespace {

// As hashWords() in explore/key_table.h.
std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * 0xD6E8'FEB8'6659'FD93;
  return hash ^ hash >> 32;
}

std::uint64_t spread(std::uint64_t hash) {
  hash *= 0x9E37'79B9'7F4A'7C15;
  return hash ^ hash >> 29;
}

std::uint64_t beginning(std::size_t size) { return 0x9E37'79B9'7F4A'7C15 ^ size; }

}  // namespace

// Eight bytes at a time.
template <>
std::uint64_t KeyStore<std::uint8_t>::hashOf(Key key) {
  std::uint64_t hash = beginning(key.size());
  std::size_t i = 0;
  for (; i + 8 <= key.size(); i += 8) {
    std::uint64_t word;
    std::memcpy(&word, key.data() + i, 8);
    hash = mixed(hash, word);
  }
  std::uint64_t word = 0;
  if (i != key.size()) std::memcpy(&word, key.data() + i, key.size() - i);
  return spread(mixed(hash, word));
}

template <>
std::uint64_t KeyStore<std::uint64_t>::hashOf(Key key) {
  std::uint64_t hash = beginning(key.size());
  for (const std::uint64_t word : key) hash = mixed(hash, word);
  return spread(hash);
}

template <typename Unit>
std::uint32_t KeyStore<Unit>::insert(Key key, std::uint64_t hash) {
  if (2 * (size() + 1) > slots_.size()) grow();
  Slot& slot = slots_[slotOf(key, hash)];
  if (slot.number != 0) return slot.number - 1;
  const auto number = static_cast<std::uint32_t>(size());
  slot = {number + 1, static_cast<std::uint32_t>(hash >> 32)};
  units_.insert(units_.end(), key.begin(), key.end());
  ends_.push_back(units_.size());
  return number;
}

template <typename Unit>
void KeyStore<Unit>::grow() {
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

template class KeyStore<std::uint8_t>;
template class KeyStore<std::uint64_t>;

}  // namespace interleave::program
