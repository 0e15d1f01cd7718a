#include "run/gate.h"

#include <algorithm>

#include "model/program.h"

namespace interleave {

Gate::Gate(const AccountProgram& source, std::string_view schedule) { plan(source, schedule); }

void Gate::plan(const AccountProgram& source, std::string_view schedule) {
  Program program(source);
  const std::size_t tasks = program.tasks().size();
  std::vector<bool> waits(tasks, false);
  const auto add = [this](Turn turn, std::size_t task) { turns_.push_back({turn, static_cast<std::uint8_t>(task)}); };
  for (std::size_t task = 0; program.inFlight(task); ++task) add(Turn::begin, task);
  for (const char letter : schedule) {
    const std::size_t stepping = taskOf(letter);
    if (!program.canStep(stepping)) break;
    add(Turn::step, stepping);
    program.step(stepping);
    waits[stepping] = false;
    for (std::size_t task = 0; task < tasks; ++task) {
      if (waits[task] || !program.waits(task)) continue;
      add(Turn::wait, task);
      waits[task] = true;
    }
  }
  if (program.deadlocked()) atEnd_ = Turn::deadlock;
}

Gate::Turn Gate::await(std::size_t task) {
  for (;;) {
    if (closed_.load()) return Turn::over;
    const std::size_t position = position_.load();
    if (position == turns_.size()) return atEnd_;
    if (turns_[position].task == task) return turns_[position].turn;
    doorbells_[task].wait();
  }
}

void Gate::pass() {
  const std::size_t before = position_.load();
  position_.store(before + 1);
  if (before + 1 == turns_.size()) {
    for (Doorbell& doorbell : doorbells_) doorbell.ring();
  } else if (const std::size_t next = turns_[before + 1].task; next != turns_[before].task) {
    // A thread whose turn follows its own needs no ring.
    doorbells_[next].ring();
  }
}

void Gate::close() {
  closed_.store(true);
  for (Doorbell& doorbell : doorbells_) doorbell.ring();
}

std::int64_t Gate::stamp(std::int64_t ns) {
  lastNs_ = std::max(ns, lastNs_ + 1);
  return lastNs_;
}

}  // namespace interleave
