// Endings of a program that were found, numbered in the order in which they first were.
//
// For one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "program/ending.h"

namespace interleave {

// Tells endings apart.
std::string keyOf(const program::Ending& ending);

class EndingNumbers {
 public:
  static constexpr std::uint32_t kNone = 0xffff'ffff;

  // The number of an ending: a new one gets the number size(). kNone where the list would be longer than limits::kMaxShownEndings.
  std::uint32_t of(const program::Ending& ending);
  std::size_t size() const { return numbers_.size(); }
  // Endings that got none: by a hash of 64 bits, so that two of a million are taken for one once in 40 million explorations.
  std::size_t omitted() const { return omitted_.size(); }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::unordered_set<std::uint64_t> omitted_;
};

}  // namespace interleave
