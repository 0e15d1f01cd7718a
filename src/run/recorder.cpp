#include "run/recorder.h"

#include <algorithm>
#include <new>
#include <span>
#include <utility>

namespace interleave {

// ---- Chunks -------------------------------------------------------------------------------------

EventChunk::Owner ChunkStore::take(std::size_t events) {
  const std::size_t before = taken_.fetch_add(events, std::memory_order_relaxed);
  if (before >= most_) return nullptr;
  try {
    EventChunk::Owner chunk = EventChunk::make();
    chunk->room = std::min(events, most_ - before);
    return chunk;
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

// ---- Buffers ------------------------------------------------------------------------------------

void EventBuffer::begin(ChunkStore& store, std::size_t room) {
  store_ = &store;
  recorded_ = 0;
  pause();
  dropped_.store(0, std::memory_order_relaxed);
  first_ = last_ = room > 0 ? store.take(room).release() : nullptr;
  full_ = first_ == nullptr;
  next_ = full_ ? nullptr : first_->events();
  end_ = full_ ? nullptr : next_ + first_->room;
}

// Makes room for another event, or counts it as dropped.
bool EventBuffer::grow() {
  EventChunk* chunk = full_ ? nullptr : store_->take(EventChunk::kEvents).release();
  if (chunk == nullptr) {
    full_ = true;
    dropped_.store(dropped_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    return false;
  }
  // No other thread reads it before an event in it is published.
  last_->next = chunk;
  last_ = chunk;
  next_ = chunk->events();
  end_ = next_ + chunk->room;
  return true;
}

WorkerRecord EventBuffer::published() const {
  WorkerRecord record;
  std::size_t left = progress().events;
  for (EventChunk* chunk = first_; chunk != nullptr && left > 0; chunk = chunk->next) {
    const std::size_t events = std::min(left, chunk->room);
    record.pieces.emplace_back(chunk->events(), events);
    left -= events;
    if (left == 0) break;  // the next event may not be published
  }
  record.dropped = dropped_.load(std::memory_order_relaxed);
  return record;
}

EventChunk::Owner EventBuffer::takeFirst() { return EventChunk::Owner(std::exchange(first_, first_->next)); }

bool EventBuffer::shorten() {
  std::size_t chunks = 0;
  for (EventChunk* chunk = first_; chunk != nullptr; chunk = chunk->next) ++chunks;
  if (chunks < 2) return false;
  keepFirst(chunks / 2);
  return true;
}

void EventBuffer::keepFirst(std::size_t chunks) {
  EventChunk* last = first_;
  std::size_t kept = last->room;
  for (std::size_t i = 1; i < chunks; ++i) {
    last = last->next;
    kept += last->room;
  }
  // The last chunk may not be full.
  kept = std::min(kept, recorded_);
  dropped_.store(events() - kept, std::memory_order_relaxed);
  recorded_ = kept;
  pause();
  EventChunk* rest = last->next;
  last->next = nullptr;
  std::swap(first_, rest);
  clear();
  first_ = rest;
}

void EventBuffer::clear() {
  while (first_ != nullptr) takeFirst();
}

// ---- Recorder -----------------------------------------------------------------------------------

void Recorder::reset(int workers) {
  for (EventBuffer& buffer : buffers_) buffer.clear();
  workers_ = static_cast<std::size_t>(workers);
  store_.reset(most_);
  const std::size_t room = std::min(EventChunk::kEvents, most_ / workers_);
  for (std::size_t i = 0; i < workers_; ++i) buffers_[i].begin(store_, room);
}

std::uint64_t Recorder::events() const {
  std::uint64_t events = 0;
  for (const EventBuffer& buffer : buffers()) events += buffer.events();
  return events;
}

std::vector<WorkerRecord> Recorder::published() const {
  std::vector<WorkerRecord> records;
  for (const EventBuffer& buffer : buffers()) records.push_back(buffer.published());
  return records;
}

// A chunk is kept with all that begin before it, so that of each worker the first are kept.
void Recorder::keepEarliest(std::size_t most) {
  struct Begin {
    std::int64_t timeNs;
    std::size_t worker;
    std::size_t events;
  };
  std::vector<Begin> begins;
  for (std::size_t worker = 0; worker < workers_; ++worker) {
    for (const std::span<const Event> piece : buffers_[worker].published().pieces)
      begins.push_back({piece.front().timeNs, worker, piece.size()});
  }
  std::ranges::sort(begins, {}, &Begin::timeNs);
  std::array<std::size_t, limits::kMaxWorkers> chunks{};
  std::size_t kept = 0;
  for (auto begin = begins.begin(); begin != begins.end() && kept < most; ++begin) {
    ++chunks[begin->worker];
    kept += begin->events;
  }
  for (std::size_t worker = 0; worker < workers_; ++worker) {
    if (buffers_[worker].first() != nullptr) buffers_[worker].keepFirst(std::max<std::size_t>(chunks[worker], 1));
  }
}

Trace Recorder::take(std::size_t most) {
  Trace trace;
  std::size_t recorded = 0;
  for (const EventBuffer& buffer : buffers()) recorded += buffer.progress().events;
  if (recorded > most) keepEarliest(most);
  for (;;) {
    try {
      trace = mergeRecords(published(), [this](std::size_t worker) { return buffers_[worker].takeFirst(); });
      break;
    } catch (const std::bad_alloc&) {
      // Nothing has been merged yet.
      const auto shortened = [](EventBuffer& buffer) { return buffer.shorten(); };
      if (std::ranges::count_if(std::span(buffers_).first(workers_), shortened) > 0) continue;
      trace.dropped = events();
      break;
    }
  }
  for (EventBuffer& buffer : buffers_) buffer.clear();
  return trace;
}

}  // namespace interleave
