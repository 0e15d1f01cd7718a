// Numbers distinct states of equal length, in order of arrival.
//
// Open addressing with linear probing over 32-bit entries: a number and some bits of the hash. The states lie one after the other, in
// blocks. For one thread at a time; const functions for any number of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "explore/key_table.h"
#include "explore/state_layout.h"

namespace interleave {

class StateStore {
 public:
  static constexpr std::uint32_t kNumberBits = 27;
  static constexpr std::uint32_t kNone = (1u << kNumberBits) - 1;
  // Numbers are less.
  static constexpr std::uint32_t kMostStates = kNone - 1;

  // States are `words` words long.
  explicit StateStore(std::size_t words) : slots_(1u << 10), mask_(slots_.size() - 1), words_(words) {}

  // The number of a state, or kNone. `hash` is hashOf(state).
  std::uint32_t find(const std::uint64_t* state, std::uint64_t hash) const;
  // The number of a state; a new one gets the number size(), or, if there are `most` of them, kNone.
  std::uint32_t insert(const std::uint64_t* state, std::uint64_t hash, std::uint64_t most);
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
  std::uint64_t hashOf(const std::uint64_t* state) const {
    const std::uint64_t hash = hashWords(state, words_);
    // Its low bits are looked at.
    return hash ^ hash >> 29;
  }

  // Writes all states in another layout.
  void convert(const StateLayout& from, const StateLayout& to);

 private:
  static constexpr std::uint32_t kBlock = 1u << 12;
  static constexpr std::uint32_t kCheckBits = 32 - kNumberBits;

  // The number and 1, and behind it some bits of the hash that do not tell the slot. 0: free.
  static std::uint32_t entryOf(std::uint32_t number, std::uint64_t hash) {
    return (number + 1) << kCheckBits | static_cast<std::uint32_t>(hash & ((1u << kCheckBits) - 1));
  }
  std::size_t slotOf(std::uint64_t hash) const { return static_cast<std::size_t>(hash >> kCheckBits) & mask_; }
  bool isAt(std::uint32_t number, const std::uint64_t* sought) const {
    const std::uint64_t* const known = state(number);
    std::uint64_t difference = 0;
    for (std::size_t i = 0; i < words_; ++i) difference |= known[i] ^ sought[i];
    return difference == 0;
  }
  // The slot of a state, with its number, or the free slot for it, with kNone.
  struct Slot {
    std::size_t at = 0;
    std::uint32_t number = kNone;
  };
  Slot look(const std::uint64_t* sought, std::uint64_t hash) const;
  void fillSlots(std::size_t count);
  std::uint64_t* add();

  std::vector<std::unique_ptr<std::uint64_t[]>> blocks_;
  std::vector<std::uint32_t> slots_;
  std::size_t mask_;
  std::size_t words_;
  std::uint32_t size_ = 0;
};

}  // namespace interleave
