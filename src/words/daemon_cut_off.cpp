// A daemon that had more to do when the last other thread ended.
#include "words/fault.h"
#include "words/phrases.h"

namespace interleave::words {

Sentence daemonCutOff(const Case& here) {
  program::Machine& end = here.trace.end();
  for (std::size_t each = 1; each < end.agents(); ++each) {
    const auto agent = static_cast<program::AgentId>(each);
    const program::Agent& one = end.agent(agent);
    if (!one.daemon || one.stance == program::Stance::ended || one.stance == program::Stance::waits) continue;
    const int line = end.lineOf(agent);
    if (line == 0) continue;
    Phrases phrases(here.trace);
    std::string text = phrases.who(agent) + " is a daemon, which nothing waits for: it is cut off before ";
    return text + code(here.trace.sourceOf(line)) + onLine(line) + ", as the last thread that is no daemon has ended";
  }
  return std::nullopt;
}

}  // namespace interleave::words
