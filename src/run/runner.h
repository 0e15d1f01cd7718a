// Runs programs on real threads for a caller that must not wait: the page. One thing at a time: a run, a
// run that is forced into a schedule, or many runs one after another.
//
//   phase     | start...()  | stop()             | what comes next
//   idle      | -> starting | -                  | -
//   starting  | refused     | run ends "stopped" | gathering, once the conductor is there
//   gathering | refused     | run ends "stopped" | running, once the workers are there
//   running   | refused     | run ends "stopped" | finished
//   finished  | refused     | -                  | idle, by take() or, after many runs, takeTally()
//
// Apart from the constructor and the destructor, every function returns at once: the caller rings
// and a thread of the runner's own, the conductor, waits, locks and sums up. All functions are for
// one thread, the one that made the runner.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "run/execution.h"
#include "run/live_trace.h"
#include "run/mailbox.h"
#include "run/run_tally.h"
#include "run/service_thread.h"
#include "run/worker_pool.h"
#include "trace/report.h"

namespace interleave {

class Runner {
 public:
  enum class Phase : std::uint8_t { idle, starting, gathering, running, finished };

  // How often a tally is handed out while many runs are running.
  static constexpr std::chrono::milliseconds kTallyEvery{50};

  // `onNews` is called by threads of the runner whenever the phase has changed, or tallySoFar() has; it
  // must not block.
  explicit Runner(std::function<void()> onNews);
  // Stops what runs and blocks until all threads have ended; not for the browser's main thread.
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  // Makes threads for `workers` workers ahead of the run, and others for those that failed. Returns
  // why there cannot be so many, else an empty string.
  std::string warm(int workers);

  // Begins a run; false if one has not been taken yet, or warm() says that it cannot be.
  bool start(const RunSettings& settings);
  // Begins a run whose steps are taken in the order of `schedule`, without any delay; false like start(),
  // or if the schedule is not a possible one (possiblePrefix()). Where it ends before the program, the run
  // ends there: stopped, with RunResult::scheduleEnded.
  bool startForced(const RunSettings& settings, std::string_view schedule);
  // Begins `runs` runs, 1 to kMaxManyRuns, one after another; false like start().
  bool startMany(const RunSettings& settings, std::uint64_t runs);
  void stop();

  // One of the threads made will never come up, the system says; nobody knows which. Stops the run
  // that is going on. True if that had not begun yet, and there will be no result.
  bool threadFailed();

  Phase phase() const { return phase_.load(std::memory_order_acquire); }
  // The result of a run, once finished: then the runner is idle again. Else null.
  std::shared_ptr<const Report> take();
  // The same of many runs.
  std::shared_ptr<const RunTally> takeTally();

  // How many of the threads made have come up, conductor included.
  int threadsMade() const { return pool_.size() + (conductor_.made() ? 1 : 0); }
  int threadsUp() const { return pool_.up() + (conductor_.up() ? 1 : 0); }

  // How long the run that is running has been so far, by the clock of its events, or was until its threads were done.
  // Else 0.
  std::chrono::nanoseconds runningFor() const;
  // Events recorded so far by the run that is running, and how many were dropped.
  std::uint64_t eventsSoFar() const;
  // Has `live`, which is for this run alone, take what has been recorded since. False if there is nothing new, or no
  // run that is running, or its result is being made.
  bool follow(LiveTrace& live) const;
  // Of many runs that are running, what has been counted so far: not older than kTallyEvery, or than the
  // last run where one takes longer. Else, and before the first, null.
  std::shared_ptr<const RunTally> tallySoFar();

 private:
  struct Request {
    RunSettings settings;
    std::optional<std::string> schedule;  // to be forced
    std::uint64_t many = 0;               // 0: one run, for a report
  };

  bool begin(Request request);
  template <class Result>
  std::shared_ptr<const Result> takeFinished(std::shared_ptr<const Result>& result);
  void conduct();
  bool waitForWorkers();
  void conductRequest();
  void conductRun(bool complete);
  void conductMany(bool complete);
  void perform(Execution& execution);
  void setPhase(Phase phase);
  // A single run is running, and its record may be looked at.
  bool watchable() const { return phase() == Phase::running && request_.many == 0; }

  std::function<void()> onNews_;
  ServiceThread conductor_;  // before the pool, whose threads ring it
  WorkerPool pool_;
  Recorder recorder_;
  // While the record is looked at, or taken over. The caller never waits for it.
  mutable std::mutex recordMutex_;
  // There is nothing to look at any more. Under the mutex while a run is running, and the conductor's else.
  bool recordTaken_ = false;
  std::atomic<Phase> phase_{Phase::idle};
  std::atomic<bool> stopAsked_{false};
  std::atomic<int> workersBack_{0};
  RunClock runClock_;                      // of the run that is running, written before its phase
  std::atomic<std::int64_t> ranNs_{0};     // of its threads, once they are done; else 0
  Request request_;                        // handed over with phase `starting`, then only read
  std::shared_ptr<const Report> report_;   // handed back with phase `finished`
  std::shared_ptr<const RunTally> tally_;  // the same, of many runs
  Mailbox<const RunTally> tallyNews_;
  std::shared_ptr<const RunTally> tallySoFar_;  // the caller's
  std::string conductorError_;
  int failedThreads_ = 0;
};

}  // namespace interleave
