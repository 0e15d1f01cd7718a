// A thread looks at something again and again that nothing changes any more.
#include "words/waits.h"

namespace interleave::words {

Sentence pollsForEver(const Case& here) {
  for (const program::WaitingAgent& one : here.waiting) {
    if (one.why.waits != program::Waits::polls) continue;
    Phrases phrases(here.trace);
    return phrases.who(one.agent) + " " + waitText(here, one, phrases) + ", and nothing changes it any more";
  }
  return std::nullopt;
}

}  // namespace interleave::words
