// Records what the threads of a run do: one buffer a thread, no lock, no shared write.
//
// A buffer has one writer, its worker. Any thread may read what has been published so far; the
// writer publishes with one release store. The order across buffers is not paid for here: the
// accesses to the balance name each other (model/balance.h), and trace/trace.h puts them in the
// order in which they happened.
//
// Memory is bounded: kMaxRecordedEvents for a run, shared out evenly. A worker's first events are
// kept; what does not fit is counted.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <span>
#include <vector>

#include "trace/trace.h"

namespace interleave {

class EventBuffer {
 public:
  // Not thread-safe: call before the run's threads begin.
  void reset(std::span<Event> storage) {
    storage_ = storage;
    recorded_ = 0;
    published_.store(0, std::memory_order_relaxed);
    dropped_.store(0, std::memory_order_relaxed);
  }

  // The buffer's worker only.
  void record(const Event& event) {
    if (recorded_ == storage_.size()) {
      dropped_.store(dropped_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
      return;
    }
    storage_[recorded_++] = event;
    published_.store(recorded_, std::memory_order_release);
  }

  // Any thread, until the next reset.
  WorkerRecord published() const {
    return {{storage_.data(), published_.load(std::memory_order_acquire)},
            dropped_.load(std::memory_order_relaxed)};
  }

 private:
  std::span<Event> storage_;
  std::size_t recorded_ = 0;
  std::atomic<std::size_t> published_{0};
  std::atomic<std::uint64_t> dropped_{0};
};

class Recorder {
 public:
  // Not thread-safe: call before the run's threads begin. `workers` is 1 to kMaxWorkers.
  void reset(int workers, std::size_t maxEvents = limits::kMaxRecordedEvents) {
    workers_ = static_cast<std::size_t>(workers);
    // Kept from run to run.
    if (storage_.size() < maxEvents) storage_.resize(maxEvents);
    const std::size_t share = maxEvents / workers_;
    for (std::size_t i = 0; i < workers_; ++i) buffers_[i].reset(std::span(storage_).subspan(i * share, share));
  }

  EventBuffer& buffer(int worker) { return buffers_[static_cast<std::size_t>(worker)]; }

  // Any thread, until the next reset.
  std::vector<WorkerRecord> published() const {
    std::vector<WorkerRecord> records;
    for (std::size_t i = 0; i < workers_; ++i) records.push_back(buffers_[i].published());
    return records;
  }

 private:
  std::vector<Event> storage_;
  std::array<EventBuffer, limits::kMaxWorkers> buffers_;
  std::size_t workers_ = 0;
};

}  // namespace interleave
