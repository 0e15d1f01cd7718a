// A flat hash table that numbers distinct keys of a fixed length, in order of arrival.
//
// Open addressing with linear probing over 32-bit numbers; the keys lie side by side in the order of
// their numbers. For one thread at a time; const functions for any number of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace interleave {

// Mixes well in its high bits (multiplication by an odd constant, Knuth, TAOCP vol. 3, 6.4).
inline std::uint64_t hashWords(const std::uint64_t* words, std::size_t count) {
  std::uint64_t hash = 0x9E37'79B9'7F4A'7C15;
  for (std::size_t i = 0; i < count; ++i) {
    hash = (hash ^ words[i]) * 0xD6E8'FEB8'6659'FD93;
    hash ^= hash >> 32;
  }
  return hash * 0x9E37'79B9'7F4A'7C15;
}

class KeyTable {
 public:
  // Keys are `words` words long.
  explicit KeyTable(std::size_t words) : words_(words) {}

  // The number of `key`; a new key gets the number size().
  std::uint32_t insert(const std::uint64_t* key);
  std::optional<std::uint32_t> find(const std::uint64_t* key) const;

  std::size_t size() const { return size_; }
  const std::uint64_t* key(std::size_t number) const { return keys_.data() + number * words_; }
  std::size_t bytes() const { return keys_.capacity() * sizeof(std::uint64_t) + slots_.capacity() * sizeof(std::uint32_t); }

 private:
  void grow();
  // The slot that holds `key`, or the free slot for it.
  std::size_t slotOf(const std::uint64_t* key) const;

  std::size_t words_;
  std::size_t size_ = 0;
  int shift_ = 64;                    // from a hash down to a slot
  std::vector<std::uint64_t> keys_;
  std::vector<std::uint32_t> slots_;  // number + 1; 0: free
};

}  // namespace interleave
