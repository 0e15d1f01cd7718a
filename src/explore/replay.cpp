#include "explore/replay.h"

#include <algorithm>
#include <cassert>

namespace interleave {

Replay::Replay(const Settings& settings)
    : settings_(settings),
      program_(settings),
      tasks_(settings.transactions.size()),
      writes_(static_cast<std::size_t>(settings.workers), 0) {
  threads_.resize(std::min(tasks_.size(), writes_.size()));
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
  const bool updateOver = takeStep(task);
  const bool ended = program_.tasks()[task].ended;
  if (updateOver) {
    record(task, EventKind::finishing);
    ++tasks_[task].update;
    if (!ended) record(task, EventKind::updating);
  }
  if (ended && nextTask_ < tasks_.size()) begin(nextTask_++, tasks_[task].worker);
  beginWaits();
}

// Returns whether an update ends with it, and not by an exception.
bool Replay::takeStep(std::size_t task) {
  const std::int64_t refusals = program_.refusals();
  const bool locked = settings_.lock != LockKind::none;
  switch (program_.step(task)) {
    case Step::acquire:
      tasks_[task].waiting = false;
      record(task, EventKind::acquired, acquisitions_++);
      return false;
    case Step::read: {
      const Money copy = program_.tasks()[task].copy;
      tasks_[task].copied = latest_;
      record(task, EventKind::read, copy, latest_);
      if (settings_.transactions[task].throws) record(task, EventKind::thrown);
      if (program_.refusals() == refusals) return false;
      record(task, EventKind::refused, copy + settings_.transactions[task].amount);
      return !locked;
    }
    case Step::write:
      write(task);
      return !locked;
    case Step::release:
      record(task, EventKind::released);
      return !settings_.transactions[task].throws;
  }
  return false;
}

void Replay::write(std::size_t task) {
  record(task, EventKind::write, program_.balance(), latest_);
  // Its next step is another by now, so stale() cannot tell.
  if (tasks_[task].copied != latest_) losses_.push_back(schedule_.size());
  const std::size_t worker = tasks_[task].worker;
  latest_ = WriteId::of(static_cast<int>(worker), writes_[worker]++);
}

bool Replay::stale(std::size_t task) const {
  const Program::Task& each = program_.tasks()[task];
  return !each.ended && each.next == Step::write && tasks_[task].copied != latest_;
}

void Replay::beginWaits() {
  if (!program_.lockOwner()) return;
  for (const std::size_t task : threads_) {
    const Program::Task& each = program_.tasks()[task];
    if (each.ended || each.next != Step::acquire || tasks_[task].waiting) continue;
    tasks_[task].waiting = true;
    record(task, EventKind::waiting);
  }
}

void Replay::record(std::size_t task, EventKind kind, Money value, WriteId link) {
  events_.push_back({static_cast<std::int64_t>(schedule_.size()), value, link, tasks_[task].update,
                     static_cast<std::uint16_t>(task), kind, tasks_[task].worker});
}

RunResult Replay::result() const {
  RunResult result;
  result.settings = settings_;
  result.replayed = true;
  result.end = program_.finished()     ? RunEnd::completed
               : program_.deadlocked() ? RunEnd::deadlocked
                                       : RunEnd::stopped;
  result.balance = program_.balance();
  result.expected = serialEnding(settings_);
  if (result.end == RunEnd::deadlocked) {
    result.owner = program_.lockOwner();
    for (std::size_t task = 0; task < tasks_.size(); ++task) {
      if (program_.inFlight(task)) result.waiters.push_back(task);
    }
  }
  const auto count = [&](EventKind kind) {
    return static_cast<std::uint64_t>(std::ranges::count(events_, kind, &Event::kind));
  };
  result.linesPrinted = count(EventKind::updating) + count(EventKind::finishing);
  result.updates = count(EventKind::write);
  result.refusals = count(EventKind::refused);
  result.exceptions = count(EventKind::thrown);
  result.trace.events = events_;
  result.lost = lostUpdates(result.trace);
  return result;
}

RunResult replay(const Settings& settings, std::string_view letters) {
  Replay replay(settings);
  for (const char letter : letters) replay.step(static_cast<std::size_t>(letter - 'A'));
  return replay.result();
}

}  // namespace interleave
