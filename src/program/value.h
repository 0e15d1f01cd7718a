// What a variable holds: 8 bytes, compared as a whole. Plain values, for any thread.
//
// Texts, floats and integers of more than 60 bits are numbers of entries of Constants (program/constants.h), so equal ones have equal
// bits. Objects are numbers of a Heap (program/heap.h).
#pragma once

#include <cstddef>
#include <cstdint>

namespace interleave::program {

enum class Tag : std::uint8_t {
  absent,  // not bound
  none,
  boolean,
  integer,  // of 60 bits
  wide,  // an integer of 61 to 64 bits: a number of Constants
  real,  // a float: a number of Constants
  text,  // a str: a number of Constants
  object,  // a number of the Heap
  entry,  // a module, function, type or exception that the language has: a lang::EntryId
  function,  // a function without defaults and without variables of others: its number in the Program
  opaque,  // the traceback that __exit__ gets: nothing can be asked of it
  missing,  // what a machine of parts has not asked for yet (program/missing.h): no program sees it
};

class Value {
 public:
  constexpr Value() = default;
  constexpr Value(Tag tag, std::uint64_t payload) : bits_(payload << kTagBits | static_cast<std::uint64_t>(tag)) {}

  constexpr Tag tag() const { return static_cast<Tag>(bits_ & kTagMask); }
  constexpr bool is(Tag tag) const { return this->tag() == tag; }
  // The number behind the tag, as it was given.
  constexpr std::uint64_t payload() const { return bits_ >> kTagBits; }
  // The same, to index with.
  constexpr std::size_t index() const { return static_cast<std::size_t>(payload()); }
  // Of a value whose tag is `integer` or `boolean`.
  constexpr std::int64_t small() const { return static_cast<std::int64_t>(bits_) >> kTagBits; }
  constexpr std::uint64_t bits() const { return bits_; }
  constexpr bool bound() const { return bits_ != 0; }

  constexpr bool operator==(const Value&) const = default;

 private:
  static constexpr int kTagBits = 4;
  static constexpr std::uint64_t kTagMask = 15;

  std::uint64_t bits_ = 0;
};

inline constexpr Value kAbsent{};
inline constexpr Value kNone{Tag::none, 0};
inline constexpr Value kTrue{Tag::boolean, 1};
inline constexpr Value kFalse{Tag::boolean, 0};
constexpr Value boolean(bool value) { return value ? kTrue : kFalse; }
inline constexpr Value kMissing{Tag::missing, 0};
// Of a number that fits into 60 bits: a count, an index, a letter.
constexpr Value number(std::int64_t value) { return {Tag::integer, static_cast<std::uint64_t>(value)}; }
constexpr Value objectValue(std::uint32_t object) { return {Tag::object, object}; }

inline constexpr std::int64_t kMostSmall = (std::int64_t{1} << 59) - 1;
inline constexpr std::int64_t kLeastSmall = -kMostSmall - 1;

}  // namespace interleave::program
