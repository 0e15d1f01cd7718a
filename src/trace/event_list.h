// A list of events in chunks: it never moves its events, never takes twice its memory while it grows, and can reuse
// chunks that were used elsewhere before. Events that do not change any more can be packed, into about a third of the memory.
//
// Chunks come from the default memory resource, so that tests can count the memory of traces.
//
// An EventList is not thread-safe.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <memory_resource>
#include <utility>
#include <vector>

#include "trace/event.h"

namespace interleave {

// Memory for events, which stands behind it and holds none at first.
struct EventChunk {
  static constexpr std::size_t kEvents = 1'024;

  struct Free {
    void operator()(EventChunk* chunk) const;
  };
  using Owner = std::unique_ptr<EventChunk, Free>;

  // Throws std::bad_alloc.
  static Owner make();

  Event* events() { return reinterpret_cast<Event*>(this + 1); }
  const Event* events() const { return reinterpret_cast<const Event*>(this + 1); }

  // For the chunk's owner: the next chunk, and the number of events that this one can hold.
  EventChunk* next = nullptr;
  std::size_t room = kEvents;
};

// The events of a full chunk, in fewer bits: of each field its least value in the chunk, and for each event what it is above
// that, in as many bits as the largest needs (J. Goldstein, R. Ramakrishnan, U. Shaft, "Compressing Relations and Indexes",
// ICDE 1998: frame of reference). All events take the same number of bits, so that each is found at once.
class PackedEvents {
 public:
  struct Free {
    void operator()(PackedEvents* packed) const;
  };
  using Owner = std::unique_ptr<PackedEvents, Free>;

  // Of EventChunk::kEvents events. Throws std::bad_alloc.
  static Owner of(const Event* events);

  Event operator[](std::size_t i) const;

 private:
  struct Field {
    std::uint64_t least = 0;
    std::uint8_t bits = 0;
  };
  static constexpr std::size_t kFields = 8;
  using Values = std::array<std::uint64_t, kFields>;

  static Values valuesOf(const Event& event);
  void put(std::size_t bit, std::uint64_t value);
  std::uint64_t get(std::size_t bit, std::uint8_t bits) const;
  std::size_t bytes() const;  // with this header
  std::uint8_t* data() { return reinterpret_cast<std::uint8_t*>(this + 1); }
  const std::uint8_t* data() const { return reinterpret_cast<const std::uint8_t*>(this + 1); }

  std::array<Field, kFields> fields_;
  std::size_t bitsOfEvent_ = 0;
};

// Stands at an event of a list by its index.
template <class List>
class EventIterator {
 public:
  using difference_type = std::ptrdiff_t;
  using value_type = Event;
  using reference = Event;
  using iterator_category = std::random_access_iterator_tag;

  // Has the event as long as the expression lasts.
  struct Arrow {
    Event event;
    const Event* operator->() const { return &event; }
  };
  using pointer = Arrow;

  EventIterator() = default;
  EventIterator(const List& list, std::size_t at) : list_(&list), at_(at) {}

  reference operator*() const { return (*list_)[at_]; }
  pointer operator->() const { return {(*list_)[at_]}; }
  reference operator[](difference_type by) const { return *(*this + by); }

  EventIterator& operator+=(difference_type by) {
    at_ += static_cast<std::size_t>(by);
    return *this;
  }
  EventIterator& operator-=(difference_type by) { return *this += -by; }
  EventIterator& operator++() { return *this += 1; }
  EventIterator& operator--() { return *this -= 1; }
  EventIterator operator++(int) { return std::exchange(*this, *this + 1); }
  EventIterator operator--(int) { return std::exchange(*this, *this - 1); }

  friend EventIterator operator+(EventIterator it, difference_type by) { return it += by; }
  friend EventIterator operator+(difference_type by, EventIterator it) { return it += by; }
  friend EventIterator operator-(EventIterator it, difference_type by) { return it -= by; }
  friend difference_type operator-(const EventIterator& a, const EventIterator& b) {
    return static_cast<difference_type>(a.at_ - b.at_);
  }
  friend bool operator==(const EventIterator& a, const EventIterator& b) { return a.at_ == b.at_; }
  friend auto operator<=>(const EventIterator& a, const EventIterator& b) { return a.at_ <=> b.at_; }

 private:
  const List* list_ = nullptr;
  std::size_t at_ = 0;
};

class EventList {
 public:
  using const_iterator = EventIterator<EventList>;
  using iterator = const_iterator;
  using value_type = Event;

  EventList() = default;
  EventList(std::input_iterator auto first, std::input_iterator auto last) { assign(first, last); }
  EventList(const EventList& other) : EventList(other.begin(), other.end()) {}
  EventList(EventList&& other) noexcept { swap(other); }
  EventList& operator=(EventList other) noexcept {
    swap(other);
    return *this;
  }
  ~EventList() { dropSpare(); }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  Event operator[](std::size_t i) const;
  Event front() const { return (*this)[0]; }
  Event back() const { return (*this)[size_ - 1]; }
  // To change it. Precondition: it is not packed.
  Event& at(std::size_t i) { return chunks_[i / EventChunk::kEvents - packed_.size()]->events()[i % EventChunk::kEvents]; }

  const_iterator begin() const { return {*this, 0}; }
  const_iterator end() const { return {*this, size_}; }

  friend bool operator==(const EventList& a, const EventList& b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

  // Throws std::bad_alloc, and leaves the list unchanged, if there is no memory.
  void push_back(const Event& event) {
    if (size_ == (packed_.size() + chunks_.size()) * EventChunk::kEvents) grow();
    std::construct_at(&at(size_), event);
    ++size_;
  }
  void assign(std::input_iterator auto first, std::input_iterator auto last) {
    truncate(0);
    for (; first != last; ++first) push_back(*first);
  }
  // Removes all but the first `size` events. Precondition: there are that many. Throws std::bad_alloc, and keeps
  // only the packed chunks before them, if a packed chunk is cut and there is no memory for its events.
  void truncate(std::size_t size);
  // Packs all events of full chunks: about 10 bytes an event in place of 32. The memory of one chunk is kept for further
  // events. Throws std::bad_alloc, and leaves the list's events unchanged, if there is no memory.
  void pack();

  // Gives the list a chunk to use before new memory when it grows.
  void give(EventChunk::Owner chunk);
  // Frees the chunks that were given and not used.
  void dropSpare();

 private:
  void grow();
  void swap(EventList& other) noexcept {
    std::swap(size_, other.size_);
    std::swap(spare_, other.spare_);
    packed_.swap(other.packed_);
    chunks_.swap(other.chunks_);
  }

  std::size_t size_ = 0;
  EventChunk* spare_ = nullptr;  // the first of those that were given
  std::vector<PackedEvents::Owner> packed_;  // the first chunks
  std::vector<EventChunk::Owner> chunks_;    // those behind them
};

}  // namespace interleave
