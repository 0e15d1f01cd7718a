// Runs programs on real threads for a caller that must not wait: the page. It does one job at a time: a run, a
// run that follows a schedule, or many runs one after another.
//
//   phase     | start...()  | stop()             | what comes next
//   idle      | -> starting | -                  | -
//   starting  | refused     | run ends "stopped" | gathering, once the conductor is there
//   gathering | refused     | run ends "stopped" | running, once the workers are there
//   running   | refused     | run ends "stopped" | finished
//   finished  | refused     | -                  | idle, by take(), after many runs takeTally(), or takeOutOfMemory()
//
// Every function except the constructor and the destructor returns at once: the caller rings, and the runner's own
// thread, the conductor, waits, locks and sums up. All functions are for one thread, the one that made the runner.
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

  // The interval at which a tally is handed out while many runs are running.
  static constexpr std::chrono::milliseconds kTallyEvery{50};

  // Threads of the runner call `onNews` whenever the phase or tallySoFar() has changed; it must not block.
  explicit Runner(std::function<void()> onNews);
  // Stops the current job and blocks until all threads have ended; not for the browser's main thread.
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  // Starts threads for `workers` workers ahead of the run, and replaces those that failed. Returns why there cannot be
  // that many, or an empty string.
  std::string warm(int workers);

  // Begins a run, which keeps at most that many events. False if the result of the last job has not been taken, or warm()
  // fails.
  bool start(const RunSettings& settings, std::size_t mostEvents = limits::kMaxRecordedEvents);
  // Begins a run whose steps are taken in the order of `schedule`, without any delay; false like start(),
  // or if the schedule is not a possible one (possiblePrefix()). Where it ends before the program, the run
  // ends there: stopped, with RunResult::scheduleEnded.
  bool startForced(const RunSettings& settings, std::string_view schedule);
  // Begins `runs` runs, 1 to kMaxManyRuns, one after another; false like start().
  bool startMany(const RunSettings& settings, std::uint64_t runs);
  void stop();

  // To be called when the system reports that one of the threads will never start; it does not report which. Stops
  // the current run. True if that had not begun yet, so that there will be no result.
  bool threadFailed();

  Phase phase() const { return phase_.load(std::memory_order_acquire); }
  // The result of a finished run, after which the runner is idle again. Otherwise null.
  std::shared_ptr<const Report> take();
  // The same for many runs.
  std::shared_ptr<const RunTally> takeTally();
  // Whether a run, or many runs, came to no result for want of memory; then the runner is idle again.
  bool takeOutOfMemory();

  // The number of threads that have started, conductor included.
  int threadsMade() const { return pool_.size() + (conductor_.made() ? 1 : 0); }
  int threadsUp() const { return pool_.up() + (conductor_.up() ? 1 : 0); }

  // The duration of the current run so far, or until its threads were done, by the clock of its events. 0 without a
  // run.
  std::chrono::nanoseconds runningFor() const;
  // Events recorded so far by the current run, and how many were dropped.
  std::uint64_t eventsSoFar() const;
  // Lets `live`, which is for this run alone, take the new events. False if there is none, no run is running, or its
  // result is being made.
  bool follow(LiveTrace& live) const;
  // The counts so far of many runs that are running: not older than kTallyEvery, or than the last run if a run takes
  // longer. Otherwise, and before the first run, null.
  std::shared_ptr<const RunTally> tallySoFar();

 private:
  struct Request {
    RunSettings settings;
    std::optional<std::string> schedule;  // to be forced onto the threads
    std::uint64_t many = 0;               // 0: one run, for a report
    std::size_t mostEvents = limits::kMaxRecordedEvents;
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
  // A single run is running, and its record may be read.
  bool watchable() const { return phase() == Phase::running && request_.many == 0; }

  std::function<void()> onNews_;
  ServiceThread conductor_;  // before the pool, whose threads ring it
  WorkerPool pool_;
  Recorder recorder_;
  // Held while the record is read or taken over. The caller never waits for it.
  mutable std::mutex recordMutex_;
  // There is no record to read. Under the mutex while a run is running; otherwise for the conductor only.
  bool recordTaken_ = false;
  std::atomic<Phase> phase_{Phase::idle};
  std::atomic<bool> stopAsked_{false};
  std::atomic<int> workersBack_{0};
  RunClock runClock_;                      // of the run that is running, written before its phase
  std::atomic<std::int64_t> ranNs_{0};     // the duration, once the threads are done; 0 before
  Request request_;                        // handed over with phase `starting`, then only read
  std::shared_ptr<const Report> report_;   // handed back with phase `finished`
  std::shared_ptr<const RunTally> tally_;  // the same for many runs
  bool outOfMemory_ = false;               // the same: there is neither
  Mailbox<const RunTally> tallyNews_;
  std::shared_ptr<const RunTally> tallySoFar_;  // for the caller's thread
  std::string conductorError_;
  int failedThreads_ = 0;
};

}  // namespace interleave
