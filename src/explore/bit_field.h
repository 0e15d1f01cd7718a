// The places of numbers packed side by side into words; no number crosses the end of a word.
#pragma once

#include <cstddef>
#include <cstdint>

namespace interleave {

struct BitField {
  using Word = std::uint64_t;

  std::size_t word = 0;
  int shift = 0;
  Word mask = 0;

  Word get(const Word* words) const { return (words[word] >> shift) & mask; }
  void set(Word* words, Word number) const { words[word] = (words[word] & ~(mask << shift)) | (number << shift); }
};

// Allocates places, one after another.
class BitLayout {
 public:
  // The place of a number of `bits` bits. Precondition: fewer than a word has.
  BitField add(int bits) {
    if (shift_ + bits > kWordBits) {
      ++word_;
      shift_ = 0;
    }
    const BitField field{word_, shift_, (BitField::Word{1} << bits) - 1};
    shift_ += bits;
    return field;
  }
  // Words in use; at least one.
  std::size_t words() const { return word_ + 1; }

 private:
  static constexpr int kWordBits = 64;
  std::size_t word_ = 0;
  int shift_ = 0;
};

}  // namespace interleave
