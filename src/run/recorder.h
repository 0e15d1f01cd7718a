// Records what the threads of a run do: one buffer for each thread, no lock, no shared write.
//
// A buffer has one writer, its worker. Any thread may read the published events. The writer publishes several events
// with one release store, because in WebAssembly that store takes longer than the rest of recording an event (apart from
// the clock). Before it waits, it publishes the rest and marks a pause; the first event after a pause is published at
// once. Recording does not establish an order across buffers: the accesses to the balance name each other
// (model/balance.h), and trace/trace.h reconstructs the order in which they happened.
//
// Memory is taken in chunks as it is needed, and is bounded for the run as a whole: a worker uses as much of the bound
// as is left, and looks at what the others have taken only when it needs another chunk. Every worker has a chunk from
// the start. The first events of a worker are kept; events beyond the bound, or for which the system has no
// memory, are counted.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "trace/trace.h"

namespace interleave {

// The memory of one run. Any thread, except for reset().
class ChunkStore {
 public:
  void reset(std::size_t mostEvents) {
    most_ = mostEvents;
    taken_.store(0, std::memory_order_relaxed);
  }

  // Room for that many more events, or as many as the bound leaves. Null: none are left, or there is no memory; a worker
  // that gets null must not ask again.
  EventChunk::Owner take(std::size_t events);

 private:
  std::size_t most_ = 0;
  std::atomic<std::size_t> taken_{0};  // events
};

// On cache lines of its own, since other threads write the neighbouring buffers.
class alignas(128) EventBuffer {
 public:
  EventBuffer() = default;
  ~EventBuffer() { clear(); }
  EventBuffer(const EventBuffer&) = delete;
  EventBuffer& operator=(const EventBuffer&) = delete;

  // Not thread-safe: call before the run's threads begin. `room`: the size of the first chunk, in events.
  void begin(ChunkStore& store, std::size_t room);

  // For the buffer's worker only. The first event after a pause, and from there on every kEventsPerReading-th,
  // publishes itself and the events before it.
  void record(const Event& event) {
    if (next_ == end_ && !grow()) return;
    std::construct_at(next_++, event);
    if (++recorded_ == publishAt_) publish();
  }
  // For the buffer's worker only.
  void publish() {
    published_.store(recorded_ << 1, std::memory_order_release);
    publishAt_ = recorded_ + limits::kEventsPerReading;
  }
  // For the buffer's worker only. To be called before it waits, so that other threads see all its events, and when it is
  // done.
  void pause() {
    published_.store(recorded_ << 1 | 1, std::memory_order_release);
    publishAt_ = recorded_ + 1;
  }

  // Any thread. The number of events published or dropped so far; valid even after the record was taken over.
  std::uint64_t events() const {
    return (published_.load(std::memory_order_relaxed) >> 1) + dropped_.load(std::memory_order_relaxed);
  }
  // Any thread, until one of the functions below is called.
  WorkerRecord published() const;

  // The progress of a record.
  struct Progress {
    std::size_t events = 0;  // published
    bool paused = true;      // the worker has marked a pause
    bool operator==(const Progress&) const = default;
  };
  // Any thread.
  Progress progress() const {
    const std::size_t published = published_.load(std::memory_order_acquire);
    return {published >> 1, (published & 1) != 0};
  }
  // The beginning of the record; null if there is no room for an event. For the same threads as published().
  const EventChunk* first() const { return first_; }

  // The functions below are for the thread that takes the record over, after the worker is done. Releases and returns the
  // first remaining chunk.
  EventChunk::Owner takeFirst();
  // Drops the events behind the first half of the chunks; false if there is at most one chunk.
  bool shorten();
  // Drops the events behind the first `chunks`, at least 1, of which there are as many or more.
  void keepFirst(std::size_t chunks);
  // Frees all chunks.
  void clear();

 private:
  bool grow();

  ChunkStore* store_ = nullptr;
  EventChunk* first_ = nullptr;
  EventChunk* last_ = nullptr;
  Event* next_ = nullptr;  // the place of the next event
  Event* end_ = nullptr;   // of the last chunk
  bool full_ = false;
  std::size_t recorded_ = 0;
  std::size_t publishAt_ = 1;               // the number of events at which they are published next
  std::atomic<std::size_t> published_{1};   // the number of events; the lowest bit: paused
  std::atomic<std::uint64_t> dropped_{0};
};

class Recorder {
 public:
  explicit Recorder(std::size_t mostEvents = limits::kMaxRecordedEvents) : most_(mostEvents) {}

  // From the next reset on.
  void keepAtMost(std::size_t events) { most_ = events; }
  // Not thread-safe: call before the run's threads begin. `workers` is 1 to kMaxWorkers.
  void reset(int workers);

  EventBuffer& buffer(int worker) { return buffers_[static_cast<std::size_t>(worker)]; }

  // Any thread: the number of events recorded or dropped since the last reset.
  std::uint64_t events() const;
  // Any thread, until the next reset or take().
  std::vector<WorkerRecord> published() const;
  std::span<const EventBuffer> buffers() const { return std::span(buffers_).first(workers_); }

  // The trace of the recorded events. Precondition: all workers are done. The record's memory becomes the trace's
  // during merging, so that the events are in memory hardly more than once. If memory is too short even for that, the
  // trace ends earlier. Afterwards only events() may be called.
  // Of more than `most` events the earliest are kept, about so many.
  Trace take(std::size_t most = limits::kMaxRecordedEvents);

 private:
  void keepEarliest(std::size_t most);

  std::size_t most_;
  ChunkStore store_;
  std::array<EventBuffer, limits::kMaxWorkers> buffers_;
  std::size_t workers_ = 0;
};

}  // namespace interleave
