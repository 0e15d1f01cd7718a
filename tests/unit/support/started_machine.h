// A machine that keeps the state from which it began, by which its states are told.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "program/key.h"
#include "program/machine.h"

namespace interleave::test {

class StartedMachine : public program::Machine {
 public:
  explicit StartedMachine(program::Machine start)
      : program::Machine(start), start_(std::make_shared<const program::Machine>(std::move(start))) {}

  const program::Machine& start() const { return *start_; }

 private:
  std::shared_ptr<const program::Machine> start_;
};

// The bytes of the machine's state; empty where its states are too large.
inline std::string keyOf(const StartedMachine& machine) {
  program::StateEncoder encoder(machine.start());
  const auto bytes = encoder.encode(machine);
  return {bytes.begin(), bytes.end()};
}

struct Next {
  char letter;
  StartedMachine machine;
};

// What can be done in a state, in the order of the letters, main last: steps that leave everything as it is cannot be taken.
inline std::vector<Next> nextOf(const StartedMachine& machine) {
  std::vector<Next> all;
  const std::string before = keyOf(machine);
  const std::size_t agents = machine.agents();
  for (std::size_t i = 1; i <= agents; ++i) {
    const auto agent = i < agents ? static_cast<program::AgentId>(i) : program::kMain;
    StartedMachine next = machine;
    if (!next.canStep(agent)) continue;
    next.step(agent);
    if (keyOf(next) != before) all.push_back({program::letterOf(agent), std::move(next)});
  }
  return all;
}

}  // namespace interleave::test
