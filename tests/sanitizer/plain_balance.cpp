// The lesson on a balance that is a plain integer, as in the original, for ThreadSanitizer to judge, and for the
// detector of data races (trace/happens_before.h), which judges the record of the same run.
//
//   plain_balance LOCK [turns]
//
// Without a lock, and with one that excludes no thread, nothing orders the threads' accesses to the balance: a data
// race, which both must report. Under a lock that protects the balance both must find none, and the ending is right.
// This is why the account itself has an atomic balance (model/account.h). Locks without acquire and release have no
// plain balance to protect: under `atomic` and `cas` every access is atomic, and `optimistic` checks a version
// together with the balance under a mutex that is held only for that. With `turns` the threads take their updates one
// after another by means that order nothing: there is a race although no two updates ever overlap.
//
// Fails if the two disagree, if the record is incomplete, or if a lock that guarantees the right ending reaches
// another.

#include <algorithm>
#include <atomic>
#include <barrier>
#include <iostream>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include "model/account.h"
#include "model/run_settings.h"
#include "run/recorder.h"
#include "run/run_lock.h"
#include "trace/happens_before.h"

namespace {

std::atomic<int> reports{0};  // of ThreadSanitizer, in this process

}  // namespace

// ThreadSanitizer's runtime calls it with each report (compiler-rt, tsan_rtl_report.cpp).
extern "C" void __tsan_on_report(void*) { reports.fetch_add(1, std::memory_order_relaxed); }

namespace {

using interleave::Event;
using interleave::EventKind;
using interleave::Guarantee;
using interleave::LockInfo;
using interleave::LockKind;
using interleave::Money;
using interleave::ObjectId;
using interleave::ObjectSpan;
using interleave::RaceDetector;
using interleave::RunSettings;

// ThreadSanitizer remembers a few accesses of each word; with several updates, some race with a remembered one.
constexpr std::int64_t kUpdates = 20;

struct Account {
  explicit Account(const RunSettings& settings)
      : balance(settings.program.start), lock(interleave::makeRunLock(settings.program)), ready(settings.program.workers) {
    recorder.reset(settings.program.workers);
  }

  Money balance;
  std::mutex mutex;                           // of manual and scoped, and of the version
  std::unique_ptr<interleave::RunLock> lock;  // of the others
  std::atomic<bool> flag{false};              // of check-then-lock
  std::int64_t version = 0;                   // of optimistic: writes so far
  std::barrier<> ready;
  std::atomic<std::int64_t> turn{0};          // the number of the update that is next, where they are taken in turns
  interleave::Recorder recorder;
  // Relaxed, it orders no events by itself, but its numbers agree with any other order of two events
  // ([intro.races]: write-write coherence).
  std::atomic<std::int64_t> nextEvent{0};
};

// The simplest Thread for `update`. Each thread has one task.
class PlainThread {
 public:
  PlainThread(Account& account, const RunSettings& settings, std::size_t task)
      : account_(account),
        settings_(settings),
        task_(task),
        caller_{static_cast<int>(task), interleave::readsOnly(settings.program, task)},
        buffer_(account.recorder.buffer(caller_.worker)) {}

  // No thread reads before all are here, so that only the lock orders the rest of one thread with the rest of
  // another. After this the threads do not synchronize otherwise, which would order them, too.
  void awaitOthers() { account_.ready.arrive_and_wait(); }
  void printUpdating() { ++updates_; }
  Money read(ObjectId) {
    const Money balance = account_.balance;
    record(EventKind::read, balance);
    return balance;
  }
  void write(ObjectId, Money value) {
    account_.balance = value;
    record(EventKind::write, value);
  }
  void sleep() { std::this_thread::yield(); }
  void acquire(ObjectSpan) {
    if (settings_.program.lock == LockKind::checkThenLock) {
      // Relaxed, since the flag must not order the accesses to the balance.
      while (account_.flag.load(std::memory_order_relaxed)) std::this_thread::yield();
      account_.flag.store(true, std::memory_order_relaxed);
    } else if (account_.lock) {
      account_.lock->draw(caller_);
      account_.lock->acquire(caller_);
    } else {
      account_.mutex.lock();
    }
    record(EventKind::acquired);
  }
  // Waits as long as it takes, so that all updates are made.
  bool acquireInTime() {
    while (!account_.lock->acquireFor(caller_, settings_.run.timeout)) {
    }
    record(EventKind::acquired);
    return true;
  }
  void release(ObjectSpan) {
    record(EventKind::released);
    if (settings_.program.lock == LockKind::checkThenLock) account_.flag.store(false, std::memory_order_relaxed);
    else if (account_.lock) account_.lock->release(caller_);
    else account_.mutex.unlock();
  }
  void add(Money) {}
  bool swap(Money) { return true; }
  void refuse(Money) {}
  void done() { buffer_.publish(); }
  void fail() { throw interleave::TransactionError{}; }
  void printFinishing() {}
  void printBalance(Money) {}
  void printGivingUp() {}

 protected:
  // To be called while the lock that orders the event is held, if there is one. The number takes the place of a time.
  void record(EventKind kind, Money value = 0) {
    const std::int64_t number = account_.nextEvent.fetch_add(1, std::memory_order_relaxed);
    buffer_.record({number,
                    value,
                    {},
                    updates_ - 1,
                    static_cast<std::uint8_t>(task_),
                    interleave::kFirstAccount,
                    kind,
                    static_cast<std::uint8_t>(caller_.worker)});
  }

  Account& account_;

 private:
  const RunSettings& settings_;
  const std::size_t task_;
  const interleave::LockCaller caller_;
  interleave::EventBuffer& buffer_;
  std::uint32_t updates_ = 0;
};

// Relaxed: it has to be free of races by being atomic, and not by an order.
class AtomicThread : public PlainThread {
 public:
  using PlainThread::PlainThread;

  Money read(ObjectId) {
    copy_ = balance().load(std::memory_order_relaxed);
    record(EventKind::read, copy_);
    return copy_;
  }
  void add(Money amount) { record(EventKind::added, balance().fetch_add(amount, std::memory_order_relaxed) + amount); }
  bool swap(Money value) {
    const bool done = balance().compare_exchange_strong(copy_, value, std::memory_order_relaxed);
    record(done ? EventKind::swapped : EventKind::retry, done ? value : copy_);
    return done;
  }

 private:
  std::atomic_ref<Money> balance() { return std::atomic_ref(account_.balance); }

  Money copy_ = 0;
};

class VersionThread : public PlainThread {
 public:
  using PlainThread::PlainThread;

  Money read(ObjectId account) {
    std::scoped_lock guard(account_.mutex);
    version_ = account_.version;
    return PlainThread::read(account);
  }
  bool swap(Money value) {
    std::scoped_lock guard(account_.mutex);
    const bool done = account_.version == version_;
    if (done) {
      ++account_.version;
      account_.balance = value;
    }
    record(done ? EventKind::swapped : EventKind::retry, account_.balance);
    return done;
  }

 private:
  std::int64_t version_ = 0;
};

struct Run {
  Money ending = 0;
  interleave::EventList events;  // in the order of their numbers
};

// Relaxed, for the same reason as the flag.
class Turn {
 public:
  Turn(Account& account, std::int64_t number) : turn_(account.turn), number_(number) {
    while (turn_.load(std::memory_order_relaxed) != number_) std::this_thread::yield();
  }
  ~Turn() { turn_.store(number_ + 1, std::memory_order_relaxed); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  std::atomic<std::int64_t>& turn_;
  const std::int64_t number_;
};

template <class Thread>
void work(Account& account, const RunSettings& settings, std::size_t task, bool inTurns) {
  Thread thread(account, settings, task);
  thread.awaitOthers();
  for (std::int64_t i = 0; i < settings.program.transactions[task].times; ++i) {
    std::optional<Turn> turn;
    if (inTurns) turn.emplace(account, i * settings.program.workers + static_cast<std::int64_t>(task));
    interleave::update(thread, settings.program, task);
  }
  thread.done();
}

template <class Thread>
Run runOn(const RunSettings& settings, bool inTurns) {
  Account account(settings);
  std::vector<std::thread> threads;
  for (std::size_t task = 0; task < settings.program.transactions.size(); ++task) {
    threads.emplace_back([&account, &settings, task, inTurns] { work<Thread>(account, settings, task, inTurns); });
  }
  for (std::thread& thread : threads) thread.join();
  Run run{account.balance, {}};
  std::vector<Event> events;
  for (const auto& record : account.recorder.published()) {
    for (const auto& piece : record.pieces) events.insert(events.end(), piece.begin(), piece.end());
  }
  std::ranges::sort(events, {}, &Event::timeNs);
  run.events.assign(events.begin(), events.end());
  return run;
}

Run runOf(const RunSettings& settings, bool inTurns) {
  switch (settings.program.lock) {
    case LockKind::atomic:
    case LockKind::cas: return runOn<AtomicThread>(settings, inTurns);
    case LockKind::optimistic: return runOn<VersionThread>(settings, inTurns);
    default: return runOn<PlainThread>(settings, inTurns);
  }
}

// The lesson's two, and two that only read where a lock can be shared.
RunSettings programUnder(LockKind lock) {
  RunSettings settings;
  settings.program.lock = lock;
  settings.program.transactions = {
      {"deposit", 50, kUpdates}, {"withdrawal", -150, kUpdates}, {"one", 0, kUpdates}, {"another", 0, kUpdates}};
  settings.program.workers = static_cast<int>(settings.program.transactions.size());
  return settings;
}

bool isWhole(const Run& run, const RunSettings& settings) {
  std::int64_t writes = 0;
  for (std::size_t task = 0; task < settings.program.transactions.size(); ++task) {
    if (!interleave::readsOnly(settings.program, task)) writes += settings.program.transactions[task].times;
  }
  return writes == std::ranges::count_if(run.events, interleave::writesBalance, &Event::kind);
}

bool check(bool holds, std::string_view otherwise) {
  if (!holds) std::cout << otherwise << '\n';
  return holds;
}

}  // namespace

int main(int argc, char** argv) {
  const bool inTurns = argc == 3 && argv[2] == std::string_view("turns");
  const std::string_view name = argc == (inTurns ? 3 : 2) ? argv[1] : "";
  const auto locks = interleave::allLocks();
  const auto lock = std::ranges::find(locks, name, &LockInfo::name);
  if (lock == locks.end()) {
    std::cerr << "Usage: plain_balance LOCK [turns]; LOCK is one of " << interleave::lockNames() << '\n';
    return 2;
  }
  const RunSettings settings = programUnder(lock->kind);
  const Run run = runOf(settings, inTurns);
  RaceDetector detector(settings.program);
  detector.append(run.events);
  std::cout << "ending balance of " << run.ending << "\ndetector: " << describe(detector, settings.program, run.events)
            << "\nThreadSanitizer: " << reports << " reports\n";
  const bool whole = check(isWhole(run, settings), "Not every write is in the record.");
  const bool agreed = check(detector.first().has_value() == (reports > 0), "The detector and ThreadSanitizer disagree.");
  const bool kept =
      check(lock->guarantee == Guarantee::none || run.ending == serialEnding(settings.program), "Updates were lost.");
  return whole && agreed && kept ? 0 : 1;
}
