// The parts of which states are made, and what each of them has ever been: a state is a number for each part (collapse compression:
// G. J. Holzmann, "State Compression in SPIN: Recursive Indexing and Compression Training Runs", SPIN 1997).
//
// For any number of threads at once.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <unordered_map>
#include <vector>

#include "program/key_store.h"

namespace interleave::program {

// Which part. Objects with a number are those of the base, the state with which exploring begins, that threads share or that several
// parts refer to; others with an identity are told by their serial number; all others belong to the part that refers to them.
struct PartKey {
  enum class Kind : std::uint8_t {
    tangled,  // objects without an identity that several parts refer to and that can change: one part has them all
    crew,  // how many agents there are, and what of each never changes
    goingOn,  // which agents go on by themselves: a bit each
    queued,  // which have not begun
    rest,  // what belongs to no object and no agent
    global,  // number
    agent,  // number: its calls, and what of its stack is in no slot
    call,  // number: phase and memory of its call of the library
    summary,  // number: whether the agent has ended, and whether it goes through a deque
    object,  // number
    slot,  // number: an agent; index: a place on its stack that is read again
    made,  // number: the serial number of an object
    field,  // number: an instance or class, and the index of one of its values
  };
  Kind kind = Kind::rest;
  std::uint32_t number = 0;
  std::uint32_t index = 0;

  auto operator<=>(const PartKey&) const = default;
};

struct PartKeyHash {
  std::size_t operator()(const PartKey& key) const {
    std::uint64_t bits = std::uint64_t{key.number} << 32 | key.index;
    bits = (bits * 0x9E37'79B9'7F4A'7C15) ^ static_cast<std::uint64_t>(key.kind);
    bits *= 0xD6E8'FEB8'6659'FD93;
    return static_cast<std::size_t>(bits ^ bits >> 32);
  }
};

class PartTable {
 public:
  // A part's place in this table.
  using Position = std::uint32_t;

  // The position of a part. A part that was not known gets the next one; `first()` gives what it is in the base, its number 0,
  // as PartWriter writes it, and whether it refers to an object with an identity.
  template <typename First>
  Position positionOf(const PartKey& key, const First& first) {
    const std::lock_guard lock(mutex_);
    const auto [at, isNew] = positions_.try_emplace(key, static_cast<Position>(parts_.size()));
    if (isNew) add(key, first);
    return at->second;
  }
  // The number of what a part is now. `objects`: how many it has; `names`: it refers to an object with an identity.
  std::uint32_t numberOf(Position position, std::span<const std::uint64_t> words, std::size_t objects, bool names);
  // Whether it has ever referred to one.
  bool hasNamed(Position position) const;
  // How many parts have.
  std::size_t partsThatName() const;
  // Puts what has that number behind `words`.
  void read(Position position, std::uint32_t number, std::vector<std::uint64_t>& words) const;

  std::size_t positions() const;
  // One more than the largest number of an agent among the parts.
  std::size_t agents() const;
  PartKey key(Position position) const;
  // How many numbers each part has, by position.
  std::vector<std::uint32_t> counts() const;
  // No state has more objects.
  std::size_t mostObjects() const;
  // The memory that it takes.
  std::size_t bytes() const;

 private:
  struct Part {
    PartKey key;
    KeyStore<std::uint8_t> known;  // each number of a part in as many bytes as it needs (LEB128)
    std::size_t mostObjects = 0;
    bool names = false;
  };
  template <typename First>
  void add(const PartKey& key, const First& first) {
    const auto [words, names] = first();
    add(key, words, names);
  }
  void add(const PartKey& key, std::span<const std::uint64_t> first, bool names);

  mutable std::mutex mutex_;
  std::unordered_map<PartKey, Position, PartKeyHash> positions_;
  std::vector<std::unique_ptr<Part>> parts_;
  std::size_t mostObjects_ = 0;
  std::size_t agents_ = 0;
  std::size_t partsThatName_ = 0;
};

}  // namespace interleave::program
