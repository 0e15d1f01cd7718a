// Which steps of a state can be taken: those that an agent stands before, and that change something. What polls without finding
// anything changed has no step (src/program/README.md, "Steps"). For one thread at a time.
#pragma once

#include <optional>
#include <string>

#include "program/key.h"
#include "program/machine.h"

namespace interleave::walk {

class Stepping {
 public:
  // `start`: a new machine of the program and options whose states are asked about.
  explicit Stepping(program::Machine start);
  Stepping(const Stepping&) = delete;
  Stepping& operator=(const Stepping&) = delete;

  const program::Machine& start() const { return start_; }
  // The state after a step of the agent; none: it cannot take one.
  std::optional<program::Machine> after(program::Machine& machine, program::AgentId agent);
  // Who can take the next step, by letter, main last; empty: the execution has ended.
  std::string able(program::Machine& machine);

 private:
  bool differ(const program::Machine& before, const program::Machine& after, program::AgentId agent);

  program::Machine start_;
  program::StateEncoder encoder_;
};

}  // namespace interleave::walk
