#include "walk/stepping.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace interleave::walk {

using program::AgentId;
using program::Machine;

Stepping::Stepping(Machine start) : start_(std::move(start)), encoder_(start_) {}

std::optional<Machine> Stepping::after(Machine& machine, AgentId agent) {
  if (agent >= machine.agents() || !machine.canStep(agent)) return std::nullopt;
  Machine next = machine;
  next.step(agent);
  if (!differ(machine, next, agent)) return std::nullopt;
  return next;
}

std::string Stepping::able(Machine& machine) {
  std::string letters;
  for (std::size_t each = 0; each < machine.agents(); ++each) {
    const auto agent = static_cast<AgentId>(each);
    if (after(machine, agent)) letters += program::letterOf(agent);
  }
  std::ranges::sort(letters);  // ASCII has the capitals first, and so main last
  return letters;
}

// States are compared as bytes only where the agent is back at the same place: a state tells where each agent is.
bool Stepping::differ(const Machine& before, const Machine& after, AgentId agent) {
  if (!after.stopped().empty() || before.agents() != after.agents()) return true;
  const auto samePlace = [](const program::Call& one, const program::Call& other) {
    return one.function == other.function && one.pc == other.pc;
  };
  if (!std::ranges::equal(before.agent(agent).calls, after.agent(agent).calls, samePlace)) return true;
  const auto bytes = encoder_.encode(before);
  // Of more objects than are allowed there are no bytes.
  if (bytes.empty()) return true;
  const std::vector<std::uint8_t> kept(bytes.begin(), bytes.end());
  return !std::ranges::equal(encoder_.encode(after), kept);
}

}  // namespace interleave::walk
