#include "program/part_memory.h"

namespace interleave::program {
namespace {

constexpr std::uint32_t kNone = KeyStore<std::uint64_t>::kNone;

}  // namespace

std::span<const std::uint64_t> PartMemory::read(Position position, std::uint32_t number) {
  Part& part = partAt(position);
  std::uint32_t entry = number < part.entries.size() ? part.entries[number] : kNone;
  if (entry == kNone) {
    read_.clear();
    table_.read(position, number, read_);
    entry = add(part, read_, KeyStore<std::uint64_t>::hashOf(read_), number);
  }
  return part.seen.key(entry);
}

std::uint32_t PartMemory::numberOf(Position position, std::span<const std::uint64_t> words, std::size_t objects, bool names) {
  Part& part = partAt(position);
  const std::uint64_t hash = KeyStore<std::uint64_t>::hashOf(words);
  const std::uint32_t known = part.seen.find(words, hash);
  if (known != kNone) return part.numbers[known];
  const std::uint32_t number = table_.numberOf(position, words, objects, names);
  add(part, words, hash, number);
  return number;
}

std::uint32_t PartMemory::add(Part& part, std::span<const std::uint64_t> words, std::uint64_t hash, std::uint32_t number) {
  const std::uint32_t entry = part.seen.insert(words, hash);
  part.numbers.push_back(number);
  if (number >= part.entries.size()) part.entries.resize(number + 1, kNone);
  part.entries[number] = entry;
  words_ += words.size() + 1;
  return entry;
}

void PartMemory::forgetIfFull() {
  if (words_ < kMostWords) return;
  parts_.clear();
  words_ = 0;
}

std::size_t PartMemory::bytes() const {
  std::size_t bytes = parts_.capacity() * sizeof(Part);
  for (const Part& part : parts_)
    bytes += part.seen.bytes() + (part.numbers.capacity() + part.entries.capacity()) * sizeof(std::uint32_t);
  return bytes;
}

}  // namespace interleave::program
