// Numbers distinct states of equal length, in order of arrival.
//
// Open addressing with linear probing over 32-bit entries: a number and some bits of the hash. The states lie one after the other, in
// blocks. For one thread at a time; const functions for any number of them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <vector>

#include "explore/key_table.h"
#include "explore/state_layout.h"

namespace interleave {

// Calls f(words) with a constant for the lengths that most states have: what it does with a state's words is then no loop.
template <typename F>
void withLength(std::size_t words, const F& f) {
  switch (words) {
    case 1: return f(std::integral_constant<std::size_t, 1>{});
    case 2: return f(std::integral_constant<std::size_t, 2>{});
    case 3: return f(std::integral_constant<std::size_t, 3>{});
    default: return f(words);
  }
}

// `Words`: the length of states, as a number or a constant.
class StateStore {
 public:
  static constexpr std::uint32_t kNumberBits = 27;
  static constexpr std::uint32_t kNone = (1u << kNumberBits) - 1;
  // Numbers are less.
  static constexpr std::uint32_t kMostStates = kNone - 1;

  // States are `words` words long.
  explicit StateStore(std::size_t words) : slots_(kFewestSlots), mask_(slots_.size() - 1), words_(words) {}

  // The number of a state, or kNone. `hash` is hashOf(state).
  template <typename Words>
  std::uint32_t find(const std::uint64_t* state, std::uint64_t hash, Words words) const {
    return look(state, hash, words).number;
  }
  // The number of a state; a new one gets the number size(), or, if there are `most` of them, kNone.
  template <typename Words>
  std::uint32_t insert(const std::uint64_t* state, std::uint64_t hash, std::uint64_t most, Words words) {
    if (4 * (std::size_t{size_} + 1) > 3 * slots_.size()) grow();
    const Slot slot = look(state, hash, words);
    if (slot.number != kNone || size_ >= most || size_ >= kMostStates) return slot.number;
    slots_[slot.at] = entryOf(size_, hash);
    std::copy_n(state, words, add());
    return size_ - 1;
  }
  // Forgets the states that were added last, until there are `size` of them.
  void shrink(std::uint32_t size);
  // A look at a state comes soon, and very soon.
  void prefetch(std::uint64_t hash) const { __builtin_prefetch(&slots_[slotOf(hash)]); }
  void prefetchState(std::uint64_t hash) const {
    const std::uint32_t entry = slots_[slotOf(hash)];
    if (entry != 0) __builtin_prefetch(state((entry >> kCheckBits) - 1));
  }

  const std::uint64_t* state(std::uint32_t number) const {
    return blocks_[number / kBlock].get() + std::size_t{number % kBlock} * words_;
  }
  std::uint32_t size() const { return size_; }
  std::size_t bytes() const {
    return blocks_.size() * kBlock * words_ * sizeof(std::uint64_t) + slots_.capacity() * sizeof(std::uint32_t);
  }
  template <typename Words>
  static std::uint64_t hashOf(const std::uint64_t* state, Words words) {
    const std::uint64_t hash = hashWords(state, words);
    // Its low bits are looked at.
    return hash ^ hash >> 29;
  }

  // Forgets all states; about `expected` come next.
  void clear(std::size_t expected);
  // Writes all states in another layout.
  void convert(const StateLayout& from, const StateLayout& to);

 private:
  static constexpr std::uint32_t kBlock = 1u << 12;
  static constexpr std::size_t kFewestSlots = 1u << 10;
  static constexpr std::uint32_t kCheckBits = 32 - kNumberBits;

  // The number and 1, and behind it some bits of the hash that do not tell the slot. 0: free.
  static std::uint32_t entryOf(std::uint32_t number, std::uint64_t hash) {
    return (number + 1) << kCheckBits | static_cast<std::uint32_t>(hash & ((1u << kCheckBits) - 1));
  }
  std::size_t slotOf(std::uint64_t hash) const { return static_cast<std::size_t>(hash >> kCheckBits) & mask_; }
  // The slot of a state, with its number, or the free slot for it, with kNone.
  struct Slot {
    std::size_t at = 0;
    std::uint32_t number = kNone;
  };
  template <typename Words>
  Slot look(const std::uint64_t* sought, std::uint64_t hash, Words words) const {
    constexpr std::uint32_t kCheck = (1u << kCheckBits) - 1;
    std::size_t at = slotOf(hash);
    for (; slots_[at] != 0; at = (at + 1) & mask_) {
      if (((slots_[at] ^ static_cast<std::uint32_t>(hash)) & kCheck) != 0) continue;
      const std::uint32_t number = (slots_[at] >> kCheckBits) - 1;
      const std::uint64_t* const known = state(number);
      std::size_t i = 0;
      while (i < words && known[i] == sought[i]) ++i;
      if (i == words) return {at, number};
    }
    return {at, kNone};
  }
  void grow();
  void fillSlots(std::size_t count);
  std::uint64_t* add() {
    if (size_ == blocks_.size() * kBlock) addBlock();
    std::uint64_t* const block = blocks_[size_ / kBlock].get();
    return block + std::size_t{size_++ % kBlock} * words_;
  }
  void addBlock();

  std::vector<std::unique_ptr<std::uint64_t[]>> blocks_;
  std::vector<std::uint32_t> slots_;
  std::size_t mask_;
  std::size_t words_;
  std::uint32_t size_ = 0;
};

}  // namespace interleave
