// The hash table of a group of states that a thread is making (state_levels.h): the rows lie in the group.
//
// Each thread counts in its own with every row: a cache line for each.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "explore/key_table.h"

namespace interleave {

class alignas(64) RowSlots {
 public:
  // For about so many rows.
  void clear(std::size_t rows) {
    const std::size_t slots = std::bit_ceil(std::max<std::size_t>(16, 2 * rows));
    if (slots_.size() < slots) slots_.resize(slots);
    use(slots);
  }
  // The row with `key`; a new one where there is none yet. kWords 0: `words`.
  template <std::size_t kWords>
  std::uint64_t* row(std::vector<std::uint64_t>& rows, std::size_t stride, const std::uint64_t* key, std::size_t words) {
    if (2 * count_ >= mask_) grow(rows, stride, words);
    const std::size_t length = kWords == 0 ? words : kWords;
    auto slot = static_cast<std::size_t>(hashWords(key, length) >> shift_);
    for (;; slot = (slot + 1) & mask_) {
      if (slots_[slot] == 0) break;
      std::uint64_t* found = rows.data() + (slots_[slot] - 1) * stride;
      if (std::equal(key, key + length, found)) return found;
    }
    slots_[slot] = static_cast<std::uint32_t>(++count_);
    const std::size_t at = rows.size();
    rows.resize(at + stride);
    std::uint64_t* made = rows.data() + at;
    std::copy_n(key, length, made);
    made[length] = ~std::uint64_t{0};
    return made;
  }

 private:
  static constexpr int kWordBits = 64;

  void use(std::size_t slots) {
    std::fill_n(slots_.begin(), slots, 0U);
    mask_ = slots - 1;
    shift_ = kWordBits - std::countr_zero(slots);
    count_ = 0;
  }
  void grow(const std::vector<std::uint64_t>& rows, std::size_t stride, std::size_t words) {
    const std::size_t count = count_;
    const std::size_t slots = 2 * (mask_ + 1);
    if (slots_.size() < slots) slots_.resize(slots);
    use(slots);
    for (; count_ < count; ++count_) {
      auto slot = static_cast<std::size_t>(hashWords(rows.data() + count_ * stride, words) >> shift_);
      while (slots_[slot] != 0) slot = (slot + 1) & mask_;
      slots_[slot] = static_cast<std::uint32_t>(count_ + 1);
    }
  }

  std::vector<std::uint32_t> slots_;  // row + 1; 0: free
  std::size_t mask_ = 0;
  std::size_t count_ = 0;
  int shift_ = kWordBits;
};

}  // namespace interleave
