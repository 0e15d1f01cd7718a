#include "trace/event_list.h"

#include <bit>
#include <cstring>
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

// ---- PackedEvents

namespace {

static_assert(std::endian::native == std::endian::little);

// The order of signed numbers as that of unsigned ones.
constexpr std::uint64_t kSign = std::uint64_t{1} << 63;
std::uint64_t unsignedOf(std::int64_t number) { return static_cast<std::uint64_t>(number) ^ kSign; }
std::int64_t signedOf(std::uint64_t number) { return static_cast<std::int64_t>(number ^ kSign); }

// Behind the last event, as a field is read with 8 bytes and the next one.
constexpr std::size_t kReadBehind = sizeof(std::uint64_t) + 1;

}  // namespace

// An initial link becomes 0, so that it is near the others.
PackedEvents::Values PackedEvents::valuesOf(const Event& event) {
  return {unsignedOf(event.timeNs),
          unsignedOf(event.value),
          event.link.bits + 1,
          event.update,
          event.task,
          std::bit_cast<std::uint8_t>(event.objects),
          static_cast<std::uint64_t>(event.kind),
          event.worker};
}

PackedEvents::Owner PackedEvents::of(const Event* events) {
  PackedEvents header;
  Values least = valuesOf(*events);
  Values most = least;
  for (std::size_t i = 1; i < EventChunk::kEvents; ++i) {
    const Values values = valuesOf(events[i]);
    for (std::size_t field = 0; field < kFields; ++field) {
      least[field] = std::min(least[field], values[field]);
      most[field] = std::max(most[field], values[field]);
    }
  }
  for (std::size_t field = 0; field < kFields; ++field) {
    header.fields_[field] = {least[field], static_cast<std::uint8_t>(std::bit_width(most[field] - least[field]))};
    header.bitsOfEvent_ += header.fields_[field].bits;
  }
  void* const memory = std::pmr::get_default_resource()->allocate(header.bytes(), alignof(PackedEvents));
  Owner packed(new (memory) PackedEvents(header));
  std::memset(packed->data(), 0, header.bytes() - sizeof(PackedEvents));
  for (std::size_t i = 0, bit = 0; i < EventChunk::kEvents; ++i) {
    const Values values = valuesOf(events[i]);
    for (std::size_t field = 0; field < kFields; bit += header.fields_[field].bits, ++field) {
      packed->put(bit, values[field] - least[field]);
    }
  }
  return packed;
}

void PackedEvents::Free::operator()(PackedEvents* packed) const {
  std::pmr::get_default_resource()->deallocate(packed, packed->bytes(), alignof(PackedEvents));
}

std::size_t PackedEvents::bytes() const { return sizeof *this + (EventChunk::kEvents * bitsOfEvent_ + 7) / 8 + kReadBehind; }

// Where the bits are 0 so far.
void PackedEvents::put(std::size_t bit, std::uint64_t value) {
  std::uint8_t* const at = data() + bit / 8;
  const std::size_t shift = bit % 8;
  std::uint64_t low = 0;
  std::memcpy(&low, at, sizeof low);
  low |= value << shift;
  std::memcpy(at, &low, sizeof low);
  // In two shifts, as one by 64 is undefined.
  at[sizeof low] = static_cast<std::uint8_t>(at[sizeof low] | value >> 1 >> (63 - shift));
}

std::uint64_t PackedEvents::get(std::size_t bit, std::uint8_t bits) const {
  if (bits == 0) return 0;
  const std::uint8_t* const at = data() + bit / 8;
  const std::size_t shift = bit % 8;
  std::uint64_t low = 0;
  std::memcpy(&low, at, sizeof low);
  const std::uint64_t value = low >> shift | std::uint64_t{at[sizeof low]} << 1 << (63 - shift);
  return value & ~std::uint64_t{0} >> (64 - bits);
}

Event PackedEvents::operator[](std::size_t i) const {
  Values values{};
  std::size_t bit = i * bitsOfEvent_;
  for (std::size_t field = 0; field < kFields; ++field) {
    values[field] = fields_[field].least + get(bit, fields_[field].bits);
    bit += fields_[field].bits;
  }
  const auto [time, value, link, update, task, objects, kind, worker] = values;
  return {signedOf(time),
          signedOf(value),
          {link - 1},
          static_cast<std::uint32_t>(update),
          static_cast<std::uint8_t>(task),
          std::bit_cast<ObjectSpan>(static_cast<std::uint8_t>(objects)),
          static_cast<EventKind>(kind),
          static_cast<std::uint8_t>(worker)};
}

// ---- EventList

Event EventList::operator[](std::size_t i) const {
  const std::size_t chunk = i / EventChunk::kEvents;
  const std::size_t at = i % EventChunk::kEvents;
  return chunk < packed_.size() ? (*packed_[chunk])[at] : chunks_[chunk - packed_.size()]->events()[at];
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
  if (size >= packed_.size() * EventChunk::kEvents) {
    size_ = size;
    chunks_.resize((size + EventChunk::kEvents - 1) / EventChunk::kEvents - packed_.size());
    return;
  }
  // Its events can be followed by others, which a packed chunk cannot take.
  const std::size_t whole = size / EventChunk::kEvents;
  const PackedEvents::Owner cut = std::move(packed_[whole]);
  chunks_.clear();
  packed_.resize(whole);
  size_ = whole * EventChunk::kEvents;
  for (std::size_t i = 0; size_ < size; ++i) push_back((*cut)[i]);
}

void EventList::pack() {
  while (packed_.size() < size_ / EventChunk::kEvents) {
    packed_.push_back(PackedEvents::of(chunks_.front()->events()));
    if (spare_ == nullptr) give(std::move(chunks_.front()));
    chunks_.erase(chunks_.begin());
  }
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
