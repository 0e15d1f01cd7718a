// Who waits for what, where no more can be said.
#include "words/waits.h"

namespace interleave::words {

Sentence waitsForEver(const Case& here) {
  if (here.waiting.empty()) return std::nullopt;
  Phrases phrases(here.trace);
  std::vector<std::string> parts;
  for (const program::WaitingAgent& one : here.waiting) {
    parts.push_back(phrases.who(one.agent) + " " + waitText(here, one, phrases));
  }
  return listOf(parts) + ", for ever";
}

}  // namespace interleave::words
