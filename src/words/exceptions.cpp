#include "words/exceptions.h"

#include <algorithm>

namespace interleave::words {

using program::AgentId;

namespace {

bool hasRaised(const program::Machine& machine, const program::Error& error) {
  return std::ranges::any_of(machine.errors(), [&error](const program::Error& one) {
    return one.agent == error.agent && one.line == error.line && one.type == error.type;
  });
}

}  // namespace

std::string raiseText(const Case& here, const program::Error& error, Phrases& phrases) {
  std::string text = phrases.who(error.agent) + " raises " + error.type;
  if (const std::string source = here.trace.sourceOf(error.line); !source.empty())
    text += " in " + code(source) + onLine(error.line);
  return text + (error.message.empty() ? "" : " (" + error.message + ")");
}

bool raisesAlone(const ProgramTrace& trace, const program::Error& error) {
  // The earliest state in which the thread is there.
  std::size_t first = 0;
  while (first < trace.size() && trace.before(first).agents() <= error.agent) ++first;
  program::Machine machine = trace.before(first);
  for (const Event& event : trace.events()) {
    if (event.agent != error.agent) continue;
    if (!machine.canStep(error.agent)) break;
    machine.step(error.agent);
  }
  return hasRaised(machine, error);
}

bool raisesLater(const ProgramTrace& trace, const program::Error& error, std::size_t step) {
  program::Machine machine = trace.before(step);
  for (const bool own : {false, true}) {
    for (std::size_t next = step; next < trace.size(); ++next) {
      if ((trace[next].agent == error.agent) == own && machine.canStep(trace[next].agent)) machine.step(trace[next].agent);
    }
  }
  return hasRaised(machine, error);
}

std::optional<std::size_t> lastLook(const ProgramTrace& trace, const program::Error& error) {
  std::optional<std::size_t> found;
  for (std::size_t step = trace.size(); step-- > 0;) {
    const Event& event = trace[step];
    // On its way, an exception leaves locks.
    if (event.agent != error.agent || event.deed == Deed::end || (event.deed == Deed::release && event.line != error.line))
      continue;
    if (event.line == error.line) return event.reads ? std::optional(step) : std::nullopt;
    if (!found) found = step;
  }
  return found && trace[*found].reads ? found : std::nullopt;
}

std::optional<std::size_t> changedBefore(const ProgramTrace& trace, const Place& place, AgentId notBy, std::size_t end) {
  for (std::size_t step = end; step-- > 0;) {
    if (trace[step].agent != notBy && trace[step].changes() && overlap(trace[step].place, place)) return step;
  }
  return std::nullopt;
}

}  // namespace interleave::words
