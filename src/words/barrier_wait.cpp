// Not all come to a barrier.
#include "text/format.h"
#include "words/waits.h"

namespace interleave::words {

Sentence barrierWait(const Case& here) {
  for (const program::WaitingAgent& one : here.waiting) {
    if (!one.why.object.is(program::Tag::object)) continue;
    const program::ObjectId object = program::idOf(one.why.object);
    const auto barrier = barrierIn(here.trace.end(), object);
    if (!barrier) continue;
    Phrases phrases(here.trace);
    return phrases.who(one.agent) + " waits at the barrier " + phrases.object(object) + onLine(one.line) + ", to which " +
           formatNumber(barrier->waiting) + " of " + formatNumber(barrier->parties) + " have come, and no other comes any more";
  }
  return std::nullopt;
}

}  // namespace interleave::words
