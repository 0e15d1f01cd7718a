#include "words/what_if.h"

namespace interleave::words {
namespace {

using program::AgentId;
using program::Machine;
using program::Stance;

bool standsAt(const Machine& machine, const Event& event) {
  const program::Agent& agent = machine.agent(event.agent);
  return !agent.calls.empty() && agent.calls.back().function == event.function && agent.calls.back().pc == event.pc;
}

// Others do what they have done. Whether they can.
bool othersGoFirst(const ProgramTrace& trace, Machine& machine, std::size_t from, std::size_t until) {
  for (std::size_t step = from; step < until; ++step) {
    const AgentId agent = trace[step].agent;
    if (agent == trace[from].agent) continue;
    if (agent >= machine.agents() || !standsAt(machine, trace[step]) || !machine.canStep(agent)) return false;
    machine.step(agent);
    if (!machine.stopped().empty()) return false;
  }
  return true;
}

// The thread's last step before, or at, `step` at which it holds no lock: there others can come in between.
std::size_t lastFreeStep(const ProgramTrace& trace, std::size_t step) {
  for (std::size_t before = step + 1; before-- > 0;) {
    if (trace[before].agent == trace[step].agent && trace[before].held.empty()) return before;
  }
  return step;
}

std::optional<Difference> later(const ProgramTrace& trace, std::size_t from, std::size_t until) {
  if (!trace.spend(until - from + 1)) return std::nullopt;
  Machine machine = trace.before(from);
  const AgentId self = trace[from].agent;
  if (!othersGoFirst(trace, machine, from, until)) return std::nullopt;
  for (std::size_t step = from; step <= until; ++step) {
    const Event& done = trace[step];
    if (done.agent != self) continue;
    if (machine.agent(self).stance == Stance::ended || !standsAt(machine, done)) return Difference{step, true};
    // It would have waited where it only looked.
    if (!machine.canStep(self)) return done.deed == Deed::check ? std::optional(Difference{step, true}) : std::nullopt;
    const Event now = nextOf(machine, self);
    // What is read may differ; what comes of it counts.
    if (now.deed != done.deed && (now.deed == Deed::giveUp || done.deed == Deed::giveUp)) return Difference{step, true};
    const bool looks = done.deed == Deed::read || done.deed == Deed::look || done.deed == Deed::check;
    if (!looks && (now.shown != done.shown || !(now.place == done.place))) return Difference{step, false};
    machine.step(self);
    if (!machine.stopped().empty()) return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Difference> ifLater(const ProgramTrace& trace, std::size_t from, std::size_t until) {
  if (const auto difference = later(trace, from, until)) return difference;
  const std::size_t free = lastFreeStep(trace, from);
  return free == from ? std::nullopt : later(trace, free, until);
}

}  // namespace interleave::words
