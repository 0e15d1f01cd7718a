#include "program/constants.h"

#include <bit>
#include <cstring>
#include <new>

namespace interleave::program {
namespace {

std::string_view bytesOf(const std::uint64_t& word) { return {reinterpret_cast<const char*>(&word), sizeof word}; }

std::uint64_t wordOf(const std::string& bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes.data(), sizeof word);
  return word;
}

}  // namespace

Constants::~Constants() {
  for (std::atomic<Chunk*>& chunk : chunks_) delete chunk.load(std::memory_order_relaxed);
}

Value Constants::text(std::string_view utf8) { return keep(Tag::text, utf8); }

Value Constants::real(double value) { return keep(Tag::real, bytesOf(std::bit_cast<std::uint64_t>(value))); }

Value Constants::integer(std::int64_t value) {
  if (value >= kLeastSmall && value <= kMostSmall) return number(value);
  return keep(Tag::wide, bytesOf(static_cast<std::uint64_t>(value)));
}

double Constants::realOf(Value value) const { return std::bit_cast<double>(wordOf(at(value.index()))); }

std::int64_t Constants::integerOf(Value value) const {
  return value.is(Tag::wide) ? static_cast<std::int64_t>(wordOf(at(value.index()))) : value.small();
}

const std::string& Constants::at(std::size_t number) const {
  // A number comes from keep(), which published the chunk before it gave the number away.
  return (*chunks_[number / kChunk].load(std::memory_order_acquire))[number % kChunk];
}

Value Constants::keep(Tag tag, std::string_view bytes) {
  {
    const std::shared_lock lock(mutex_);
    if (const auto known = numbers_.find(bytes); known != numbers_.end()) return {tag, known->second};
  }
  const std::unique_lock lock(mutex_);
  if (const auto known = numbers_.find(bytes); known != numbers_.end()) return {tag, known->second};
  if (size_ == kChunk * kChunks) throw std::bad_alloc();
  std::atomic<Chunk*>& chunk = chunks_[size_ / kChunk];
  if (size_ % kChunk == 0) chunk.store(new Chunk, std::memory_order_release);
  std::string& kept = (*chunk.load(std::memory_order_relaxed))[size_ % kChunk];
  kept = bytes;
  numbers_.emplace(kept, size_);
  bytes_.fetch_add(sizeof(std::string) + kept.capacity() + 48, std::memory_order_relaxed);
  return {tag, size_++};
}

}  // namespace interleave::program
