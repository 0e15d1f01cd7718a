// Records what the threads of a run do: one buffer a thread, no lock, no shared write.
//
// A buffer has one writer, its worker. Any thread may read what has been published so far; the
// writer publishes with one release store, for several events at once: as WebAssembly has it, such a store costs
// more than all else about an event. Before it waits it publishes the rest, and says that it pauses; the first event
// after that is published at once. The order across buffers is not paid for here: the
// accesses to the balance name each other (model/balance.h), and trace/trace.h puts them in the
// order in which they happened.
//
// Memory is taken in chunks, as it is needed. It is bounded for the run as a whole: a worker uses as much of the
// bound as is left, and only when it needs another chunk looks at what the others have taken. Each has a chunk
// from the start, so that nobody is left without. A worker's first events are kept; what does not fit, or comes
// when the system has no memory to give, is counted.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "trace/trace.h"

namespace interleave {

// The memory of one run. Any thread, but for reset().
class ChunkStore {
 public:
  void reset(std::size_t mostEvents) {
    most_ = mostEvents;
    taken_.store(0, std::memory_order_relaxed);
  }

  // Room for so many more events, or as many as the bound leaves. Null: none are left, or there is no memory; whoever
  // gets that must not ask again.
  EventChunk::Owner take(std::size_t events);

 private:
  std::size_t most_ = 0;
  std::atomic<std::size_t> taken_{0};  // events
};

// On cache lines of its own: its neighbours are written by other threads.
class alignas(128) EventBuffer {
 public:
  EventBuffer() = default;
  ~EventBuffer() { clear(); }
  EventBuffer(const EventBuffer&) = delete;
  EventBuffer& operator=(const EventBuffer&) = delete;

  // Not thread-safe: call before the run's threads begin. `room`: of the first chunk.
  void begin(ChunkStore& store, std::size_t room);

  // The buffer's worker only. The first event after a pause, and from there on every kEventsPerReading-th, publishes
  // itself and those before it.
  void record(const Event& event) {
    if (next_ == end_ && !grow()) return;
    std::construct_at(next_++, event);
    if (++recorded_ == publishAt_) publish();
  }
  // The buffer's worker only.
  void publish() {
    published_.store(recorded_ << 1, std::memory_order_release);
    publishAt_ = recorded_ + limits::kEventsPerReading;
  }
  // The buffer's worker only: before it waits, so that others see what it waits with, and once it is done.
  void pause() {
    published_.store(recorded_ << 1 | 1, std::memory_order_release);
    publishAt_ = recorded_ + 1;
  }

  // Any thread. Published or dropped so far, and what has become of it since does not matter.
  std::uint64_t events() const {
    return (published_.load(std::memory_order_relaxed) >> 1) + dropped_.load(std::memory_order_relaxed);
  }
  // Any thread, until one of those below is called.
  WorkerRecord published() const;

  // How far a record has come.
  struct Progress {
    std::size_t events = 0;  // published
    bool paused = true;      // there was nothing else to publish
    bool operator==(const Progress&) const = default;
  };
  // Any thread.
  Progress progress() const {
    const std::size_t published = published_.load(std::memory_order_acquire);
    return {published >> 1, (published & 1) != 0};
  }
  // Where the record begins; null where there is no room for any. As published().
  const EventChunk* first() const { return first_; }

  // The rest is for whoever takes the record over, once the worker is done. The first chunk that is left, which is none
  // of its own any more.
  EventChunk::Owner takeFirst();
  // Drops what stands behind the first half of the chunks; false if there is one chunk at most.
  bool shorten();
  // Frees all chunks.
  void clear();

 private:
  bool grow();

  ChunkStore* store_ = nullptr;
  EventChunk* first_ = nullptr;
  EventChunk* last_ = nullptr;
  Event* next_ = nullptr;  // where the next event goes
  Event* end_ = nullptr;   // of the last chunk
  bool full_ = false;
  std::size_t recorded_ = 0;
  std::size_t publishAt_ = 1;               // so many are recorded when they are published next
  std::atomic<std::size_t> published_{1};   // how many; the lowest bit: paused
  std::atomic<std::uint64_t> dropped_{0};
};

class Recorder {
 public:
  explicit Recorder(std::size_t mostEvents = limits::kMaxRecordedEvents) : most_(mostEvents) {}

  // Not thread-safe: call before the run's threads begin. `workers` is 1 to kMaxWorkers.
  void reset(int workers);

  EventBuffer& buffer(int worker) { return buffers_[static_cast<std::size_t>(worker)]; }

  // Any thread: how many have been recorded or dropped since the last reset.
  std::uint64_t events() const;
  // Any thread, until the next reset or take().
  std::vector<WorkerRecord> published() const;
  std::span<const EventBuffer> buffers() const { return std::span(buffers_).first(workers_); }

  // The trace of what was recorded, once all workers are done. The record's memory becomes the trace's as it is
  // merged: at no time is there much more than the events once. Where there is too little memory even for that, the
  // trace ends earlier. Afterwards nothing is left but events().
  Trace take();

 private:
  const std::size_t most_;
  ChunkStore store_;
  std::array<EventBuffer, limits::kMaxWorkers> buffers_;
  std::size_t workers_ = 0;
};

}  // namespace interleave
