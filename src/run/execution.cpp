#include "run/execution.h"

#include <algorithm>
#include <thread>

namespace interleave {

// What `update` in model/account.h works with: the account and its lock, as one thread sees them,
// every access recorded.
class Execution::Thread {
 public:
  Thread(Execution& run, int worker) : run_(run), buffer_(run.recorder_.buffer(worker)), worker_(worker) {}

  void begin(std::size_t task, std::uint32_t update) {
    task_ = task;
    update_ = update;
  }

  void printUpdating() { print(EventKind::updating); }
  void printFinishing() { print(EventKind::finishing); }

  Money read() {
    const Balance::Seen seen = run_.balance_.read();
    record(EventKind::read, seen.value, seen.write);
    return seen.value;
  }

  void write(Money value) {
    const WriteId replaced = run_.balance_.write(worker_, value);
    record(EventKind::write, value, replaced);
    ++updates;
  }

  void sleep() {
    asleep_ = true;
    run_.sleep();
    asleep_ = false;
  }

  void acquire() {
    const std::int64_t number = run_.lock_.acquire(task_, [this] { record(EventKind::waiting); });
    record(EventKind::acquired, number);
  }

  void release() {
    // Given up in its sleep: the context manager gets here, the program does not. Whoever waits for
    // the lock is sent away.
    if (asleep_) return;
    // Recorded first, so that whoever acquires next finds the record of this release complete.
    record(EventKind::released);
    run_.lock_.release();
  }

  void refuse(Money left) {
    record(EventKind::refused, left);
    ++refusals;
  }

  void fail() {
    record(EventKind::thrown);
    throw TransactionError{};
  }

  std::uint64_t linesPrinted = 0;
  std::uint64_t updates = 0;
  std::uint64_t refusals = 0;
  std::uint64_t exceptions = 0;

 private:
  void print(EventKind line) {
    record(line);
    ++linesPrinted;
  }

  void record(EventKind kind, Money value = 0, WriteId link = {}) {
    buffer_.record({run_.nowNs(), value, link, update_, static_cast<std::uint16_t>(task_), kind,
                    static_cast<std::uint8_t>(worker_)});
  }

  Execution& run_;
  EventBuffer& buffer_;
  const int worker_;
  std::size_t task_ = 0;
  std::uint32_t update_ = 0;
  bool asleep_ = false;
};

Execution::Execution(const Settings& settings, Recorder& recorder, std::function<void()> onDeadlock)
    : settings_(settings),
      recorder_(recorder),
      lock_(static_cast<std::size_t>(settings.workers), std::move(onDeadlock)) {
  recorder_.reset(settings_.workers);
  balance_.reset(settings_.start);
  start_ = Clock::now();
}

void Execution::work(int worker) {
  Thread thread(*this, worker);
  try {
    for (;;) {
      const std::size_t task = nextTask_.fetch_add(1, std::memory_order_relaxed);
      if (task >= settings_.transactions.size()) break;
      runTask(thread, task);
      ++tasksEnded_;
    }
  } catch (const RunOver&) {
    // Recorded by whoever gave the run up.
  }
  linesPrinted_ += thread.linesPrinted;
  updates_ += thread.updates;
  refusals_ += thread.refusals;
  exceptions_ += thread.exceptions;
  lock_.leave();
}

void Execution::runTask(Thread& thread, std::size_t task) {
  const Transaction& transaction = settings_.transactions[task];
  try {
    for (std::int64_t i = 0; i < transaction.times; ++i) {
      checkGoingOn();
      thread.begin(task, static_cast<std::uint32_t>(i));
      update(thread, transaction, settings_.lock, settings_.overdraft);
    }
  } catch (const TransactionError&) {
    // The task is over, as a future that holds its exception would be; the worker goes on.
    ++thread.exceptions;
  }
}

void Execution::sleep() {
  if (settings_.delay.count() == 0) {
    std::this_thread::yield();
    checkGoingOn();
    return;
  }
  std::unique_lock guard(sleepMutex_);
  wake_.wait_for(guard, settings_.delay, [this] { return over_.load(std::memory_order_relaxed); });
  checkGoingOn();
}

void Execution::giveUp() {
  if (over_.load(std::memory_order_relaxed)) return;
  givenUp_ = lock_.state();
  // First, so that nobody who wakes up and leaves makes a deadlock of those who wait.
  lock_.abandon();
  {
    // Under the mutex, so that no thread falls asleep between its look at the flag and the wake-up.
    std::lock_guard guard(sleepMutex_);
    over_.store(true, std::memory_order_relaxed);
  }
  wake_.notify_all();
}

RunResult Execution::result() {
  RunResult result;
  // A stop that came when everything was done has stopped nothing.
  const bool complete = tasksEnded_ == settings_.transactions.size();
  result.end = givenUp_.deadlocked ? RunEnd::deadlocked : complete ? RunEnd::completed : RunEnd::stopped;
  result.durationNs = nowNs();
  result.balance = balance_.read().value;
  result.expected = serialEnding(settings_);
  if (givenUp_.deadlocked) {
    result.owner = givenUp_.owner;
    result.waiters = givenUp_.waiters;
    std::ranges::sort(result.waiters);
  }
  result.linesPrinted = linesPrinted_;
  result.updates = updates_;
  result.refusals = refusals_;
  result.exceptions = exceptions_;
  result.trace = mergeRecords(recorder_.published());
  result.lost = lostUpdates(result.trace);
  result.settings = settings_;
  return result;
}

}  // namespace interleave
