// Whether the accesses to the balance in one trace are ordered, by vector clocks.
//
// E. Pozniansky, A. Schuster, "Efficient on-the-fly data race detection in multithreaded C++ programs", PPoPP 2003
// (DJIT+): of each thread the latest read and the latest write of a balance are kept, as numbers of its clock. Earlier ones
// need not be: where the latest is ordered before an access, they are, too. An access that is not ordered after what is
// kept is a data race ([intro.races]: C++20, 6.9.2.2). Every access that races with an earlier one is found; with one
// epoch a balance (FastTrack) those behind the first could be missed.
//
// The program that is judged is the lesson's, with a plain integer as its balance (represented here by two atomic
// accesses, model/account.h). The lock orders accesses: its release happens before every later acquisition; the release
// of a shared lock, before every later acquisition with which it cannot be held together. The threads are the workers
// of the pool, which share nothing else but the number of the next task. A flag orders nothing, and neither does a
// lock that each thread has for itself. The balance of `atomic` and `cas` is atomic itself, so its accesses cannot race.
//
// Not thread-safe. O(events x workers).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <ranges>
#include <string>
#include <vector>

#include "model/account_program.h"
#include "trace/event_list.h"
#include "trace/trace_fold.h"

namespace interleave {

// Two accesses of different threads to one balance, one of them a write, that nothing orders.
struct DataRace {
  std::size_t first = 0;   // index of the event
  std::size_t second = 0;  // the same; later in the trace

  bool operator==(const DataRace&) const = default;
};

class RaceDetector {
 public:
  explicit RaceDetector(const AccountProgram& program);

  // Observes the fold of a trace from its first event on.
  void observe(const FoldStep& step) { add(step.event); }
  // Adds any range of events by itself, in place of observing: in the order in which they happened.
  void append(const std::ranges::input_range auto& events) {
    for (const Event& event : events) add(event);
  }

  // The first race, by its second access. A program without a race in this trace may have races in other schedules.
  const std::optional<DataRace>& first() const { return first_; }
  std::uint64_t races() const { return races_; }        // accesses that race with an earlier one
  std::uint64_t accesses() const { return accesses_; }  // to any balance
  // Whether at least two threads have accessed the same balance.
  bool shared() const { return shared_; }

 private:
  using Clock = std::array<std::uint32_t, limits::kMaxWorkers>;
  // Of each worker its latest one; clock 0: none.
  struct Accesses {
    Clock clocks{};
    std::array<std::uint64_t, limits::kMaxWorkers> events{};
  };
  struct Variable {
    Accesses writes;
    Accesses reads;
    std::optional<std::uint8_t> worker;  // the first that accessed it
  };
  struct Lock {
    Clock released{};      // by exclusive owners
    Clock readReleased{};  // by owners that share it
  };

  void add(const Event& event);
  void follow(const Event& event);
  void acquire(const Event& event);
  void release(const Event& event);
  void enter(std::uint8_t worker, const Clock& lock);
  void access(const Event& event, bool writes);
  std::optional<std::uint64_t> racing(const Accesses& before, std::uint8_t worker) const;

  std::size_t workers_;
  std::array<bool, limits::kMaxTransactions> shares_{};  // tasks that share the lock
  bool orders_ = false;   // the lock orders accesses
  bool inside_ = false;   // each access is a critical section of its own
  bool atomic_ = false;   // the balance is atomic
  std::array<Clock, limits::kMaxWorkers> clocks_{};
  std::vector<Lock> locks_;          // of each account
  std::vector<Variable> variables_;  // the balances
  std::optional<DataRace> first_;
  std::uint64_t races_ = 0;
  std::uint64_t accesses_ = 0;
  std::uint64_t events_ = 0;
  bool shared_ = false;
};

// The verdict on a run.
struct RaceVerdict {
  std::uint64_t races = 0;  // as RaceDetector::races()
  std::string words;        // describe()
};

// One or two sentences: the two accesses that race, or that all are ordered, and by what.
std::string describe(const RaceDetector& detector, const AccountProgram& program, const EventList& events);

}  // namespace interleave
