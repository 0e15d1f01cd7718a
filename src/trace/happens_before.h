// Whether the accesses to the balance in one trace are ordered, by vector clocks.
//
// C. Flanagan, S. N. Freund, "FastTrack: efficient and precise dynamic race detection", PLDI 2009: the latest write
// of a balance and, while they are ordered, its latest read are kept as one epoch, a thread and a number of its
// clock; reads that are not ordered as one each thread. An access that is not ordered after what is kept is a data
// race ([intro.races]: C++20, 6.9.2.2).
//
// The program that is judged is the lesson's: its balance is a plain integer (here two atomic accesses stand for it,
// model/account.h). What orders is the lock: its release happens before every later acquisition, of a shared lock
// before those with which it cannot be held together. The threads are the workers of the pool, which hand
// each other nothing but the number of the next task. A mere flag orders nothing, and neither does a lock of one's
// own. The balance of `atomic` and `cas` is atomic itself, and its accesses cannot race.
//
// Not thread-safe. O(events x workers) where there is a lock, O(events) else.
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
#include "trace/result.h"

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

  // Any range of events, in the order in which they happened.
  void append(const std::ranges::input_range auto& events) {
    for (const Event& event : events) add(event);
  }

  // The first, by its second access. A trace without one may be of a program that has races in other schedules.
  const std::optional<DataRace>& first() const { return first_; }
  std::uint64_t races() const { return races_; }        // accesses that race with an earlier one
  std::uint64_t accesses() const { return accesses_; }  // to any balance
  // Whether two threads at least have accessed one balance.
  bool shared() const { return shared_; }

 private:
  using Clock = std::array<std::uint32_t, limits::kMaxWorkers>;
  static constexpr std::uint64_t kNever = ~std::uint64_t{0};
  struct Access {
    std::uint32_t clock = 0;
    std::uint8_t worker = 0;
    std::uint64_t event = kNever;
  };
  struct Variable {
    Access write;
    Access read;                                           // the latest, while all reads are ordered
    bool manyReads = false;
    std::array<Access, limits::kMaxWorkers> reads;         // of each worker, where they are not
    std::optional<std::uint8_t> worker;                    // that accessed it first
  };
  struct Lock {
    Clock released{};      // by those that exclude everybody
    Clock readReleased{};  // by those that share it
  };

  void add(const Event& event);
  void follow(const Event& event);
  void acquire(const Event& event);
  void release(const Event& event);
  void enter(std::uint8_t worker, const Clock& lock);
  void access(const Event& event, bool writes);
  void read(Variable& variable, const Access& access);
  void write(Variable& variable, const Access& access);
  bool ordered(const Access& before, std::uint8_t worker) const {
    return before.event == kNever || before.clock <= clocks_[worker][before.worker];
  }
  void report(const Access& before);

  std::array<bool, limits::kMaxTransactions> shares_{};  // tasks that take the lock together with others
  bool orders_ = false;   // the lock
  bool inside_ = false;   // each access is a critical section of its own
  bool atomic_ = false;   // the balance
  std::array<Clock, limits::kMaxWorkers> clocks_{};
  std::vector<Lock> locks_;          // of each account
  std::vector<Variable> variables_;  // the balances
  std::optional<DataRace> first_;
  std::uint64_t races_ = 0;
  std::uint64_t accesses_ = 0;
  std::uint64_t events_ = 0;
  bool shared_ = false;
  bool racing_ = false;   // the access that is looked at
};

// What is to be told of a run.
struct RaceVerdict {
  std::uint64_t races = 0;  // as RaceDetector::races()
  std::string words;        // describe()
};
RaceVerdict judgeRaces(const RunResult& result);

// In one or two sentences: the two accesses that race, or that all are ordered and what by.
std::string describe(const RaceDetector& detector, const AccountProgram& program, const EventList& events);

}  // namespace interleave
