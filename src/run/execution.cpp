#include "run/execution.h"

#include <algorithm>
#include <numeric>
#include <thread>

#include "model/locks/check_then_lock.h"

namespace interleave {
namespace {

// The interval at which a check-then-lock polls its flag, since releasing that lock wakes no thread.
constexpr std::chrono::microseconds kCheckAgainAfter{50};

}  // namespace

// The Thread of model/account.h: the account and its lock as one thread uses them, with every access
// recorded.
class Execution::Thread {
 public:
  Thread(Execution& run, int worker)
      : run_(run),
        buffer_(run.recorder_.buffer(worker)),
        worker_(worker),
        stamps_(run.clock_),
        noise_(static_cast<std::uint64_t>(run.clock_.start.time_since_epoch().count()) * limits::kMaxWorkers +
               static_cast<std::uint64_t>(worker)) {}

  void begin(std::size_t task, std::uint32_t update) {
    task_ = task;
    update_ = update;
    caller_ = {worker_, readsOnly(run_.settings_.program, task)};
  }

  // In a forced run a worker's first task waits for its turn to begin; for a later task the worker has the turn.
  void printUpdating() {
    if (run_.gate_ && !hasTurn_ && awaitTurn() != Gate::Turn::begin) goAway();
    print(EventKind::updating);
  }
  void printFinishing() { printBalance(0); }
  void printBalance(Money balance) {
    if (away_) goAway();
    print(EventKind::finishing, balance);
  }
  // No further event: giving up is a step that has been recorded.
  void printGivingUp() { ++linesPrinted; }

  Money read(ObjectId account) {
    if (!mayStep()) goAway();
    lastRead_ = balanceOf(account).read();
    record(EventKind::read, lastRead_.value, lastRead_.write, account);
    return lastRead_.value;
  }

  void write(ObjectId account, Money value) {
    if (!mayStep()) goAway();
    const WriteId replaced = balanceOf(account).write(worker_, value);
    record(EventKind::write, value, replaced, account);
    noteUpdate(account);
  }

  void add(Money amount) {
    if (!mayStep()) goAway();
    const Balance::Seen replaced = balanceOf(kFirstAccount).add(worker_, amount);
    record(EventKind::added, replaced.value + amount, replaced.write);
    noteUpdate(kFirstAccount);
  }

  bool swap(Money value) {
    if (!mayStep()) goAway();
    const bool byValue = lockInfo(run_.settings_.program.lock).copyCheck == CopyCheck::value;
    const Balance::Swapped swapped = balanceOf(kFirstAccount).swap(worker_, lastRead_, value, byValue);
    if (!swapped.done) {
      record(EventKind::retry, swapped.seen.value, swapped.seen.write);
      return false;
    }
    record(EventKind::swapped, value, swapped.seen.write);
    noteUpdate(kFirstAccount);
    return true;
  }

  void sleep() {
    if (run_.gate_) return;
    const bool sleeps = run_.settings_.run.delay.count() > 0;
    if (sleeps) buffer_.pause();
    const bool goesOn = sleeps ? run_.sleep() : dawdle();
    stamps_.expire();
    if (!goesOn) goAway();
  }

  void acquire(ObjectSpan which) {
    waitNoted_ = false;
    if (run_.settings_.program.lock == LockKind::ticket) drawTicket();
    if (run_.settings_.program.lock == LockKind::checkThenLock) return checkAndLock();
    awaitLock(which);
    if (!run_.runLock_) {
      run_.lock_.acquire(task_, [&] { noteWait(which); }, which);
    } else if (!run_.runLock_->tryAcquire(caller_)) {
      noteWait(which);
      run_.runLock_->acquire(caller_);
    }
    noteAcquired(which);
  }

  bool acquireInTime() {
    waitNoted_ = false;
    awaitLock(kFirstAccount);
    if (!run_.runLock_->tryAcquire(caller_)) {
      noteWait(kFirstAccount);
      const auto timeout = run_.gate_ ? std::chrono::milliseconds(0) : run_.settings_.run.timeout;
      while (!run_.runLock_->acquireFor(caller_, timeout) && !run_.runLock_->tryAcquire(caller_)) {
        if (run_.over()) goAway();
        // Odd: the owner has recorded its acquire. Even: it is about to do so, or is already releasing.
        const Money number = run_.lockOperations_[0].load();
        if (number % 2 == 0) continue;
        stamps_.expire();
        record(EventKind::gaveUp, number);
        ++givenUp;
        return false;
      }
    }
    noteAcquired(kFirstAccount);
    return true;
  }

  // Must not throw: the context manager's destructor calls it.
  void release(ObjectSpan which) {
    // The run is over and this thread still holds the lock: only the context manager's destructor comes here.
    // Threads that wait for the lock are sent away, too.
    if (!away_ && !mayStep()) away_ = true;
    if (away_ && !run_.runLock_) return;
    if (run_.settings_.program.lock == LockKind::checkThenLock) {
      if (!away_) record(EventKind::released, kByLink, run_.flag_.write(worker_, kFlagFree));
      return;
    }
    // Recorded first, so that at the next acquire the record of this release is complete.
    if (!away_) record(EventKind::released, numberOf(which), {}, which);
    if (run_.runLock_) run_.runLock_->release(caller_);
    else run_.lock_.release(which);
  }

  void refuse(Money left) {
    record(EventKind::refused, left, {}, lastAccount_);
    ++refusals;
  }

  void fail() {
    record(EventKind::thrown, 0, {}, lastAccount_);
    throw TransactionError{};
  }

  // A task is over; throws if its thread was sent away before that.
  void endTask() {
    if (away_) goAway();
  }

  // From now on nothing is recorded.
  void end() { buffer_.pause(); }

  // No task is left.
  void leave() {
    if (hasTurn_) run_.gate_->pass();
  }

  std::uint64_t linesPrinted = 0;
  std::uint64_t updates = 0;
  Money changed = 0;  // by these, lost or not
  std::uint64_t refusals = 0;
  std::uint64_t givenUp = 0;
  std::uint64_t exceptions = 0;

 private:
  Balance& balanceOf(ObjectId account) {
    lastAccount_ = account;
    return run_.balances_[account];
  }

  void noteUpdate(ObjectId account) {
    const AccountProgram& program = run_.settings_.program;
    ++updates;
    changed += changeOf(program.mode, program.transactions[task_].amount, account);
  }

  // The number of a lock operation. Taken while the lock is held, so that the numbers give the order of the owners; seq_cst
  // (model/balance.h).
  Money numberOf(ObjectSpan which) { return run_.lockOperations_[which.first()].fetch_add(1); }

  void noteAcquired(ObjectSpan which) {
    // The lock may be free only because its owner was sent away, which is not recorded.
    if (run_.runLock_ && run_.over()) {
      run_.runLock_->release(caller_);
      goAway();
    }
    if (waitNoted_) stamps_.expire();
    record(EventKind::acquired, numberOf(which), {}, which);
  }

  void noteWait(ObjectSpan which) {
    if (waitNoted_) return;
    record(EventKind::waiting, 0, {}, which);
    buffer_.pause();
    waitNoted_ = true;
  }

  // In a forced run, waits until the schedule acquires the lock.
  void awaitLock(ObjectSpan which) {
    if (!run_.gate_) return;
    Gate::Turn turn = awaitTurn();
    for (; turn == Gate::Turn::wait; turn = awaitTurn()) noteWait(which);
    if (turn == Gate::Turn::over) goAway();
  }

  void drawTicket() {
    if (!mayStep()) goAway();
    record(EventKind::ticket, run_.runLock_->draw(caller_));
  }

  // Two steps, as the lock's name says, with nothing that keeps other threads from coming in between.
  void checkAndLock() {
    awaitLock(kFirstAccount);
    Balance::Seen seen = run_.flag_.read();
    for (; seen.value != kFlagFree; seen = run_.flag_.read()) {
      noteWait(kFirstAccount);
      if (run_.over()) goAway();
      std::this_thread::sleep_for(kCheckAgainAfter);
    }
    if (waitNoted_) stamps_.expire();
    record(EventKind::checked, 0, seen.write);
    if (!mayStep()) goAway();
    if (!run_.gate_ && !dawdle()) goAway();
    stamps_.expire();
    record(EventKind::acquired, kByLink, run_.flag_.write(worker_, kFlagTaken));
  }

  [[noreturn]] void goAway() {
    away_ = true;
    throw RunOver{};
  }

  // Without a delay, a random moment between reading and writing. Threads that do exactly the same take turns so
  // evenly that only one of the possible endings would ever be seen (on noise that provokes races, see O. Edelstein
  // et al., "Multithreaded Java program test generation", IBM Systems Journal 41(1), 2002). False if the run was
  // given up.
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

  // In a forced run, waits before the next step, or the task's beginning, until it is the task's turn or the turns
  // have ended.
  Gate::Turn awaitTurn() {
    if (hasTurn_) run_.gate_->pass();
    buffer_.pause();
    const Gate::Turn turn = run_.gate_->await(task_);
    hasTurn_ = turn == Gate::Turn::begin || turn == Gate::Turn::step || turn == Gate::Turn::wait;
    return turn;
  }

  // False if the step must not be taken because the run is over.
  bool mayStep() { return !run_.gate_ || awaitTurn() == Gate::Turn::step; }

  void print(EventKind line, Money value = 0) {
    record(line, value);
    ++linesPrinted;
  }

  void record(EventKind kind, Money value = 0, WriteId link = {}, ObjectSpan objects = {}) {
    // In a forced run every step waits for its turn.
    const std::int64_t time = run_.gate_ ? run_.gate_->stamp(run_.clock_()) : stamps_.stamp();
    buffer_.record(
        {time, value, link, update_, static_cast<std::uint8_t>(task_), objects, kind, static_cast<std::uint8_t>(worker_)});
  }

  Execution& run_;
  EventBuffer& buffer_;
  const int worker_;
  StampClock<> stamps_;
  std::uint64_t noise_;
  std::size_t task_ = 0;
  std::uint32_t update_ = 0;
  LockCaller caller_;
  Balance::Seen lastRead_;
  ObjectId lastAccount_ = kFirstAccount;
  bool waitNoted_ = false;
  bool hasTurn_ = false;  // of a forced run
  bool away_ = false;     // sent away: the run is over before the program's end
};

Execution::Execution(const RunSettings& settings, Recorder& recorder, std::function<void()> onDeadlock,
                     std::optional<std::string_view> schedule)
    : settings_(settings),
      hasDue_(hasDue(settings.program)),
      recorder_(recorder),
      balances_(accountsOf(settings.program.mode)),
      lock_(static_cast<std::size_t>(settings.program.workers), std::move(onDeadlock), balances_.size()),
      runLock_(makeRunLock(settings.program)),
      lockOperations_(balances_.size()) {
  recorder_.reset(settings_.program.workers);
  for (Balance& balance : balances_) balance.reset(settings_.program.start);
  if (schedule) gate_.emplace(settings_.program, *schedule);
  // While threads run, there may be no memory for it.
  whenGivenUp_.owners.reserve(balances_.size());
  whenGivenUp_.waiters.reserve(static_cast<std::size_t>(settings.program.workers));
  clock_ = RunClock();
}

void Execution::work(int worker) {
  Thread thread(*this, worker);
  try {
    for (;;) {
      // Tasks begin in this order: it has to agree with that of all other accesses (model/balance.h).
      const std::size_t task = nextTask_.fetch_add(1, std::memory_order_seq_cst);
      if (task >= settings_.program.transactions.size()) break;
      runTask(thread, task);
      thread.endTask();
      ++tasksEnded_;
    }
    thread.leave();
  } catch (const RunOver&) {
    // The thread that gave the run up has recorded it.
  }
  thread.end();
  linesPrinted_ += thread.linesPrinted;
  updates_ += thread.updates;
  changed_ += thread.changed;
  refusals_ += thread.refusals;
  givenUp_ += thread.givenUp;
  exceptions_ += thread.exceptions;
  lock_.leave();
}

void Execution::runTask(Thread& thread, std::size_t task) {
  const Transaction& transaction = settings_.program.transactions[task];
  try {
    for (std::int64_t i = 0; i < transaction.times; ++i) {
      if (over()) throw RunOver{};
      thread.begin(task, static_cast<std::uint32_t>(i));
      update(thread, settings_.program, task);
    }
  } catch (const TransactionError&) {
    // The exception ends the task only, as with a future that stores it; the worker goes on.
    ++thread.exceptions;
  }
}

bool Execution::sleep() {
  std::unique_lock guard(sleepMutex_);
  return !wake_.wait_for(guard, settings_.run.delay, [this] { return over(); });
}

void Execution::giveUp() {
  if (over()) return;
  lock_.copyState(whenGivenUp_);
  // First, so that threads that wake up and leave do not turn the remaining waiters into a deadlock.
  lock_.abandon();
  {
    // Under the mutex, so that no thread falls asleep between checking the flag and the notification.
    std::lock_guard guard(sleepMutex_);
    over_.store(true, std::memory_order_relaxed);
  }
  wake_.notify_all();
  if (gate_) gate_->close();
}

RunEnd Execution::end() const {
  if (whenGivenUp_.deadlocked) return RunEnd::deadlocked;
  // A stop that came after the last task has stopped nothing.
  return tasksEnded_ == settings_.program.transactions.size() ? RunEnd::completed : RunEnd::stopped;
}

Balances Execution::balances() const {
  Balances balances;
  for (const Balance& balance : balances_) balances.push_back(balance.read().value);
  return balances;
}

Money Execution::balance() const {
  const Balances each = balances();
  return std::accumulate(each.begin(), each.end(), Money{0});
}

FinalState Execution::finalState() const {
  FinalState state{balance()};
  if (hasDue_) state.due = startOfAll(settings_.program) + changed_;
  state.gaveUp = givenUp_ > 0;
  return state;
}

RunResult Execution::takeResult() {
  RunResult result;
  result.end = end();
  result.scheduleEnded = result.end == RunEnd::stopped && gate_ && gate_->endedEarly();
  result.durationNs = gate_ ? std::max(clock_(), gate_->lastNs()) : clock_();
  result.balances = balances();
  const FinalState state = finalState();
  result.balance = state.balance;
  result.due = state.due;
  result.expected = serialEnding(settings_.program);
  result.owners.resize(balances_.size());
  if (whenGivenUp_.deadlocked) {
    result.owners = whenGivenUp_.owners;
    result.waiters = whenGivenUp_.waiters;
    std::ranges::sort(result.waiters);
  }
  result.linesPrinted = linesPrinted_;
  result.updates = updates_;
  result.refusals = refusals_;
  result.givenUp = givenUp_;
  result.exceptions = exceptions_;
  const bool stopped = result.end == RunEnd::stopped && !result.scheduleEnded;
  result.trace = recorder_.take(stopped ? limits::kMaxEventsOfStopped : limits::kMaxRecordedEvents);
  // The times that a gate makes distinct can be ahead of a coarse clock.
  if (!result.trace.events.empty()) result.durationNs = std::max(result.durationNs, result.trace.events.back().timeNs);
  result.lost = lostUpdatesInMemory(result.trace);
  result.settings = settings_;
  return result;
}

}  // namespace interleave
