#include "words/waits.h"

#include <algorithm>

namespace interleave::words {

using program::AgentId;
using program::WaitingAgent;
using program::Waits;

const WaitingAgent* waitOf(const Case& here, AgentId agent) {
  for (const auto* const all : {&here.waiting, &here.daemons}) {
    const auto found = std::ranges::find(*all, agent, &WaitingAgent::agent);
    if (found != all->end()) return &*found;
  }
  return nullptr;
}

AgentId holderOf(const Case& here, const WaitingAgent& one) {
  if (one.why.waits != Waits::check) return one.why.holder;
  const auto takers = takersOf(here.trace, program::idOf(one.why.object));
  return takers.empty() ? program::kNobody : takers.begin()->first;
}

std::optional<AgentId> waitsFor(const Case& here, const WaitingAgent& one) {
  if (const AgentId holder = holderOf(here, one); holder != program::kNobody) return holder;
  return agentOf(here.trace.end(), one.why.object);
}

std::optional<std::size_t> acquiredAt(const ProgramTrace& trace, AgentId agent, program::ObjectId object) {
  for (std::size_t step = trace.size(); step-- > 0;) {
    const Event& event = trace[step];
    // In a condition, sleeping gives its lock up, and waking has it again.
    const bool has = event.deed == Deed::acquire && event.place.object == object;
    if (has && event.agent == agent) return step;
  }
  return std::nullopt;
}

std::map<AgentId, std::size_t> takersOf(const ProgramTrace& trace, program::ObjectId object) {
  std::map<AgentId, std::int64_t> taken;
  std::map<AgentId, std::size_t> last;
  for (std::size_t step = 0; step < trace.size(); ++step) {
    const Event& event = trace[step];
    if (event.place.object != object || event.place.of != Place::Of::object) continue;
    if (event.deed == Deed::acquire) {
      ++taken[event.agent];
      last[event.agent] = step;
    }
    if (event.deed == Deed::release) --taken[event.agent];
  }
  std::erase_if(last, [&](const auto& one) { return taken[one.first] <= 0; });
  return last;
}

std::string waitText(const Case& here, const WaitingAgent& one, Phrases& phrases) {
  const auto other = agentOf(here.trace.end(), one.why.object);
  const std::string object =
      one.why.object.is(program::Tag::object) ? phrases.object(program::idOf(one.why.object)) : code(one.why.variable);
  std::string text;
  switch (one.why.waits) {
    case Waits::wait: text = "sleeps in " + object; break;
    case Waits::get: text = "waits for an item of " + object; break;
    case Waits::put: text = "waits for room in " + object; break;
    case Waits::join:
      text = other ? "waits for the end of " + phrases.who(*other) : "waits until all items of " + object + " are done";
      break;
    case Waits::result:
    case Waits::exception: text = other ? "waits for the result of " + phrases.who(*other) : "waits for a result"; break;
    case Waits::shutdown: text = "waits for the tasks of " + object; break;
    case Waits::check: text = "waits until " + object + " is free"; break;
    case Waits::worker: text = "waits for a worker of " + object; break;
    case Waits::polls: {
      const std::string name =
          one.why.object.is(program::Tag::object) ? here.trace.nameOf(one.why.object) + one.why.variable : one.why.variable;
      text = "waits for " + code(name) + " to change";
      break;
    }
    default: text = "waits for " + object; break;
  }
  return text + inLine(one.line);
}

std::string heldText(const Case& here, AgentId agent, program::ObjectId object, const Phrases& phrases) {
  const auto step = acquiredAt(here.trace, agent, object);
  // Main takes no steps while it is alone.
  return phrases.object(object) + inLine(step ? here.trace[*step].line : withLineOf(here.trace.end(), agent, object));
}

}  // namespace interleave::words
