// One run of the program: what its threads share, and what each of them does.
//
// An Execution is made for one run and destroyed after it, so the next run starts clean.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>

#include "model/account.h"
#include "model/balance.h"
#include "model/lock.h"
#include "run/gate.h"
#include "run/recorder.h"
#include "run/run_lock.h"
#include "run/stamp_clock.h"
#include "trace/result.h"

namespace interleave {

class Execution {
 public:
  // Resets `recorder`, which must outlive this and is for one execution at a time. Any of the run's threads may call
  // `onDeadlock`. A `schedule` is forced onto the threads: they take steps in the order of its letters only, and do not
  // sleep (run/gate.h).
  Execution(const RunSettings& settings, Recorder& recorder, std::function<void()> onDeadlock,
            std::optional<std::string_view> schedule = {});

  // The work of worker number `worker`: takes the next task, first in first out, until none is left.
  // Each of the settings' workers calls it once, on its own thread; blocks until it is done.
  void work(int worker);

  // Ends the run early: sleepers and waiters wake, no further update begins. Takes a lock that
  // threads of the run hold for a moment, so it is not for the browser's main thread.
  void giveUp();

  // The clock of the events' times.
  const RunClock& clock() const { return clock_; }
  bool deadlocked() const { return lock_.deadlocked(); }

  // How the run ended, and with which balance. Precondition: every worker has returned.
  RunEnd end() const;
  Balances balances() const;
  // Whether updates were lost is told by the record alone: takeResult().
  FinalState finalState() const;
  // The whole result; may be called once, as the recorder's memory becomes the trace's. O(events).
  RunResult takeResult();

 private:
  class Thread;

  void runTask(Thread& thread, std::size_t task);
  bool over() const { return over_.load(std::memory_order_relaxed); }
  // Of all accounts together.
  Money balance() const;
  // False if the run was given up meanwhile.
  bool sleep();

  const RunSettings settings_;
  const bool hasDue_;
  Recorder& recorder_;
  std::vector<Balance> balances_;  // of each account
  Balance flag_;  // the lock, where it is a flag
  Lock lock_;
  std::unique_ptr<RunLock> runLock_;  // null: `lock_` is the lock, if any
  std::vector<std::atomic<Money>> lockOperations_;  // of each account's lock
  std::optional<Gate> gate_;  // of a forced run
  RunClock clock_;  // started once the record is ready
  std::atomic<std::size_t> nextTask_{0};
  std::atomic<bool> over_{false};
  std::mutex sleepMutex_;
  std::condition_variable wake_;
  Lock::State whenGivenUp_;  // the lock as it was when the run was given up
  std::atomic<std::size_t> tasksEnded_{0};
  std::atomic<std::uint64_t> linesPrinted_{0};
  std::atomic<std::uint64_t> updates_{0};
  std::atomic<Money> changed_{0};  // by them
  std::atomic<std::uint64_t> refusals_{0};
  std::atomic<std::uint64_t> givenUp_{0};  // updates
  std::atomic<std::uint64_t> exceptions_{0};
};

}  // namespace interleave
