// Numbers side by side in words: where each lies, none across a word's end.
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

// Gives out places, one after another.
class BitLayout {
 public:
  // For a number of so many bits, fewer than a word has.
  BitField add(int bits) {
    if (shift_ + bits > kWordBits) {
      ++word_;
      shift_ = 0;
    }
    const BitField field{word_, shift_, (BitField::Word{1} << bits) - 1};
    shift_ += bits;
    return field;
  }
  // That have been begun; at least one.
  std::size_t words() const { return word_ + 1; }

 private:
  static constexpr int kWordBits = 64;
  std::size_t word_ = 0;
  int shift_ = 0;
};

}  // namespace interleave
