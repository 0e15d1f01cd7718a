#include "trace/event_list.h"

#include <new>

namespace interleave {
namespace {

constexpr std::size_t kBytes = sizeof(EventChunk) + EventChunk::kEvents * sizeof(Event);
static_assert(sizeof(EventChunk) % alignof(Event) == 0);

}  // namespace

EventChunk::Owner EventChunk::make() {
  return Owner(new (std::pmr::get_default_resource()->allocate(kBytes, alignof(Event))) EventChunk);
}

void EventChunk::Free::operator()(EventChunk* chunk) const {
  std::pmr::get_default_resource()->deallocate(chunk, kBytes, alignof(Event));
}

void EventList::grow() {
  // First, as it may fail.
  chunks_.emplace_back();
  if (spare_ != nullptr) {
    chunks_.back().reset(std::exchange(spare_, spare_->next));
    return;
  }
  try {
    chunks_.back() = EventChunk::make();
  } catch (const std::bad_alloc&) {
    chunks_.pop_back();
    throw;
  }
}

void EventList::truncate(std::size_t size) {
  size_ = size;
  chunks_.resize((size + EventChunk::kEvents - 1) / EventChunk::kEvents);
}

void EventList::give(EventChunk::Owner chunk) {
  chunk->next = spare_;
  spare_ = chunk.release();
}

void EventList::dropSpare() {
  while (spare_ != nullptr) {
    const EventChunk::Owner chunk(spare_);
    spare_ = chunk->next;
  }
}

}  // namespace interleave
