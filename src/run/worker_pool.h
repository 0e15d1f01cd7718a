// Threads that are started once and used for every run.
//
// A browser starts a thread slowly and not while its main thread is busy, so threads are made ahead
// of the runs that need them and wait at a doorbell in between.
#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "model/limits.h"
#include "run/service_thread.h"

namespace interleave {

class WorkerPool {
 public:
  using Job = std::function<void(int worker)>;

  // `onUp` is called by each new thread when it has begun to run.
  explicit WorkerPool(std::function<void()> onUp) : onUp_(std::move(onUp)) {}
  // Blocks until all threads have come back from their jobs and ended.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Starts threads until there are `threads`, at most kMaxThreads; never blocks. Always from the same thread. Returns
  // what the system said if a thread could not be made, else an empty string.
  std::string grow(int threads);

  // Threads made, and those of them that have begun to run. Any thread.
  int size() const { return size_.load(std::memory_order_acquire); }
  int up() const { return up_.load(); }

  // Hands `job` to `workers` of the threads that are up, as worker number 0 and so on; so many must
  // be up, and all be free. `job` must live until each has taken it and come back, or was recalled.
  // From one thread at a time.
  void begin(int workers, const Job& job);

  // Takes the job back from threads that have not begun it; returns from how many.
  int recall();

 private:
  struct Worker {
    explicit Worker(WorkerPool& pool) : thread([this, &pool] { pool.work(*this); }) {}
    std::atomic<bool> up{false};
    int number = 0;  // for the job, handed over with it
    std::atomic<const Job*> job{nullptr};
    ServiceThread thread;
  };
  void work(Worker& worker);

  const std::function<void()> onUp_;
  std::array<std::unique_ptr<Worker>, limits::kMaxThreads> workers_;
  std::atomic<int> size_{0};
  std::atomic<int> up_{0};
};

}  // namespace interleave
