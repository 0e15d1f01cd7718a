// All permits of a semaphore are taken, and none comes back.
#include <map>

#include "words/waits.h"

namespace interleave::words {
namespace {

// A thread that has taken the permit that it gave.
std::optional<std::size_t> ownPermit(const ProgramTrace& trace, program::ObjectId semaphore) {
  for (std::size_t step = trace.size(); step-- > 0;) {
    if (trace[step].deed != Deed::acquire || trace[step].place.object != semaphore) continue;
    for (std::size_t before = step; before-- > 0;) {
      if (trace[before].place.object != semaphore) continue;
      if (trace[before].deed == Deed::release && trace[before].agent == trace[step].agent) return step;
      if (trace[before].deed == Deed::acquire || trace[before].deed == Deed::release) break;
    }
    return std::nullopt;
  }
  return std::nullopt;
}

std::string heldBy(const ProgramTrace& trace, const std::map<program::AgentId, std::size_t>& holders, Phrases& phrases) {
  std::vector<std::string> parts;
  for (const auto& [agent, step] : holders) parts.push_back(phrases.who(agent) + inLine(trace[step].line));
  return listOf(parts);
}

}  // namespace

Sentence permitsTaken(const Case& here) {
  const ProgramTrace& trace = here.trace;
  std::vector<std::string> waiting;
  const program::WaitingAgent* first = nullptr;
  for (const program::WaitingAgent& one : here.waiting) {
    if (one.why.waits != program::Waits::acquire || !one.why.object.is(program::Tag::object)) continue;
    const program::ObjectId object = program::idOf(one.why.object);
    if (trace.end().heap().kind(object) != program::Kind::semaphore) continue;
    if (first != nullptr && first->why.object != one.why.object) continue;
    if (first == nullptr) first = &one;
    waiting.push_back(letterText(one.agent) + inLine(one.line));
  }
  if (first == nullptr) return std::nullopt;
  const program::ObjectId semaphore = program::idOf(first->why.object);
  Phrases phrases(trace);
  const std::string name = phrases.object(semaphore);
  const std::string wait = listOf(waiting) + (waiting.size() == 1 ? " waits" : " wait") + " for ";
  if (const auto own = ownPermit(trace, semaphore); own && waitOf(here, trace[*own].agent) != nullptr &&
                                                    waitOf(here, trace[*own].agent)->why.waits != program::Waits::acquire) {
    const Event& taken = trace[*own];
    return phrases.who(taken.agent) + " takes the permit of " + name + " that it has released itself," + phrases.in(taken) +
           ", and " + wait + "one for ever";
  }
  const auto holders = takersOf(trace, semaphore);
  if (holders.empty()) return wait + "a permit of " + name + ", and nothing releases one any more";
  return "the permits of " + name + " are with " + heldBy(trace, holders, phrases) + ", and " + wait + "another one";
}

}  // namespace interleave::words
