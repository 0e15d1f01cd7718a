// A thread waits at a queue: for an item, for room, or until all items are done.
#include <map>

#include "text/format.h"
#include "words/waits.h"

namespace interleave::words {
namespace {

// Items that were put: those that are unfinished, and those that were finished since. What main puts while it is alone is no step.
std::uint64_t putInto(const ProgramTrace& trace, program::ObjectId queue, std::int64_t unfinished) {
  auto found = static_cast<std::uint64_t>(unfinished);
  for (const Event& event : trace.events()) found += event.deed == Deed::finish && event.place.object == queue;
  return found;
}

// "B took 2"
std::string takers(const ProgramTrace& trace, program::ObjectId queue, Phrases& phrases) {
  std::map<program::AgentId, std::pair<std::size_t, int>> taken;
  for (const Event& event : trace.events()) {
    if (event.deed != Deed::get || event.place.object != queue) continue;
    ++taken[event.agent].first;
    taken[event.agent].second = event.line;
  }
  std::vector<std::string> parts;
  for (const auto& [agent, items] : taken) {
    parts.push_back(phrases.who(agent) + " has taken " + formatNumber(items.first) + inLine(items.second));
  }
  return listOf(parts);
}

}  // namespace

Sentence queueWait(const Case& here) {
  const ProgramTrace& trace = here.trace;
  for (const program::WaitingAgent& one : here.waiting) {
    if (!one.why.object.is(program::Tag::object)) continue;
    const program::ObjectId object = program::idOf(one.why.object);
    const auto unfinished = unfinishedIn(trace.end(), object);
    if (!unfinished) continue;
    Phrases phrases(trace);
    std::string text = phrases.who(one.agent) + " " + waitText(here, one, phrases);
    if (one.why.waits == program::Waits::put) return text + ", and nothing takes an item out any more";
    const std::uint64_t put = putInto(trace, object, *unfinished);
    if (one.why.waits == program::Waits::join) {
      return text + ": `task_done` is missing for " + formatCount(static_cast<std::uint64_t>(*unfinished), "item") + " of " +
             formatNumber(put) + (put == 1 ? " that was put" : " that were put");
    }
    const std::string others = takers(trace, object, phrases);
    return text + ", and no more come: " + formatCount(put, "item was put", "items were put") +
           (others.empty() ? "" : ", of which " + others);
  }
  return std::nullopt;
}

}  // namespace interleave::words
