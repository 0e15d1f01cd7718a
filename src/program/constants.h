// Texts, floats and large integers, each kept once: equal ones have the same number.
//
// Any number of threads may add and look up at the same time. What was added stays until the object is destroyed.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "program/value.h"

namespace interleave::program {

class Constants {
 public:
  Constants() = default;
  ~Constants();
  Constants(const Constants&) = delete;
  Constants& operator=(const Constants&) = delete;

  Value text(std::string_view utf8);
  Value real(double value);
  Value integer(std::int64_t value);

  // Of a value with the tag `text`. The reference is good as long as this object lives.
  const std::string& textOf(Value value) const { return at(value.index()); }
  double realOf(Value value) const;
  // Of a value with the tag `integer`, `wide` or `boolean`.
  std::int64_t integerOf(Value value) const;

  // The bytes that all texts take, approximately.
  std::size_t bytes() const { return bytes_.load(std::memory_order_relaxed); }

 private:
  static constexpr std::size_t kChunk = 1024;
  static constexpr std::size_t kChunks = 1 << 14;
  using Chunk = std::array<std::string, kChunk>;

  // Floats and large integers are kept as their eight bytes.
  Value keep(Tag tag, std::string_view bytes);
  const std::string& at(std::size_t number) const;

  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
  std::array<std::atomic<Chunk*>, kChunks> chunks_{};
  std::uint32_t size_ = 0;
  std::atomic<std::size_t> bytes_{0};
};

}  // namespace interleave::program
