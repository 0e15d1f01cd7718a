// What one thread has seen of a table of parts: it is found again without the table's lock.
//
// For one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "program/key_store.h"
#include "program/part_table.h"

namespace interleave::program {

class PartMemory {
 public:
  using Position = PartTable::Position;

  // The table outlives it.
  explicit PartMemory(PartTable& table) : table_(table) {}

  // What has that number. Good until the next call of another function.
  std::span<const std::uint64_t> read(Position position, std::uint32_t number);
  // As of the table.
  std::uint32_t numberOf(Position position, std::span<const std::uint64_t> words, std::size_t objects, bool names);

  // What is kept has a bound: to be called before each step.
  void forgetIfFull();
  std::size_t bytes() const;

 private:
  static constexpr std::size_t kMostWords = 1u << 18;
  // Of a part, what it has been, as far as it was seen: an entry each, in the order of the first look.
  struct Part {
    KeyStore<std::uint64_t> seen;
    std::vector<std::uint32_t> numbers;  // by entry: that of the table
    std::vector<std::uint32_t> entries;  // by number
  };

  Part& partAt(Position position) {
    if (position >= parts_.size()) parts_.resize(position + 1);
    return parts_[position];
  }
  std::uint32_t add(Part& part, std::span<const std::uint64_t> words, std::uint64_t hash, std::uint32_t number);

  PartTable& table_;
  std::vector<Part> parts_;  // by position
  std::size_t words_ = 0;  // of all entries, and one each
  std::vector<std::uint64_t> read_;
};

}  // namespace interleave::program
