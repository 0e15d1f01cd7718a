// What a lock costs: so many threads add 1 to one plain balance, each addition a critical section of its own.
//
// A measurement has two parts of equal length. In the first nothing but the sections is done, and they are
// counted. In the second every 8th acquisition is timed, from asking for the lock until it is held: a reading
// of the clock takes longer than a section, so it would slow down the first part. Either part begins when every
// thread has been through a section, and ends before the first of them is told to stop: how they come to a core
// and how they leave is not what the lock costs.
//
// The balance is checked: what it ends at must be the number of sections, or the lock has let two in at once.
// Locks here are those of the standard library and of model/locks themselves, nothing around them. A lock
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

// What a thread is told, and tells, while it goes through sections. On lines of their own: who counts is not to
// slow down the others.
struct alignas(64) Signals {
  std::atomic<bool> timing{false};  // waits are timed from now on
  std::atomic<bool> stop{false};
};
struct alignas(64) Share {
  std::atomic<std::uint64_t> sections{0};
  std::atomic<bool> begun{false};
};

// Something whose critical sections can be gone through by several threads.
class SpeedSubject {
 public:
  virtual ~SpeedSubject() = default;
  // Goes through sections, one at least, until it is told to stop, and says at each how many they were. Any thread.
  virtual void run(const Signals& signals, Share& share) = 0;
  virtual void runTimed(const Signals& signals, Share& share, Histogram& waits) = 0;
  // Once all threads are back: what the sections have left.
  virtual std::int64_t balance() const = 0;
};

// Null for a lock that protects no plain balance: none, check-then-lock, wrong-lock.
std::shared_ptr<SpeedSubject> makeSpeedSubject(LockKind lock);
// Those for which there is one, in the order of the menu.
std::vector<LockKind> measurableLocks();

struct LockSpeed {
  LockKind lock = LockKind::scoped;
  int threads = 1;
  double sectionsPerSecond = 0;
  double fairness = 1;    // Jain's index of the threads' shares: 1, all the same; 1/threads, one had all
                          // (R. Jain, D. Chiu, W. Hawe, DEC-TR-301, 1984)
  double leastShare = 1;  // of the thread that had the least, as a part of an even share
  std::uint64_t p50Ns = 0;
  std::uint64_t p99Ns = 0;
  std::uint64_t longestNs = 0;
  std::uint64_t clockNs = 0;  // the step of the clock: shorter waits are told as 0
  bool exact = true;      // the balance was what it should be
};

double fairnessOf(std::span<const std::uint64_t> shares);

// Blocks for `time` and until every thread has been through a section; sooner if `cancel` is set or the system
// gives too few threads, and then none. Not on the browser's main thread. Starts threads of its own. One that the
// system has promised and that does not come is waited for until `cancel` is set, a second more, and is then left
// behind.
std::optional<LockSpeed> measureSpeed(const std::shared_ptr<SpeedSubject>& subject, LockKind lock, int threads,
                                      std::chrono::milliseconds time, const std::atomic<bool>& cancel);

// {"lock", "threads", "sectionsPerSecond", "fairness", "leastShare", "p50Ns", "p99Ns", "longestNs", "clockNs", "exact"} each.
std::string toJson(std::span<const LockSpeed> speeds);
// {"cancelled", "cores", "speeds"}: those above, and how many cores the machine has.
std::string toJson(std::span<const LockSpeed> speeds, bool cancelled, unsigned cores);

}  // namespace interleave
