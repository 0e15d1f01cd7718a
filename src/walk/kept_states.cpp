#include "walk/kept_states.h"

#include <algorithm>
#include <utility>

namespace interleave::walk {

using program::Machine;

KeptStates::KeptStates(Machine start) { kept_.push_back(std::move(start)); }

Machine KeptStates::after(const std::string& schedule, std::size_t steps) {
  const std::size_t nearest = std::min(steps / apart_, kept_.size() - 1);
  std::size_t at = nearest * apart_;
  Machine machine = kept_[nearest];
  while (at < steps) {
    machine.step(program::agentOf(schedule[at++]));
    if (at == kept_.size() * apart_) keep(machine);
  }
  return machine;
}

void KeptStates::cut(std::size_t steps) {
  while (kept_.size() > 1 && (kept_.size() - 1) * apart_ > steps) kept_.pop_back();
}

void KeptStates::keep(const Machine& machine) {
  kept_.push_back(machine);
  if (kept_.size() < kMost) return;
  std::vector<Machine> fewer;
  for (std::size_t i = 0; i < kept_.size(); i += 2) fewer.push_back(std::move(kept_[i]));
  kept_ = std::move(fewer);
  apart_ *= 2;
}

}  // namespace interleave::walk
