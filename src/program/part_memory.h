// What one thread has seen of a table of parts: it is found again without the table's lock.
//
// For one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "program/part_table.h"

namespace interleave::program {

class PartMemory {
 public:
  using Position = PartTable::Position;

  // The table outlives it.
  explicit PartMemory(PartTable& table) : table_(table), slots_(kFirstSlots) {}

  // The same as of the table; words of a part are told by an entry, which is good until forgetIfFull().
  std::size_t read(Position position, std::uint32_t number);
  std::uint32_t numberOf(Position position, std::span<const std::uint64_t> words, std::size_t objects, bool names);

  // Good until the next call of another function.
  std::span<const std::uint64_t> words(std::size_t entry) const {
    return std::span(words_).subspan(entries_[entry].from, entries_[entry].length);
  }
  // Before a step: what is kept has a bound.
  void forgetIfFull();
  std::size_t bytes() const {
    return words_.capacity() * sizeof(std::uint64_t) + entries_.capacity() * sizeof(Entry) +
           slots_.capacity() * sizeof(std::uint32_t);
  }

 private:
  static constexpr std::size_t kFirstSlots = 256, kMostWords = 1u << 18;
  struct Entry {
    Position position = 0;
    std::uint32_t number = 0;
    std::uint32_t from = 0, length = 0;  // in words_
    std::uint64_t hash = 0;
  };

  static std::uint64_t hashOf(Position position, std::span<const std::uint64_t> words);
  std::size_t add(const Entry& entry);
  void put(std::size_t entry);

  PartTable& table_;
  std::vector<std::uint64_t> words_;
  std::vector<Entry> entries_;
  std::vector<std::vector<std::uint32_t>> byNumber_;  // by position: entries, from 1 on; 0: none
  std::vector<std::uint32_t> slots_;  // by hash, with linear probing: entries, from 1 on; 0: free
};

}  // namespace interleave::program
