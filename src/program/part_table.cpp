#include "program/part_table.h"

#include <algorithm>

namespace interleave::program {
namespace {

std::vector<std::uint8_t> packed(std::span<const std::uint64_t> words) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(2 * words.size());
  for (std::uint64_t word : words) {
    for (; word >= 0x80; word >>= 7) bytes.push_back(static_cast<std::uint8_t>(word | 0x80));
    bytes.push_back(static_cast<std::uint8_t>(word));
  }
  return bytes;
}

}  // namespace

void PartTable::add(const PartKey& key, std::span<const std::uint64_t> first, bool names) {
  parts_.push_back(std::make_unique<Part>());
  parts_.back()->key = key;
  const std::vector<std::uint8_t> bytes = packed(first);
  parts_.back()->known.insert(bytes, KeyStore<std::uint8_t>::hashOf(bytes));
  parts_.back()->names = names;
  partsThatName_ += names;
  if (key.kind == PartKey::Kind::agent) agents_ = std::max<std::size_t>(agents_, key.number + 1);
}

std::uint32_t PartTable::numberOf(Position position, std::span<const std::uint64_t> words, std::size_t objects, bool names) {
  const std::vector<std::uint8_t> bytes = packed(words);
  const std::uint64_t hash = KeyStore<std::uint8_t>::hashOf(bytes);
  const std::lock_guard lock(mutex_);
  Part& part = *parts_[position];
  if (objects > part.mostObjects) {
    mostObjects_ += objects - part.mostObjects;
    part.mostObjects = objects;
  }
  partsThatName_ += names && !part.names;
  part.names = part.names || names;
  return part.known.insert(bytes, hash);
}

bool PartTable::hasNamed(Position position) const {
  const std::lock_guard lock(mutex_);
  return parts_[position]->names;
}

std::size_t PartTable::partsThatName() const {
  const std::lock_guard lock(mutex_);
  return partsThatName_;
}

void PartTable::read(Position position, std::uint32_t number, std::vector<std::uint64_t>& words) const {
  const std::lock_guard lock(mutex_);
  std::uint64_t word = 0;
  int shift = 0;
  for (const std::uint8_t byte : parts_[position]->known.key(number)) {
    word |= std::uint64_t{byte & 0x7fu} << shift;
    shift += 7;
    if (byte >= 0x80) continue;
    words.push_back(word);
    word = 0;
    shift = 0;
  }
}

std::size_t PartTable::positions() const {
  const std::lock_guard lock(mutex_);
  return parts_.size();
}

std::size_t PartTable::agents() const {
  const std::lock_guard lock(mutex_);
  return agents_;
}

PartKey PartTable::key(Position position) const {
  const std::lock_guard lock(mutex_);
  return parts_[position]->key;
}

std::vector<std::uint32_t> PartTable::counts() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::uint32_t> counts;
  for (const auto& part : parts_) counts.push_back(static_cast<std::uint32_t>(part->known.size()));
  return counts;
}

std::size_t PartTable::mostObjects() const {
  const std::lock_guard lock(mutex_);
  return mostObjects_;
}

std::size_t PartTable::bytes() const {
  const std::lock_guard lock(mutex_);
  std::size_t bytes = 0;
  for (const auto& part : parts_) bytes += sizeof(Part) + part->known.bytes();
  return bytes;
}

}  // namespace interleave::program
