// Threads that are started once and used for every run.
//
// A browser starts threads slowly, and never while its main thread is busy. So threads are started ahead of the runs
// that need them, and wait at a doorbell in between.
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

  // Each new thread calls `onUp` when it has begun to run.
  explicit WorkerPool(std::function<void()> onUp) : onUp_(std::move(onUp)) {}
  // Blocks until all threads have returned from their jobs and ended.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Starts threads until there are `threads`, at most kMaxThreads; never blocks. Always from the same thread. Returns
  // the system's message if a thread could not be started, or an empty string.
  std::string grow(int threads);

  // Threads created, and those of them that have begun to run. Any thread.
  int size() const { return size_.load(std::memory_order_acquire); }
  int up() const { return up_.load(); }

  // Gives `job` to `workers` of the running threads, as worker number 0 and so on. Preconditions: that many threads
  // are running, and all are free. `job` must live until each of them has returned from it or was recalled. For one
  // thread at a time.
  void begin(int workers, const Job& job);

  // Recalls the job from threads that have not begun it; returns their number.
  int recall();

 private:
  struct Worker {
    explicit Worker(WorkerPool& pool) : thread([this, &pool] { pool.work(*this); }) {}
    std::atomic<bool> up{false};
    int number = 0;  // its worker number for the job
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
