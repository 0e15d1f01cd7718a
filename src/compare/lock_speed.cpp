#include "compare/lock_speed.h"

#include <algorithm>
#include <mutex>
#include <numeric>
#include <shared_mutex>
#include <system_error>
#include <thread>

#include "model/locks/semaphore.h"
#include "model/locks/spin.h"
#include "model/locks/ticket.h"
#include "text/json.h"

namespace interleave {
namespace {

using Clock = std::chrono::steady_clock;

// One acquisition in this many is timed.
constexpr std::uint64_t kTimedEvery = 8;

std::uint64_t nsSince(Clock::time_point begin) {
  return static_cast<std::uint64_t>(std::chrono::nanoseconds(Clock::now() - begin).count());
}

// The step of the clock: browsers' clocks are coarse.
std::uint64_t clockStep() {
  std::uint64_t least = ~std::uint64_t{0};
  for (int i = 0; i < 5; ++i) {
    const Clock::time_point begin = Clock::now();
    std::uint64_t step = 0;
    while (step == 0) step = nsSince(begin);
    least = std::min(least, step);
  }
  return least;
}

// The two loops for a lock that is acquired and released.
template <class Section>
class Subject final : public SpeedSubject {
 public:
  void run(const Signals& signals, Share& share) override {
    std::uint64_t sections = 0;
    do {
      section_.enter();
      section_.leave();
      share.sections.store(++sections, std::memory_order_relaxed);
    } while (!signals.stop.load(std::memory_order_relaxed));
  }

  void runTimed(const Signals& signals, Share& share, Histogram& waits) override {
    std::uint64_t sections = 0;
    std::uint64_t due = 0;
    do {
      const bool timed = sections >= due && signals.timing.load(std::memory_order_relaxed);
      if (timed) due = sections + kTimedEvery;
      const Clock::time_point asked = timed ? Clock::now() : Clock::time_point{};
      section_.enter();
      const std::uint64_t waited = timed ? nsSince(asked) : 0;
      section_.leave();
      if (timed) waits.add(waited);
      share.sections.store(++sections, std::memory_order_relaxed);
    } while (!signals.stop.load(std::memory_order_relaxed));
  }

  std::int64_t balance() const override { return section_.balance(); }

 private:
  Section section_;
};

// A plain balance under a lock.
template <class Lock>
class Locked {
 public:
  void enter() { lock_.lock(); }
  void leave() {
    ++balance_;
    lock_.unlock();
  }
  std::int64_t balance() const { return balance_; }

 private:
  Lock lock_;
  std::int64_t balance_ = 0;
};

// The context manager is a block: the whole block is timed.
class Scoped {
 public:
  void enter() {
    std::scoped_lock guard(mutex_);
    ++balance_;
  }
  void leave() {}
  std::int64_t balance() const { return balance_; }

 private:
  std::mutex mutex_;
  std::int64_t balance_ = 0;
};

// Acquired again by its owner, as in the lesson's program.
class Twice {
 public:
  void lock() {
    mutex_.lock();
    mutex_.lock();
  }
  void unlock() {
    mutex_.unlock();
    mutex_.unlock();
  }

 private:
  std::recursive_mutex mutex_;
};

class InTime {
 public:
  void lock() {
    while (!mutex_.try_lock_for(std::chrono::seconds(1))) {
    }
  }
  void unlock() { mutex_.unlock(); }

 private:
  std::timed_mutex mutex_;
};

struct OnePermit : Permits {
  OnePermit() : Permits(1) {}
};

// A section of one step has no release.
class Added {
 public:
  void enter() { balance_.fetch_add(1); }
  void leave() {}
  std::int64_t balance() const { return balance_.load(); }

 private:
  std::atomic<std::int64_t> balance_{0};
};

class Swapped {
 public:
  void enter() {
    std::int64_t seen = balance_.load();
    while (!balance_.compare_exchange_weak(seen, seen + 1)) {
    }
  }
  void leave() {}
  std::int64_t balance() const { return balance_.load(); }

 private:
  std::atomic<std::int64_t> balance_{0};
};

class Versioned {
 public:
  void enter() {
    for (;;) {
      moment_.lock();
      const std::int64_t copy = balance_ + 1;
      const std::int64_t seen = version_;
      moment_.unlock();
      if (commit(copy, seen)) return;
    }
  }
  void leave() {}
  std::int64_t balance() const { return balance_; }

 private:
  bool commit(std::int64_t copy, std::int64_t seen) {
    std::scoped_lock guard(moment_);
    if (version_ != seen) return false;
    balance_ = copy;
    ++version_;
    return true;
  }

  std::mutex moment_;
  std::int64_t balance_ = 0;
  std::int64_t version_ = 0;
};

template <class Lock>
std::shared_ptr<SpeedSubject> locked() {
  return std::make_shared<Subject<Locked<Lock>>>();
}

// Threads that go through sections, measured while all of them do so.
class Crew {
 public:
  Crew(const std::shared_ptr<SpeedSubject>& subject, int threads, bool timed)
      : shared_(std::make_shared<Shared>(subject, static_cast<std::size_t>(threads), timed)) {
    try {
      for (std::size_t i = 0; i < shared_->shares.size(); ++i) threads_.emplace_back([shared = shared_, i] { work(*shared, i); });
    } catch (const std::system_error&) {
      // The threads that did start end: fewer threads would measure something else.
      able_ = false;
    }
  }
  ~Crew() { finish(); }
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  // To be called once. False if it was cancelled, or the system provided too few threads.
  bool run(std::chrono::nanoseconds time, const std::atomic<bool>& cancel) {
    const auto look = [&] { std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(kLook, time)); };
    if (!able_) return false;
    while (!allHaveBeenThrough() && !cancel.load()) look();
    shared_->signals.timing.store(true);
    const std::vector<std::uint64_t> before = counted();
    const Clock::time_point begin = Clock::now();
    Clock::duration passed{};
    // A thread without a section measures nothing.
    do {
      look();
      counts_ = counted();
      passed = Clock::now() - begin;
    } while ((passed < time || counts_ == before) && !cancel.load());
    seconds_ = std::chrono::duration<double>(passed).count();
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] -= before[i];
    finish();
    return !cancel.load();
  }

  // Sections of each thread during the measurement.
  std::span<const std::uint64_t> counts() const { return counts_; }
  double measured() const { return static_cast<double>(sum(counts_)); }
  double seconds() const { return seconds_; }
  // All sections, measured or not.
  std::uint64_t sections() const { return sum(counted()); }
  Histogram waits() const {
    Histogram all;
    for (const Histogram& each : shared_->waits) all.add(each);
    return all;
  }

 private:
  static constexpr std::chrono::milliseconds kLook{2};
  static constexpr std::chrono::seconds kPatience{1};

  // The threads keep this alive: one that is left behind may still start.
  struct Shared {
    Shared(std::shared_ptr<SpeedSubject> of, std::size_t threads, bool timed)
        : subject(std::move(of)), shares(threads), waits(timed ? threads : 0) {}
    std::shared_ptr<SpeedSubject> subject;
    Signals signals;
    std::vector<Share> shares;
    std::vector<Histogram> waits;  // of each thread, where they are timed
  };

  static void work(Shared& shared, std::size_t i) {
    Share& share = shared.shares[i];
    share.begun.store(true);
    if (shared.waits.empty()) {
      shared.subject->run(shared.signals, share);
    } else {
      shared.subject->runTimed(shared.signals, share, shared.waits[i]);
    }
  }

  bool allHaveBeenThrough() const {
    return std::ranges::all_of(shared_->shares, [](const Share& share) { return share.sections.load() > 0; });
  }

  std::vector<std::uint64_t> counted() const {
    std::vector<std::uint64_t> counts;
    for (const Share& share : shared_->shares) counts.push_back(share.sections.load(std::memory_order_relaxed));
    return counts;
  }

  static std::uint64_t sum(const std::vector<std::uint64_t>& counts) {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
  }

  void finish() {
    shared_->signals.stop.store(true);
    const Clock::time_point begin = Clock::now();
    for (std::size_t i = 0; i < threads_.size(); ++i) {
      const Share& share = shared_->shares[i];
      while (!share.begun.load() && Clock::now() - begin < kPatience) std::this_thread::sleep_for(kLook);
      if (share.begun.load()) {
        threads_[i].join();
      } else {
        threads_[i].detach();
      }
    }
    threads_.clear();
  }

  std::shared_ptr<Shared> shared_;
  bool able_ = true;
  std::vector<std::uint64_t> counts_;
  double seconds_ = 0;
  std::vector<std::thread> threads_;
};

}  // namespace

std::shared_ptr<SpeedSubject> makeSpeedSubject(LockKind lock) {
  switch (lock) {
    case LockKind::manual: return locked<std::mutex>();
    case LockKind::recursive: return locked<Twice>();
    case LockKind::shared: return locked<std::shared_mutex>();
    case LockKind::timed: return locked<InTime>();
    case LockKind::semaphore: return locked<OnePermit>();
    case LockKind::spin: return locked<SpinLock>();
    case LockKind::ticket: return locked<TicketLock>();
    case LockKind::atomic: return std::make_shared<Subject<Added>>();
    case LockKind::cas: return std::make_shared<Subject<Swapped>>();
    case LockKind::optimistic: return std::make_shared<Subject<Versioned>>();
    default: break;
  }
  // Any other that a task holds alone is a mutex.
  const LockInfo& row = lockInfo(lock);
  const bool isMutex = row.form == UpdateForm::guarded && row.admission == Admission::alone;
  return isMutex ? std::make_shared<Subject<Scoped>>() : nullptr;
}

std::vector<LockKind> measurableLocks() {
  std::vector<LockKind> locks;
  for (const LockInfo& lock : allLocks()) {
    if (makeSpeedSubject(lock.kind)) locks.push_back(lock.kind);
  }
  return locks;
}

double fairnessOf(std::span<const std::uint64_t> shares) {
  double sum = 0;
  double squares = 0;
  for (const std::uint64_t share : shares) {
    sum += static_cast<double>(share);
    squares += static_cast<double>(share) * static_cast<double>(share);
  }
  return squares == 0 ? 1 : sum * sum / (static_cast<double>(shares.size()) * squares);
}

std::optional<LockSpeed> measureSpeed(const std::shared_ptr<SpeedSubject>& subject, LockKind lock, int threads,
                                      std::chrono::milliseconds time, const std::atomic<bool>& cancel) {
  LockSpeed speed;
  speed.lock = lock;
  speed.threads = threads;
  // In whole milliseconds, half of one millisecond would be 0.
  const std::chrono::nanoseconds half = std::chrono::nanoseconds(time) / 2;
  Crew counted(subject, threads, false);
  if (!counted.run(half, cancel)) return std::nullopt;
  Crew timed(subject, threads, true);
  if (!timed.run(half, cancel)) return std::nullopt;
  speed.sectionsPerSecond = counted.measured() / counted.seconds();
  speed.fairness = fairnessOf(counted.counts());
  speed.leastShare = static_cast<double>(*std::ranges::min_element(counted.counts())) * threads / counted.measured();
  const Histogram waits = timed.waits();
  speed.p50Ns = waits.percentile(0.5);
  speed.p99Ns = waits.percentile(0.99);
  speed.longestNs = waits.longest();
  speed.clockNs = clockStep();
  speed.exact = subject->balance() == static_cast<std::int64_t>(counted.sections() + timed.sections());
  return speed;
}

namespace {

Json speedsJson(std::span<const LockSpeed> speeds) {
  Json list = Json::array();
  for (const LockSpeed& each : speeds) {
    list.push_back({{"lock", lockInfo(each.lock).name},
                    {"threads", each.threads},
                    {"sectionsPerSecond", each.sectionsPerSecond},
                    {"fairness", each.fairness},
                    {"leastShare", each.leastShare},
                    {"p50Ns", each.p50Ns},
                    {"p99Ns", each.p99Ns},
                    {"longestNs", each.longestNs},
                    {"clockNs", each.clockNs},
                    {"exact", each.exact}});
  }
  return list;
}

}  // namespace

std::string toJson(std::span<const LockSpeed> speeds) { return speedsJson(speeds).dump(); }

std::string toJson(std::span<const LockSpeed> speeds, bool cancelled, unsigned cores) {
  return Json{{"cancelled", cancelled}, {"cores", cores}, {"speeds", speedsJson(speeds)}}.dump();
}

}  // namespace interleave
