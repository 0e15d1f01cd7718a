// Runs programs on real threads, one run at a time, for a caller that must not wait: the page.
//
//   phase     | start()     | stop()             | what comes next
//   idle      | -> starting | -                  | -
//   starting  | refused     | run ends "stopped" | gathering, once the conductor is there
//   gathering | refused     | run ends "stopped" | running, once the workers are there
//   running   | refused     | run ends "stopped" | finished
//   finished  | refused     | -                  | idle, by take()
//
// Apart from the constructor and the destructor, every function returns at once: the caller rings
// and a thread of the runner's own, the conductor, waits, locks and sums up. All functions are for
// one thread, the one that made the runner.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "run/execution.h"
#include "run/worker_pool.h"
#include "trace/report.h"

namespace interleave {

class Runner {
 public:
  enum class Phase : std::uint8_t { idle, starting, gathering, running, finished };

  // `onNews` is called by threads of the runner whenever the phase has changed; it must not block.
  explicit Runner(std::function<void()> onNews);
  // Stops what runs and blocks until all threads have ended; not for the browser's main thread.
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  // Makes threads for `workers` workers ahead of the run, and others for those that failed. Returns
  // why there cannot be so many, else an empty string.
  std::string warm(int workers);

  // Begins a run; false if one has not been taken yet, or warm() says that it cannot be.
  bool start(const Settings& settings);
  void stop();

  // One of the threads made will never come up, the system says; nobody knows which. Stops the run
  // that is going on. True if that had not begun yet, and there will be no result.
  bool threadFailed();

  Phase phase() const { return phase_.load(std::memory_order_acquire); }
  // The result, once finished: then the runner is idle again. Else null.
  std::shared_ptr<const Report> take();

  // How many of the threads made have come up, conductor included.
  int threadsMade() const { return pool_.size() + (conductor_.joinable() ? 1 : 0); }
  int threadsUp() const { return pool_.up() + (conductorUp_.load(std::memory_order_relaxed) ? 1 : 0); }

  // Events recorded so far by the run that is running, and how many were dropped.
  std::uint64_t eventsSoFar() const;
  // What has happened so far, if that is at most kMaxLiveEvents events; else an empty trace.
  Trace traceSoFar() const;

 private:
  void conduct();
  bool waitForWorkers(int workers);
  void conductRun();
  void setPhase(Phase phase);

  std::function<void()> onNews_;
  Doorbell doorbell_;  // the conductor's
  WorkerPool pool_;
  Recorder recorder_;
  std::atomic<Phase> phase_{Phase::idle};
  std::atomic<bool> stopAsked_{false};
  std::atomic<bool> quit_{false};
  std::atomic<bool> conductorUp_{false};
  std::atomic<int> workersBack_{0};
  Settings request_;                      // handed over with phase `starting`
  std::shared_ptr<const Report> report_;  // handed back with phase `finished`
  std::string conductorError_;
  int failedThreads_ = 0;
  std::thread conductor_;
};

}  // namespace interleave
