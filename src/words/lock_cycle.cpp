// Each holds what the next one waits for, and the last one waits for the first. Waiting for the end of a thread closes a cycle, too.
#include <algorithm>

#include "words/waits.h"

namespace interleave::words {
namespace {

using program::AgentId;
using program::WaitingAgent;

// The agents of a cycle, each waiting for the next; empty: there is none.
std::vector<AgentId> cycleFrom(const Case& here, AgentId first) {
  std::vector<AgentId> path;
  for (AgentId at = first;;) {
    if (const auto again = std::ranges::find(path, at); again != path.end()) return {again, path.end()};
    path.push_back(at);
    const WaitingAgent* const one = waitOf(here, at);
    const auto next = one == nullptr ? std::nullopt : waitsFor(here, *one);
    if (!next) return {};
    at = *next;
  }
}

// "A holds `left` (line 8) and waits for `right` (line 9)"
std::string partOf(const Case& here, AgentId before, AgentId agent, Phrases& phrases) {
  std::string text = phrases.who(agent);
  const WaitingAgent& waiting = *waitOf(here, before);
  if (holderOf(here, waiting) == agent)
    text += " holds " + heldText(here, agent, program::idOf(waiting.why.object), phrases) + " and";
  return text + " " + waitText(here, *waitOf(here, agent), phrases);
}

Sentence onItself(const Case& here, AgentId agent) {
  const WaitingAgent& one = *waitOf(here, agent);
  if (holderOf(here, one) != agent) return std::nullopt;
  Phrases phrases(here.trace);
  const auto lock = program::idOf(one.why.object);
  const bool readers = here.trace.end().heap().kind(lock) == program::Kind::rwLock;
  return phrases.who(agent) + " holds " + heldText(here, agent, lock, phrases) + " and waits for it once more" +
         onLine(one.line) + (readers ? ": it asks for writing before its own reading has ended" : ": it waits for itself");
}

}  // namespace

Sentence lockCycle(const Case& here) {
  std::vector<AgentId> cycle;
  for (const WaitingAgent& one : here.waiting) {
    const std::vector<AgentId> found = cycleFrom(here, one.agent);
    if (!found.empty() && (cycle.empty() || found.size() < cycle.size())) cycle = found;
  }
  if (cycle.empty()) return std::nullopt;
  if (cycle.size() == 1) return onItself(here, cycle[0]);
  std::ranges::rotate(cycle, std::ranges::min_element(cycle));
  Phrases phrases(here.trace);
  std::string text;
  for (std::size_t i = 0; i < cycle.size(); ++i) {
    text += (i == 0 ? "" : "; ") + partOf(here, cycle[(i + cycle.size() - 1) % cycle.size()], cycle[i], phrases);
  }
  return text;
}

}  // namespace interleave::words
