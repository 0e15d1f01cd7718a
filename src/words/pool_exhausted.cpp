// All workers of a pool are busy with tasks that wait for tasks of the same pool.
#include "text/format.h"
#include "words/waits.h"

namespace interleave::words {

Sentence poolExhausted(const Case& here) {
  using program::Waits;
  program::Machine& end = here.trace.end();
  for (const program::WaitingAgent& one : here.waiting) {
    if (one.why.waits != Waits::worker) continue;
    Phrases phrases(here.trace);
    std::vector<std::string> busy, queued;
    bool waitsForQueued = false;
    for (const program::WaitingAgent& other : here.waiting) {
      if (end.agent(other.agent).pool != one.why.object) continue;
      if (other.why.waits == Waits::worker) queued.push_back(letterText(other.agent));
      else busy.push_back(phrases.who(other.agent) + " " + waitText(here, other, phrases));
      const auto task = agentOf(end, other.why.object);
      waitsForQueued = waitsForQueued || (task && end.agent(*task).stance == program::Stance::queued);
    }
    if (!waitsForQueued) continue;
    const auto workers = workersOf(end, program::idOf(one.why.object));
    return "every worker of " + phrases.object(program::idOf(one.why.object)) + ", which has " + formatNumber(workers) +
           ", is busy with a task that waits: " + listOf(busy) + "; " + listOf(queued) +
           (queued.size() == 1 ? " waits" : " wait") + " for a worker";
  }
  return std::nullopt;
}

}  // namespace interleave::words
