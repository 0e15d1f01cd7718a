// A list of events in chunks: it never moves its events, never takes twice its memory while it grows, and can reuse
// chunks that were used elsewhere before.
//
// Chunks come from the default memory resource, so that tests can count the memory of traces.
//
// An EventList is not thread-safe.
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
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

// Stands at an event of a list by its index.
template <class List, class Value>
class EventIterator {
 public:
  using difference_type = std::ptrdiff_t;
  using value_type = Event;
  using reference = Value&;
  using pointer = Value*;
  using iterator_category = std::random_access_iterator_tag;

  EventIterator() = default;
  EventIterator(List& list, std::size_t at) : list_(&list), at_(at) {}

  reference operator*() const { return (*list_)[at_]; }
  pointer operator->() const { return &(*list_)[at_]; }
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
  List* list_ = nullptr;
  std::size_t at_ = 0;
};

class EventList {
 public:
  using iterator = EventIterator<EventList, Event>;
  using const_iterator = EventIterator<const EventList, const Event>;
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
  const Event& operator[](std::size_t i) const { return chunks_[i / EventChunk::kEvents]->events()[i % EventChunk::kEvents]; }
  Event& operator[](std::size_t i) { return chunks_[i / EventChunk::kEvents]->events()[i % EventChunk::kEvents]; }
  const Event& front() const { return (*this)[0]; }
  const Event& back() const { return (*this)[size_ - 1]; }

  iterator begin() { return {*this, 0}; }
  iterator end() { return {*this, size_}; }
  const_iterator begin() const { return {*this, 0}; }
  const_iterator end() const { return {*this, size_}; }

  friend bool operator==(const EventList& a, const EventList& b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

  // Throws std::bad_alloc, and leaves the list unchanged, if there is no memory.
  void push_back(const Event& event) {
    if (size_ == chunks_.size() * EventChunk::kEvents) grow();
    std::construct_at(&(*this)[size_], event);
    ++size_;
  }
  void assign(std::input_iterator auto first, std::input_iterator auto last) {
    truncate(0);
    for (; first != last; ++first) push_back(*first);
  }
  // Removes all but the first `size` events. Precondition: there are that many.
  void truncate(std::size_t size);

  // Gives the list a chunk to use before new memory when it grows.
  void give(EventChunk::Owner chunk);
  // Frees the chunks that were given and not used.
  void dropSpare();

 private:
  void grow();
  void swap(EventList& other) noexcept {
    std::swap(size_, other.size_);
    std::swap(spare_, other.spare_);
    chunks_.swap(other.chunks_);
  }

  std::size_t size_ = 0;
  EventChunk* spare_ = nullptr;  // the first of those that were given
  std::vector<EventChunk::Owner> chunks_;
};

}  // namespace interleave
