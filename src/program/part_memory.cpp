#include "program/part_memory.h"

#include <algorithm>

namespace interleave::program {

std::uint64_t PartMemory::hashOf(Position position, std::span<const std::uint64_t> words) {
  std::uint64_t hash = 0x9E37'79B9'7F4A'7C15 ^ position;
  for (const std::uint64_t word : words) {
    hash = (hash ^ word) * 0xD6E8'FEB8'6659'FD93;
    hash ^= hash >> 32;
  }
  return hash;
}

std::size_t PartMemory::read(Position position, std::uint32_t number) {
  if (position < byNumber_.size() && number < byNumber_[position].size() && byNumber_[position][number] != 0)
    return byNumber_[position][number] - 1;
  const std::size_t from = words_.size();
  table_.read(position, number, words_);
  const std::size_t length = words_.size() - from;
  return add({position, number, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(length),
              hashOf(position, std::span(words_).subspan(from))});
}

std::uint32_t PartMemory::numberOf(Position position, std::span<const std::uint64_t> words, std::size_t objects, bool names) {
  const std::uint64_t hash = hashOf(position, words);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask; slots_[at] != 0; at = (at + 1) & mask) {
    const Entry& one = entries_[slots_[at] - 1];
    if (one.hash == hash && one.position == position && std::ranges::equal(this->words(slots_[at] - 1), words)) return one.number;
  }
  const std::uint32_t number = table_.numberOf(position, words, objects, names);
  const std::size_t from = words_.size();
  words_.insert(words_.end(), words.begin(), words.end());
  add({position, number, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(words.size()), hash});
  return number;
}

std::size_t PartMemory::add(const Entry& entry) {
  const std::size_t added = entries_.size();
  entries_.push_back(entry);
  if (entry.position >= byNumber_.size()) byNumber_.resize(entry.position + 1);
  std::vector<std::uint32_t>& numbers = byNumber_[entry.position];
  if (entry.number >= numbers.size()) numbers.resize(entry.number + 1, 0);
  numbers[entry.number] = static_cast<std::uint32_t>(added + 1);
  if (2 * entries_.size() > slots_.size()) {
    slots_.assign(2 * slots_.size(), 0);
    for (std::size_t i = 0; i < added; ++i) put(i);
  }
  put(added);
  return added;
}

void PartMemory::put(std::size_t entry) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = entries_[entry].hash & mask;
  while (slots_[at] != 0) at = (at + 1) & mask;
  slots_[at] = static_cast<std::uint32_t>(entry + 1);
}

void PartMemory::forgetIfFull() {
  if (words_.size() < kMostWords && entries_.size() < kMostWords) return;
  words_.clear();
  entries_.clear();
  byNumber_.clear();
  slots_.assign(kFirstSlots, 0);
}

}  // namespace interleave::program
