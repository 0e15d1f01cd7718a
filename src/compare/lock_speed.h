// What a lock costs: threads add 1 to one plain balance, each addition a critical section of its own.
//
// A measurement has two parts of equal length. The first counts sections and does nothing else. The second times
// every 8th acquisition, from the call until the lock is held: reading the clock takes longer than a section, so it
// would slow down the first part. Each part begins when every thread has been through a section, and ends before the
// first thread is stopped, so that starting and stopping threads is not measured.
//
// The balance is checked: if it differs from the number of sections, the lock has admitted two threads at once.
// The locks are those of the standard library and of model/locks themselves, with nothing around them. A lock
// without acquire and release, and the context manager, is measured as a whole update: an atomic addition, a
// compare-and-swap loop, a version that is checked.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compare/histogram.h"
#include "model/lock_info.h"

namespace interleave {

// Shared with a thread while it goes through sections. On cache lines of their own, so that counting does not slow
// down the other threads.
struct alignas(64) Signals {
  std::atomic<bool> timing{false};  // from now on waits are timed
  std::atomic<bool> stop{false};
};
struct alignas(64) Share {
  std::atomic<std::uint64_t> sections{0};
  std::atomic<bool> begun{false};
};

// A lock, with the critical section that several threads go through.
class SpeedSubject {
 public:
  virtual ~SpeedSubject() = default;
  // Goes through sections, at least one, until `stop` is set, and counts each in `share`. Any thread.
  virtual void run(const Signals& signals, Share& share) = 0;
  virtual void runTimed(const Signals& signals, Share& share, Histogram& waits) = 0;
  // What the sections have added up to, once all threads have returned.
  virtual std::int64_t balance() const = 0;
};

// Null for a lock that protects no plain balance: none, check-then-lock, wrong-lock.
std::shared_ptr<SpeedSubject> makeSpeedSubject(LockKind lock);
// The locks that have a subject, in the order of the menu.
std::vector<LockKind> measurableLocks();

struct LockSpeed {
  LockKind lock = LockKind::scoped;
  int threads = 1;
  double sectionsPerSecond = 0;
  double fairness = 1;    // Jain's index of the threads' shares: 1 if all are equal, 1/threads if one thread had all
                          // (R. Jain, D. Chiu, W. Hawe, DEC-TR-301, 1984)
  double leastShare = 1;  // the smallest share of a thread, as a part of an even share
  std::uint64_t p50Ns = 0;
  std::uint64_t p99Ns = 0;
  std::uint64_t longestNs = 0;
  std::uint64_t clockNs = 0;  // the step of the clock: shorter waits are reported as 0
  bool exact = true;      // the balance equals the number of sections
};

double fairnessOf(std::span<const std::uint64_t> shares);

// Blocks for `time` and until every thread has been through a section. Returns none, and sooner, if `cancel` is set or
// the system provides too few threads. Not on the browser's main thread. Starts threads of its own. A thread that was
// created but does not begin is waited for until one second after `cancel` is set, and is then left behind.
std::optional<LockSpeed> measureSpeed(const std::shared_ptr<SpeedSubject>& subject, LockKind lock, int threads,
                                      std::chrono::milliseconds time, const std::atomic<bool>& cancel);

// {"lock", "threads", "sectionsPerSecond", "fairness", "leastShare", "p50Ns", "p99Ns", "longestNs", "clockNs", "exact"} each.
std::string toJson(std::span<const LockSpeed> speeds);
// {"cancelled", "cores", "speeds"}: those above, and how many cores the machine has.
std::string toJson(std::span<const LockSpeed> speeds, bool cancelled, unsigned cores);

}  // namespace interleave
