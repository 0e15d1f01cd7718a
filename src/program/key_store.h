// Numbers distinct keys of any length, in order of arrival.
//
// Open addressing with linear probing over 32-bit numbers; the keys lie one after the other. For one thread at a time; const functions for
// any number of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace interleave::program {

class KeyStore {
 public:
  KeyStore() : slots_(1u << 3), mask_(slots_.size() - 1) {}

  static constexpr std::uint32_t kNone = 0xffff'ffff;

  // The number of a key; a new one gets the number size(), or, if there are `most` of them, kNone. `hash` is hashOf(key).
  std::uint32_t insert(std::span<const std::uint8_t> key, std::uint64_t hash, std::uint64_t most = kNone);

  std::span<const std::uint8_t> key(std::uint32_t number) const {
    const std::size_t from = ends_[number];
    return std::span(bytes_).subspan(from, ends_[number + 1] - from);
  }
  std::size_t size() const { return ends_.size() - 1; }
  std::size_t bytes() const {
    return bytes_.capacity() + ends_.capacity() * sizeof(std::size_t) + slots_.capacity() * sizeof(Slot);
  }

  static std::uint64_t hashOf(std::span<const std::uint8_t> key);

 private:
  struct Slot {
    std::uint32_t number = 0;  // and 1; 0: free
    std::uint32_t check = 0;  // the high half of the hash
  };
  void grow();

  std::vector<std::uint8_t> bytes_;
  std::vector<std::size_t> ends_ = {0};
  std::vector<Slot> slots_;
  std::size_t mask_;
};

}  // namespace interleave::program
