// The objects that threads share. They are numbered from 0: an account and its lock are one object.
#pragma once

#include <cstddef>
#include <cstdint>

namespace interleave {

using ObjectId = std::uint8_t;

// What a step or an event is about: one object, or several that stand side by side, which are acquired and released as
// one. It takes a byte, so that an event stays small (trace/event.h).
class ObjectSpan {
 public:
  static constexpr std::size_t kMostObjects = 32;  // ids are less than that
  static constexpr std::size_t kLongest = 8;

  // One object, which is what most are about.
  constexpr ObjectSpan(ObjectId object = 0) : bits_(object) {}
  // Precondition: 1 <= count <= kLongest, and first + count <= kMostObjects.
  static constexpr ObjectSpan of(ObjectId first, std::size_t count) {
    ObjectSpan span(first);
    span.bits_ = static_cast<std::uint8_t>(first | (count - 1) << kIdBits);
    return span;
  }

  constexpr ObjectId first() const { return bits_ & kIdMask; }
  constexpr std::size_t size() const { return std::size_t{1} + (bits_ >> kIdBits); }
  constexpr bool contains(std::size_t object) const { return object >= first() && object < first() + size(); }
  constexpr bool operator==(const ObjectSpan&) const = default;

  class Iterator {
   public:
    using value_type = std::size_t;
    using difference_type = std::ptrdiff_t;

    constexpr Iterator() = default;
    explicit constexpr Iterator(std::size_t object) : object_(object) {}
    constexpr std::size_t operator*() const { return object_; }
    constexpr Iterator& operator++() {
      ++object_;
      return *this;
    }
    constexpr Iterator operator++(int) {
      const Iterator before = *this;
      ++object_;
      return before;
    }
    constexpr bool operator==(const Iterator&) const = default;

   private:
    std::size_t object_ = 0;
  };
  constexpr Iterator begin() const { return Iterator(first()); }
  constexpr Iterator end() const { return Iterator(first() + size()); }

 private:
  static constexpr int kIdBits = 5;
  static constexpr std::uint8_t kIdMask = (1U << kIdBits) - 1;

  std::uint8_t bits_;
};
static_assert(sizeof(ObjectSpan) == 1);

}  // namespace interleave
