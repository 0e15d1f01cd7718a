// Measures locks in the background for a caller that must not wait: the page.
//
// Every function returns at once and is for one thread, the one that made the comparer. A thread of its own, started
// when it is first needed, does the work.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "compare/lock_speed.h"
#include "run/mailbox.h"
#include "run/service_thread.h"

namespace interleave {

struct Comparison {
  std::vector<LockKind> locks = measurableLocks();
  std::vector<int> threads = {1, 2, 4, 8};
  std::chrono::milliseconds time{120};  // for each lock with each number of threads

  std::size_t cells() const { return locks.size() * threads.size(); }
};

class LockComparer {
 public:
  // The comparer's thread calls `onNews`, which must not block.
  explicit LockComparer(std::function<void()> onNews);
  // Cancels and blocks until the thread has ended; not for the browser's main thread.
  ~LockComparer() { cancel(); }
  LockComparer(const LockComparer&) = delete;
  LockComparer& operator=(const LockComparer&) = delete;

  // False if the system provides no thread, or a comparison is still going on.
  bool start(Comparison comparison);
  // The comparison ends soon; what has been measured stays.
  void cancel() { cancel_.store(true); }
  bool busy() const { return busy_; }
  bool cancelled() const { return !busy_ && results_.size() < comparison_.cells(); }

  // Takes over what has been measured since the last call. True if there is something new, or it has ended.
  bool collect();
  const Comparison& comparison() const { return comparison_; }
  const std::vector<LockSpeed>& results() const { return results_; }

 private:
  struct News {
    std::vector<LockSpeed> results;
    bool ended = false;
  };
  void measure(const Comparison& comparison);

  std::function<void()> onNews_;
  Comparison comparison_;
  std::vector<LockSpeed> results_;
  bool busy_ = false;

  Mailbox<Comparison> asked_;
  Mailbox<News> news_;
  std::atomic<bool> cancel_{false};
  // Last: it measures with what is above until it has ended.
  ServiceThread thread_;
};

}  // namespace interleave
