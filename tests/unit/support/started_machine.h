// A machine that keeps the state from which it began, by which its states are told.
#pragma once

#include <memory>
#include <string>
#include <utility>

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

}  // namespace interleave::test
