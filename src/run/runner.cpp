#include "run/runner.h"

#include <algorithm>
#include <new>
#include <utility>

#include "model/program.h"
#include "run/start_line.h"

namespace interleave {

Runner::Runner(std::function<void()> onNews)
    : onNews_(std::move(onNews)), conductor_([this] { conduct(); }), pool_([this] { conductor_.ring(); }) {
  conductorError_ = conductor_.start();
}

Runner::~Runner() {
  stop();
  conductor_.end();
}

std::string Runner::warm(int workers) {
  if (!conductorError_.empty()) return conductorError_;
  if (failedThreads_ > 0 && !conductor_.up()) return "the thread that conducts runs has not come up";
  if (std::string error = pool_.grow(workers + failedThreads_); !error.empty()) return error;
  if (pool_.size() - failedThreads_ >= workers || pool_.up() >= workers) return {};
  return "too many threads have failed to start";
}

bool Runner::threadFailed() {
  ++failedThreads_;
  stop();
  // If the conductor has failed, no thread is there to end the run.
  Phase expected = Phase::starting;
  return phase_.compare_exchange_strong(expected, Phase::idle);
}

bool Runner::start(const RunSettings& settings, std::size_t mostEvents) { return begin({settings, {}, 0, mostEvents}); }

bool Runner::startForced(const RunSettings& settings, std::string_view schedule) {
  if (possiblePrefix(settings.program, schedule) < schedule.size()) return false;
  return begin({.settings = settings, .schedule = std::string(schedule)});
}

bool Runner::startMany(const RunSettings& settings, std::uint64_t runs) {
  return begin({.settings = settings, .schedule = {}, .many = runs});
}

bool Runner::begin(Request request) {
  if (phase() != Phase::idle || !warm(request.settings.program.workers).empty()) return false;
  request_ = std::move(request);
  tallyNews_.take();
  tallySoFar_.reset();
  stopAsked_.store(false);
  phase_.store(Phase::starting, std::memory_order_release);
  conductor_.ring();
  return true;
}

void Runner::stop() {
  stopAsked_.store(true);
  conductor_.ring();
}

std::shared_ptr<const Report> Runner::take() { return takeFinished(report_); }

std::shared_ptr<const RunTally> Runner::takeTally() { return takeFinished(tally_); }

bool Runner::takeOutOfMemory() {
  if (phase() != Phase::finished || !std::exchange(outOfMemory_, false)) return false;
  phase_.store(Phase::idle, std::memory_order_release);
  return true;
}

template <class Result>
std::shared_ptr<const Result> Runner::takeFinished(std::shared_ptr<const Result>& result) {
  if (phase() != Phase::finished || !result) return nullptr;
  std::shared_ptr<const Result> taken = std::move(result);
  phase_.store(Phase::idle, std::memory_order_release);
  return taken;
}

std::chrono::nanoseconds Runner::runningFor() const {
  if (!watchable()) return {};
  const std::int64_t ran = ranNs_.load();
  return std::chrono::nanoseconds(ran > 0 ? ran : runClock_());
}

std::uint64_t Runner::eventsSoFar() const {
  if (!watchable()) return 0;
  return recorder_.events();
}

bool Runner::follow(LiveTrace& live) const {
  if (!watchable()) return false;
  const std::unique_lock guard(recordMutex_, std::try_to_lock);
  return guard && !recordTaken_ && live.follow(recorder_);
}

std::shared_ptr<const RunTally> Runner::tallySoFar() {
  if (phase() != Phase::running) return nullptr;
  if (auto news = tallyNews_.take()) tallySoFar_ = std::move(news);
  return tallySoFar_;
}

void Runner::setPhase(Phase phase) {
  phase_.store(phase, std::memory_order_release);
  onNews_();
}

void Runner::conduct() {
  Phase expected = Phase::starting;
  if (phase_.compare_exchange_strong(expected, Phase::gathering)) conductRequest();
}

void Runner::conductRequest() {
  const bool complete = waitForWorkers();
  recorder_.keepAtMost(request_.mostEvents);
  try {
    request_.many > 0 ? conductMany(complete) : conductRun(complete);
  } catch (const std::bad_alloc&) {
    outOfMemory_ = true;
  }
  setPhase(Phase::finished);
}

// Waits until all workers are there, so that none gets a head start; false if the run was stopped before.
bool Runner::waitForWorkers() {
  while (pool_.up() < request_.settings.program.workers) {
    if (stopAsked_.load()) return false;
    conductor_.waitForRing();
  }
  return true;
}

void Runner::conductRun(bool complete) {
  Execution execution(request_.settings, recorder_, [this] { conductor_.ring(); }, request_.schedule);
  recordTaken_ = false;
  runClock_ = execution.clock();
  ranNs_.store(0);
  setPhase(Phase::running);
  if (complete) perform(execution);
  ranNs_.store(runClock_());
  std::unique_lock guard(recordMutex_);
  recordTaken_ = true;
  RunResult result = execution.takeResult();
  guard.unlock();
  report_ = std::make_shared<const Report>(makeReport(std::move(result)));
}

void Runner::conductMany(bool complete) {
  using Clock = std::chrono::steady_clock;
  RunTally tally = emptyTally(request_.settings, request_.many);
  setPhase(Phase::running);
  Clock::time_point shown = Clock::now();
  while (complete && tally.runs < tally.asked && !stopAsked_.load()) {
    Execution execution(request_.settings, recorder_, [this] { conductor_.ring(); });
    perform(execution);
    RunResult result;
    countRun(tally, execution.end(), execution.finalState(), [&] { return &(result = execution.takeResult()); });
    if (const Clock::time_point now = Clock::now(); now - shown >= kTallyEvery) {
      shown = now;
      tallyNews_.put(std::make_unique<const RunTally>(tally));
      onNews_();
    }
  }
  tally.stopped = tally.runs < tally.asked;
  tally_ = std::make_shared<const RunTally>(std::move(tally));
}

// Lets the workers do a run, and waits until all of them have returned.
void Runner::perform(Execution& execution) {
  const int workers = request_.settings.program.workers;
  StartLine startLine(workers);
  workersBack_.store(0);
  const WorkerPool::Job job = [&](int worker) {
    // When all have returned, the conductor may return and destroy this function object.
    ServiceThread& conductor = conductor_;
    std::atomic<int>& back = workersBack_;
    startLine.await();
    execution.work(worker);
    back.fetch_add(1);
    conductor.ring();
  };
  pool_.begin(workers, job);
  bool givenUp = false;
  int recalled = 0;
  while (workersBack_.load() + recalled < workers) {
    if (!givenUp && (stopAsked_.load() || execution.deadlocked())) {
      givenUp = true;
      execution.giveUp();
      recalled = pool_.recall();
    } else {
      conductor_.waitForRing();
    }
  }
}

}  // namespace interleave
