// A thread has ended, by an exception or without one, and still has a lock.
#include <algorithm>

#include "words/waits.h"

namespace interleave::words {

Sentence lockKept(const Case& here) {
  for (const program::WaitingAgent& one : here.waiting) {
    const program::AgentId holder = holderOf(here, one);
    if (holder == program::kNobody || here.trace.end().agent(holder).stance != program::Stance::ended) continue;
    Phrases phrases(here.trace);
    const auto error = std::ranges::find(here.errors, holder, &program::Error::agent);
    std::string text = phrases.who(holder);
    if (error != here.errors.end()) text += " ends with " + error->type + onLine(error->line);
    else text += " ends";
    const auto lock = program::idOf(one.why.object);
    const auto acquired = acquiredAt(here.trace, holder, lock);
    text += " without releasing " + phrases.object(lock) + (acquired ? ", acquired" + onLine(here.trace[*acquired].line) : "");
    return text + ", and " + phrases.who(one.agent) + " waits for it for ever" + onLine(one.line);
  }
  return std::nullopt;
}

}  // namespace interleave::words
