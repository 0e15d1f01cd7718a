// Shared by tests: settings, random numbers, driven programs, real runs, and slow and obvious models to compare
// the fast ones with.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <memory_resource>
#include <new>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "explore/replay.h"
#include "model/settings.h"
#include "run/runner.h"
#include "trace/result.h"
#include "trace/trace_writer.h"

namespace interleave::test {

// ---- Settings -----------------------------------------------------------------------------------

// The lesson without its delay.
Settings lesson(LockKind lock = LockKind::none, int workers = 2);
// `transactions` under `lock`, all in flight at once unless `workers` says otherwise; no delay.
Settings programOf(std::vector<Transaction> transactions, LockKind lock = LockKind::none, int workers = limits::kMaxWorkers);

// Seeded by each test with a constant: a failure can be repeated.
using Random = std::mt19937_64;
std::int64_t between(Random& random, std::int64_t least, std::int64_t most);
bool oneIn(Random& random, std::int64_t n);

// How often a random loop goes round that natively goes round `all` times. Under a sanitizer and as WebAssembly each round
// costs several times as much, so there it is a quarter, unless the environment has INTERLEAVE_NIGHTLY=1.
bool isNightly();
bool fewerRounds();
template <class Count>
Count rounds(Count all) {
  return fewerRounds() ? (all + 3) / 4 : all;
}

struct Shape {
  int transactions = 6;  // at most
  std::int64_t times = 3;
  int workers = 4;
  bool plain = false;    // one account, without a lock or with one that excludes
};
// Any locks, one account or two, overdrafts and exceptions; amounts around the starting balance, so that refusals and
// overdrafts are common; no delay and no schedule.
Settings randomSettings(Random& random, const Shape& most);

// A code point in UTF-8.
std::string utf8(char32_t codePoint);

// ---- Programs -----------------------------------------------------------------------------------

// A Replay in the form of a real run: the time of an event is its index.
class Drive {
 public:
  explicit Drive(const RunSettings& settings) : run_(settings.run), replay_(settings.program) {}

  void step(std::size_t task);
  void steps(std::string_view letters);
  // Takes a random step that is possible; false if there is none.
  bool stepRandomly(Random& random);

  const Program& program() const { return replay_.program(); }
  const std::string& schedule() const { return replay_.schedule(); }
  std::vector<Event> events() const;
  // The events as their workers recorded them.
  std::vector<std::vector<Event>> records() const;
  // Of a program that has not come to its end: stopped.
  RunResult result() const;

 private:
  RunOptions run_;
  Replay replay_;
};

// Of a random program, at random times: many at once, some after a long while.
std::vector<Event> randomTrace(Random& random, const RunSettings& settings);
// Of which nothing was dropped.
Trace traceOf(const std::vector<Event>& events);

// The tasks that can step, in list order.
std::vector<std::size_t> enabledTasks(const Program& program);

// The result of `letters`.
RunResult resultOf(const RunSettings& settings, std::string_view letters);

// Every schedule, one after another.
struct Endings {
  std::uint64_t schedules = 0;
  std::uint64_t deadlocks = 0;
  std::map<Money, std::uint64_t> balances;  // schedules of each
};
Endings endingsOf(const Settings& settings);

// ---- Real runs ----------------------------------------------------------------------------------

// A Runner whose phases can be waited for.
class TestRunner {
 public:
  // Runs to the end, however long that takes.
  std::shared_ptr<const RunResult> run(const Settings& settings);
  // Waits until the run is over and takes its result.
  std::shared_ptr<const RunResult> finish();
  // Waits until the running run has recorded so many events.
  void awaitEvents(std::uint64_t events);

  Runner& runner() { return runner_; }

 private:
  Doorbell news_;
  Runner runner_{[this] { news_.ring(); }};
};

// ---- Memory -------------------------------------------------------------------------------------

// During its lifetime it counts the memory that containers of the default resource take, and provides at most `limit`.
class CountingMemory : public std::pmr::memory_resource {
 public:
  explicit CountingMemory(std::size_t limit = ~std::size_t{0}) : limit_(limit) { std::pmr::set_default_resource(this); }
  ~CountingMemory() override { std::pmr::set_default_resource(nullptr); }

  std::size_t now() const { return now_; }
  std::size_t most() const { return most_; }

 private:
  void* do_allocate(std::size_t bytes, std::size_t alignment) override {
    if (now_ + bytes > limit_) throw std::bad_alloc();
    now_ += bytes;
    most_ = std::max(most_, now_);
    return std::pmr::new_delete_resource()->allocate(bytes, alignment);
  }
  void do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) override {
    now_ -= bytes;
    std::pmr::new_delete_resource()->deallocate(memory, bytes, alignment);
  }
  bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override { return this == &other; }

  const std::size_t limit_;
  std::size_t now_ = 0;
  std::size_t most_ = 0;
};

// ---- Files --------------------------------------------------------------------------------------

std::string written(const RunResult& result, TraceFormat format);

// ---- Slow and obvious models --------------------------------------------------------------------

// Lost updates by keeping, with each balance and each copy, the set of the updates it contains.
std::vector<LostUpdate> lostBySets(const Trace& trace);

}  // namespace interleave::test

namespace interleave {

inline void PrintTo(const Event& event, std::ostream* out) {
  *out << event.timeNs << ": " << taskLetter(event.task) << ' ' << eventName(event.kind) << ' ' << event.value;
}
inline bool operator==(const LostUpdate& a, const LostUpdate& b) { return a.write == b.write && a.by == b.by; }
inline void PrintTo(const LostUpdate& lost, std::ostream* out) { *out << "event " << lost.write << " by event " << lost.by; }

}  // namespace interleave
