#include "explore/replay.h"

#include <algorithm>
#include <cassert>

namespace interleave {

Replay::Replay(const AccountProgram& source)
    : source_(source),
      program_(source),
      tasks_(source.transactions.size()),
      writes_(accountsOf(source.mode), std::vector<std::uint64_t>(static_cast<std::size_t>(source.workers), 0)),
      flagWrites_(static_cast<std::size_t>(source.workers), 0),
      latest_(writes_.size()),
      lockOperations_(writes_.size(), 0) {
  threads_.resize(std::min(tasks_.size(), flagWrites_.size()));
  for (std::size_t worker = 0; worker < threads_.size(); ++worker) begin(nextTask_++, worker);
}

void Replay::begin(std::size_t task, std::size_t worker) {
  threads_[worker] = task;
  tasks_[task].worker = static_cast<std::uint8_t>(worker);
  record(task, EventKind::updating);
}

void Replay::step(std::size_t task) {
  assert(program_.canStep(task));
  schedule_ += taskLetter(task);
  const std::int64_t givenUp = program_.givenUp();
  const bool updateOver = takeStep(task);
  const bool ended = program_.tasks()[task].ended;
  if (updateOver) {
    record(task, EventKind::finishing, readsOnly(source_, task) ? tasks_[task].copy : 0);
  }
  if (updateOver || program_.givenUp() > givenUp) {
    ++tasks_[task].update;
    if (!ended) record(task, EventKind::updating);
  }
  if (ended && nextTask_ < tasks_.size()) begin(nextTask_++, tasks_[task].worker);
  beginWaits();
}

// Returns whether the step ends an update, so that its thread prints that it has finished.
bool Replay::takeStep(std::size_t task) {
  const Program::Taken taken = program_.step(task);
  objects_ = taken.objects;
  recordStep(task, taken);
  objects_ = {};
  return taken.updateOver && taken.outcome != StepOutcome::gaveUp;
}

void Replay::recordStep(std::size_t task, const Program::Taken& taken) {
  Task& each = tasks_[task];
  WriteId& latest = latest_[objects_.first()];
  switch (taken.step) {
    case Step::check: record(task, EventKind::checked, 0, flag_); break;
    case Step::ticket: record(task, EventKind::ticket, tickets_++); break;
    case Step::acquire:
      if (taken.outcome == StepOutcome::gaveUp) {
        record(task, EventKind::gaveUp, lockOperations_[0]);
      } else {
        operateLock(task, EventKind::acquired);
      }
      break;
    case Step::release: operateLock(task, EventKind::released); break;
    case Step::read:
      each.copied = latest;
      each.copy = program_.tasks()[task].copy;
      record(task, EventKind::read, each.copy, latest);
      break;
    case Step::write:
      // The task has moved on to its next step, so stale() does not apply.
      if (each.copied != latest) losses_.push_back(schedule_.size());
      write(task, EventKind::write);
      break;
    case Step::add: write(task, EventKind::added); break;
    case Step::swap:
      if (taken.outcome == StepOutcome::failed) record(task, EventKind::retry, program_.balance(), latest);
      else write(task, EventKind::swapped);
      break;
  }
  if (taken.step == Step::check || taken.step == Step::acquire) each.waiting = false;
  if (taken.outcome == StepOutcome::threw) record(task, EventKind::thrown);
  if (taken.outcome == StepOutcome::refused) {
    const auto account = taken.objects.first();
    record(task, EventKind::refused, each.copy + changeOf(source_.mode, source_.transactions[task].amount, account));
  }
}

void Replay::operateLock(std::size_t task, EventKind kind) {
  if (source_.lock != LockKind::checkThenLock) {
    record(task, kind, lockOperations_[objects_.first()]++);
    return;
  }
  record(task, kind, kByLink, flag_);
  const std::size_t worker = tasks_[task].worker;
  flag_ = WriteId::of(static_cast<int>(worker), flagWrites_[worker]++);
}

void Replay::write(std::size_t task, EventKind kind) {
  const ObjectId account = objects_.first();
  record(task, kind, program_.balances()[account], latest_[account]);
  const std::size_t worker = tasks_[task].worker;
  latest_[account] = WriteId::of(static_cast<int>(worker), writes_[account][worker]++);
}

bool Replay::stale(std::size_t task) const {
  const Program::Task& each = program_.tasks()[task];
  const bool copies = each.next == Step::write || each.next == Step::swap;
  return !each.ended && copies && tasks_[task].copied != latest_[each.objects.first()];
}

void Replay::beginWaits() {
  for (std::size_t task = 0; task < tasks_.size(); ++task) {
    if (tasks_[task].waiting || !program_.waits(task)) continue;
    tasks_[task].waiting = true;
    objects_ = program_.tasks()[task].objects;
    record(task, EventKind::waiting);
    objects_ = {};
  }
}

void Replay::record(std::size_t task, EventKind kind, Money value, WriteId link) {
  events_.push_back({static_cast<std::int64_t>(schedule_.size()), value, link, tasks_[task].update,
                     static_cast<std::uint8_t>(task), objects_, kind, tasks_[task].worker});
}

RunResult Replay::result() const {
  RunResult result;
  result.settings.program = source_;
  result.replayed = true;
  result.end = program_.finished() ? RunEnd::completed : program_.deadlocked() ? RunEnd::deadlocked : RunEnd::stopped;
  result.balance = program_.balance();
  result.balances = program_.balances();
  if (hasDue(source_)) result.due = program_.due();
  result.expected = serialEnding(source_);
  result.owners.resize(writes_.size());
  if (result.end == RunEnd::deadlocked) {
    result.owners = program_.lockOwners();
    result.waiters = program_.tasksInFlight();
  }
  const auto count = [&](EventKind kind) { return static_cast<std::uint64_t>(std::ranges::count(events_, kind, &Event::kind)); };
  const auto countIf = [&](auto is) { return static_cast<std::uint64_t>(std::ranges::count_if(events_, is, &Event::kind)); };
  result.linesPrinted = countIf(prints);
  result.updates = countIf(writesBalance);
  result.refusals = count(EventKind::refused);
  result.givenUp = count(EventKind::gaveUp);
  result.exceptions = count(EventKind::thrown);
  result.trace.events.assign(events_.begin(), events_.end());
  result.lost = lostUpdates(result.trace);
  return result;
}

RunResult replay(const AccountProgram& source, std::string_view letters) {
  Replay replay(source);
  for (const char letter : letters) replay.step(taskOf(letter));
  return replay.result();
}

}  // namespace interleave
