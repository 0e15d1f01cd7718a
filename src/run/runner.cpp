#include "run/runner.h"

#include <system_error>

namespace interleave {

Runner::Runner(std::function<void()> onNews) : onNews_(std::move(onNews)), pool_([this] { doorbell_.ring(); }) {
  try {
    conductor_ = std::thread([this] { conduct(); });
  } catch (const std::system_error& error) {
    conductorError_ = error.what();
  }
}

Runner::~Runner() {
  stop();
  quit_.store(true);
  doorbell_.ring();
  if (conductor_.joinable()) conductor_.join();
}

std::string Runner::warm(int workers) {
  if (!conductorError_.empty()) return conductorError_;
  if (failedThreads_ > 0 && !conductorUp_.load()) return "the thread that conducts runs has not come up";
  if (std::string error = pool_.grow(workers + failedThreads_); !error.empty()) return error;
  if (pool_.size() - failedThreads_ >= workers || pool_.up() >= workers) return {};
  return "too many threads have failed to start";
}

bool Runner::threadFailed() {
  ++failedThreads_;
  stop();
  // If the conductor is the one that failed, nobody is there to end the run.
  Phase expected = Phase::starting;
  return phase_.compare_exchange_strong(expected, Phase::idle);
}

bool Runner::start(const Settings& settings) {
  if (phase() != Phase::idle || !warm(settings.workers).empty()) return false;
  request_ = settings;
  stopAsked_.store(false);
  phase_.store(Phase::starting, std::memory_order_release);
  doorbell_.ring();
  return true;
}

void Runner::stop() {
  stopAsked_.store(true);
  doorbell_.ring();
}

std::shared_ptr<const Report> Runner::take() {
  if (phase() != Phase::finished) return nullptr;
  std::shared_ptr<const Report> report = std::move(report_);
  phase_.store(Phase::idle, std::memory_order_release);
  return report;
}

std::uint64_t Runner::eventsSoFar() const {
  if (phase() != Phase::running) return 0;
  std::uint64_t events = 0;
  for (const WorkerRecord& record : recorder_.published()) events += record.events.size() + record.dropped;
  return events;
}

Trace Runner::traceSoFar() const {
  if (phase() != Phase::running) return {};
  std::vector<WorkerRecord> records = recorder_.published();
  std::size_t events = 0;
  for (const WorkerRecord& record : records) events += record.events.size();
  return events <= limits::kMaxLiveEvents ? mergeRecords(records) : Trace{};
}

void Runner::setPhase(Phase phase) {
  phase_.store(phase, std::memory_order_release);
  onNews_();
}

void Runner::conduct() {
  conductorUp_.store(true);
  for (;;) {
    doorbell_.wait();
    Phase expected = Phase::starting;
    if (phase_.compare_exchange_strong(expected, Phase::gathering)) conductRun();
    if (quit_.load()) return;
  }
}

// Until all are up, so that no thread gets a head start; false if the run was stopped before.
bool Runner::waitForWorkers(int workers) {
  while (pool_.up() < workers) {
    if (stopAsked_.load()) return false;
    doorbell_.wait();
  }
  return true;
}

void Runner::conductRun() {
  const int workers = request_.workers;
  const bool complete = waitForWorkers(workers);
  Execution execution(request_, recorder_, [this] { doorbell_.ring(); });
  workersBack_.store(0);
  setPhase(Phase::running);
  const WorkerPool::Job job = [&](int worker) {
    // Once all are back the conductor may return, and this function object is gone.
    Doorbell& conductorsDoorbell = doorbell_;
    execution.work(worker);
    workersBack_.fetch_add(1);
    conductorsDoorbell.ring();
  };
  if (complete) pool_.begin(workers, job);
  bool stopped = false;
  int recalled = complete ? 0 : workers;
  while (workersBack_.load() + recalled < workers) {
    doorbell_.wait();
    const bool asked = stopAsked_.load();
    if (stopped || !(asked || execution.deadlocked())) continue;
    stopped = true;
    execution.giveUp();
    recalled = pool_.recall();
  }
  report_ = std::make_shared<const Report>(makeReport(execution.result()));
  setPhase(Phase::finished);
}

}  // namespace interleave
