#include "run/worker_pool.h"

#include <algorithm>

namespace interleave {

WorkerPool::~WorkerPool() {
  for (int i = 0; i < size(); ++i) {
    workers_[static_cast<std::size_t>(i)]->thread.end();
  }
}

std::string WorkerPool::grow(int threads) {
  for (int i = size(); i < std::min(threads, limits::kMaxThreads); ++i) {
    auto worker = std::make_unique<Worker>(*this);
    if (std::string error = worker->thread.start(); !error.empty()) return error;
    // To say that it is up.
    worker->thread.ring();
    workers_[static_cast<std::size_t>(i)] = std::move(worker);
    size_.store(i + 1, std::memory_order_release);
  }
  return {};
}

void WorkerPool::begin(int workers, const Job& job) {
  int number = 0;
  for (int i = 0; i < size() && number < workers; ++i) {
    Worker& worker = *workers_[static_cast<std::size_t>(i)];
    if (!worker.up.load()) continue;
    worker.number = number++;
    worker.job.store(&job, std::memory_order_release);
    worker.thread.ring();
  }
}

int WorkerPool::recall() {
  int recalled = 0;
  for (int i = 0; i < size(); ++i) {
    if (workers_[static_cast<std::size_t>(i)]->job.exchange(nullptr) != nullptr) ++recalled;
  }
  return recalled;
}

void WorkerPool::work(Worker& worker) {
  if (!worker.up.load()) {
    worker.up.store(true);
    up_.fetch_add(1);
    onUp_();
  }
  // Empty if the job was recalled before this thread began it.
  if (const Job* job = worker.job.exchange(nullptr)) (*job)(worker.number);
}

}  // namespace interleave
