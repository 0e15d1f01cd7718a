// Explores in the background for a caller that must not wait: the page.
//
// Every function returns at once and is for one thread, the one that made the explorer. The work is
// done on a thread of its own, which is started once.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

#include "explore/exploration.h"
#include "run/doorbell.h"

namespace interleave {

class Explorer {
 public:
  // `onNews` is called by the explorer's thread when a result is there; it must not block.
  explicit Explorer(std::function<void()> onNews);
  // Cancels and blocks until the thread has ended; not for the browser's main thread.
  ~Explorer();
  Explorer(const Explorer&) = delete;
  Explorer& operator=(const Explorer&) = delete;

  // Begins to explore; what is going on is cancelled, and its result never comes.
  void start(const Settings& settings, const ExploreOptions& options);
  // What is going on ends soon; its result comes all the same, and says that it was cancelled.
  void cancel();
  bool busy() const;
  // The result, once there is one that has not been taken; else null.
  std::shared_ptr<const Exploration> take();
  const ExploreProgress& progress() const;
};

}  // namespace interleave
