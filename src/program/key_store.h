// Numbers distinct keys of any length, in order of arrival.
//
// Open addressing with linear probing over 32-bit numbers; the keys lie one after the other. For one thread at a time; const functions for
// any number of them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace interleave::program {

// Of keys that consist of bytes (std::uint8_t) or of words (std::uint64_t).
template <typename Unit>
class KeyStore {
 public:
  using Key = std::span<const Unit>;

  static constexpr std::uint32_t kNone = 0xffff'ffff;

  // The number of a key; kNone: it has none. `hash` is hashOf(key).
  std::uint32_t find(Key key, std::uint64_t hash) const {
    const std::uint32_t number = slots_[slotOf(key, hash)].number;
    return number == 0 ? kNone : number - 1;
  }
  // The same; a new key gets the number size().
  std::uint32_t insert(Key key, std::uint64_t hash);

  // Good until a key is inserted.
  Key key(std::uint32_t number) const {
    const std::size_t from = ends_[number];
    return Key(units_).subspan(from, ends_[number + 1] - from);
  }
  std::size_t size() const { return ends_.size() - 1; }
  std::size_t bytes() const {
    return units_.capacity() * sizeof(Unit) + ends_.capacity() * sizeof(std::size_t) + slots_.capacity() * sizeof(Slot);
  }

  static std::uint64_t hashOf(Key key);

 private:
  struct Slot {
    std::uint32_t number = 0;  // and 1; 0: free
    std::uint32_t check = 0;  // the high half of the hash
  };

  // The key's, or a free one.
  std::size_t slotOf(Key key, std::uint64_t hash) const {
    const auto check = static_cast<std::uint32_t>(hash >> 32);
    std::size_t at = check & mask_;
    for (; slots_[at].number != 0; at = (at + 1) & mask_) {
      if (slots_[at].check == check && std::ranges::equal(this->key(slots_[at].number - 1), key)) break;
    }
    return at;
  }
  void grow();

  std::vector<Unit> units_;
  std::vector<std::size_t> ends_ = {0};
  std::vector<Slot> slots_ = std::vector<Slot>(1u << 3);
  std::size_t mask_ = slots_.size() - 1;
};

}  // namespace interleave::program
