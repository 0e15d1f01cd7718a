#include "run/execution.h"

#include <algorithm>
#include <thread>

namespace interleave {

// What `update` in model/account.h works with: the account and its lock, as one thread sees them,
// every access recorded.
class Execution::Thread {
 public:
  Thread(Execution& run, int worker)
      : run_(run),
        buffer_(run.recorder_.buffer(worker)),
        worker_(worker),
        noise_(static_cast<std::uint64_t>(run.start_.time_since_epoch().count()) * limits::kMaxWorkers +
               static_cast<std::uint64_t>(worker)) {}

  void begin(std::size_t task, std::uint32_t update) {
    task_ = task;
    update_ = update;
  }

  // A worker's first task of a forced run waits for its turn to begin; it has the turn for every later one.
  void printUpdating() {
    if (run_.gate_ && !hasTurn_ && awaitTurn() != Gate::Turn::begin) goAway();
    print(EventKind::updating);
  }
  void printFinishing() {
    if (away_) goAway();
    print(EventKind::finishing);
  }

  Money read() {
    if (!mayStep()) goAway();
    const Balance::Seen seen = run_.balance_.read();
    record(EventKind::read, seen.value, seen.write);
    return seen.value;
  }

  void write(Money value) {
    if (!mayStep()) goAway();
    const WriteId replaced = run_.balance_.write(worker_, value);
    record(EventKind::write, value, replaced);
    ++updates;
  }

  void sleep() {
    if (run_.gate_) return;
    const bool goesOn = run_.settings_.delay.count() > 0 ? run_.sleep() : dawdle();
    if (!goesOn) goAway();
  }

  void acquire() {
    bool waits = false;
    const auto noteWait = [&] {
      if (!waits) record(EventKind::waiting);
      waits = true;
    };
    if (run_.gate_) {
      Gate::Turn turn = awaitTurn();
      for (; turn == Gate::Turn::wait; turn = awaitTurn()) noteWait();
      if (turn == Gate::Turn::over) goAway();
    }
    const std::int64_t number = run_.lock_.acquire(task_, noteWait);
    record(EventKind::acquired, number);
  }

  // Must not throw: the context manager comes here from its destructor.
  void release() {
    // Sent away with the lock in hand, from its sleep or from the gate: the context manager gets here, the
    // program does not. Whoever waits for the lock is sent away, too.
    if (away_) return;
    if (!mayStep()) {
      away_ = true;
      return;
    }
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

  // A task is over; throws where its thread was sent away before that.
  void endTask() {
    if (away_) goAway();
  }

  // No task is left.
  void leave() {
    if (hasTurn_) run_.gate_->pass();
  }

  std::uint64_t linesPrinted = 0;
  std::uint64_t updates = 0;
  std::uint64_t refusals = 0;
  std::uint64_t exceptions = 0;

 private:
  [[noreturn]] void goAway() {
    away_ = true;
    throw RunOver{};
  }

  // What there is between reading and writing where there is no delay: a moment, and not the same one every
  // time. Threads that do exactly the same take turns so evenly that only one of the possible endings would
  // ever be seen (on noise that makes races show, see O. Edelstein et al., "Multithreaded Java program test
  // generation", IBM Systems Journal 41(1), 2002). False if the run was given up.
  bool dawdle() {
    // SplitMix64 (G. L. Steele et al., "Fast splittable pseudorandom number generators", OOPSLA 2014).
    std::uint64_t random = noise_ += 0x9E3779B97F4A7C15;
    random = (random ^ (random >> 30)) * 0xBF58476D1CE4E5B9;
    random = (random ^ (random >> 27)) * 0x94D049BB133111EB;
    for (std::uint64_t spins = random >> 55; spins > 0 && !run_.over(); --spins) {
    }
    if (random % 2 == 0) std::this_thread::yield();
    return !run_.over();
  }

  // In a forced run: stands before the next step, or its beginning, until there is a turn or none will come.
  Gate::Turn awaitTurn() {
    if (hasTurn_) run_.gate_->pass();
    const Gate::Turn turn = run_.gate_->await(task_);
    hasTurn_ = turn == Gate::Turn::begin || turn == Gate::Turn::step || turn == Gate::Turn::wait;
    return turn;
  }

  // False if the step is not to be taken: the run is over.
  bool mayStep() { return !run_.gate_ || awaitTurn() == Gate::Turn::step; }

  void print(EventKind line) {
    record(line);
    ++linesPrinted;
  }

  void record(EventKind kind, Money value = 0, WriteId link = {}) {
    const std::int64_t now = run_.gate_ ? run_.gate_->stamp(run_.nowNs()) : run_.nowNs();
    buffer_.record({now, value, link, update_, static_cast<std::uint16_t>(task_), kind,
                    static_cast<std::uint8_t>(worker_)});
  }

  Execution& run_;
  EventBuffer& buffer_;
  const int worker_;
  std::uint64_t noise_;
  std::size_t task_ = 0;
  std::uint32_t update_ = 0;
  bool hasTurn_ = false;  // of a forced run
  bool away_ = false;     // sent away: the run is over, whatever the program would still do
};

Execution::Execution(const Settings& settings, Recorder& recorder, std::function<void()> onDeadlock,
                     std::optional<std::string_view> schedule)
    : settings_(settings),
      recorder_(recorder),
      lock_(static_cast<std::size_t>(settings.workers), std::move(onDeadlock)) {
  recorder_.reset(settings_.workers);
  balance_.reset(settings_.start);
  if (schedule) gate_.emplace(settings_, *schedule);
  start_ = Clock::now();
}

void Execution::work(int worker) {
  Thread thread(*this, worker);
  try {
    for (;;) {
      const std::size_t task = nextTask_.fetch_add(1, std::memory_order_relaxed);
      if (task >= settings_.transactions.size()) break;
      runTask(thread, task);
      thread.endTask();
      ++tasksEnded_;
    }
    thread.leave();
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
      if (over()) throw RunOver{};
      thread.begin(task, static_cast<std::uint32_t>(i));
      update(thread, transaction, settings_.lock, settings_.overdraft);
    }
  } catch (const TransactionError&) {
    // The task is over, as a future that holds its exception would be; the worker goes on.
    ++thread.exceptions;
  }
}

bool Execution::sleep() {
  std::unique_lock guard(sleepMutex_);
  return !wake_.wait_for(guard, settings_.delay, [this] { return over(); });
}

void Execution::giveUp() {
  if (over()) return;
  givenUp_ = lock_.state();
  // First, so that nobody who wakes up and leaves makes a deadlock of those who wait.
  lock_.abandon();
  {
    // Under the mutex, so that no thread falls asleep between its look at the flag and the wake-up.
    std::lock_guard guard(sleepMutex_);
    over_.store(true, std::memory_order_relaxed);
  }
  wake_.notify_all();
  if (gate_) gate_->close();
}

RunEnd Execution::end() const {
  if (givenUp_.deadlocked) return RunEnd::deadlocked;
  // A stop that came when everything was done has stopped nothing.
  return tasksEnded_ == settings_.transactions.size() ? RunEnd::completed : RunEnd::stopped;
}

RunResult Execution::result() const {
  RunResult result;
  result.end = end();
  result.scheduleEnded = result.end == RunEnd::stopped && gate_ && gate_->endedEarly();
  result.durationNs = gate_ ? std::max(nowNs(), gate_->lastNs()) : nowNs();
  result.balance = balance();
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
