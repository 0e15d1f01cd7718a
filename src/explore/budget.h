// The bounds of a search, and what it has spent of them. May be called by any thread of the search, but for
// beginAttempt().
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>

#include "explore/exploration.h"

namespace interleave {

enum class Bound : std::uint8_t {
  none,
  cancelled,
  attempt,  // the states of one attempt: another may follow
  states,
  time,
  memory,
};

class Budget {
 public:
  Budget(const ExploreOptions& options, ExploreProgress& progress)
      : progress_(progress), maxStates_(options.maxStates), maxBytes_(options.maxBytes), end_(Clock::now() + options.maxTime) {}

  // Starts to count states anew, up to so many or to the bound of the search; a bound that was reached is forgotten. No
  // other thread of the search may be at work.
  void beginAttempt(std::uint64_t states) {
    before_ = progress_.states.load(std::memory_order_relaxed);
    most_ = std::min(states, maxStates_);
    bound_.store(Bound::none, std::memory_order_relaxed);
    progress_.done.store(0);
    progress_.total.store(0);
  }
  // Of this attempt; what was found beyond the bound is not used.
  std::uint64_t states() const {
    return bound() == Bound::states ? most_ : progress_.states.load(std::memory_order_relaxed) - before_;
  }

  // Counts states that were found. Reads the clock now and then.
  void spend(std::uint64_t states) {
    const std::uint64_t before = progress_.states.fetch_add(states, std::memory_order_relaxed);
    if (before + states - before_ > most_) hit(most_ < maxStates_ ? Bound::attempt : Bound::states);
    if (before / kStatesPerLook != (before + states) / kStatesPerLook) look();
  }

  // Reads the clock: for work that finds no states.
  void look() {
    if (Clock::now() > end_) hit(Bound::time);
    if (progress_.onLook) progress_.onLook();
  }

  // The memory in use now, approximately.
  void hold(std::uint64_t bytes) {
    if (bytes > maxBytes_) hit(Bound::memory);
  }

  // The search must end. Cheap enough for an inner loop.
  bool spent() {
    if (progress_.cancel.load(std::memory_order_relaxed)) hit(Bound::cancelled);
    return bound() != Bound::none;
  }

  // Only the first bound that is reached is reported.
  void hit(Bound bound) {
    Bound none = Bound::none;
    bound_.compare_exchange_strong(none, bound, std::memory_order_relaxed);
  }
  Bound bound() const { return bound_.load(std::memory_order_relaxed); }

  ExploreProgress& progress() { return progress_; }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::uint64_t kStatesPerLook = 4'096;

  ExploreProgress& progress_;
  const std::uint64_t maxStates_;
  std::uint64_t before_ = 0;  // states of earlier attempts
  std::uint64_t most_ = maxStates_;
  const std::uint64_t maxBytes_;
  const Clock::time_point end_;
  std::atomic<Bound> bound_{Bound::none};
};

}  // namespace interleave
