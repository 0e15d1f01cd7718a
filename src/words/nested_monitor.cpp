// A thread sleeps in a condition and holds another lock, which others need before they could notify.
#include <algorithm>

#include "words/waits.h"

namespace interleave::words {

Sentence nestedMonitor(const Case& here) {
  for (const program::WaitingAgent& one : here.waiting) {
    const program::WaitingAgent* const holder = one.why.holder == program::kNobody ? nullptr : waitOf(here, one.why.holder);
    if (holder == nullptr || holder->why.waits != program::Waits::wait) continue;
    Phrases phrases(here.trace);
    const program::ObjectId lock = program::idOf(one.why.object);
    const std::string asleep = phrases.object(program::idOf(holder->why.object));
    std::string text = phrases.who(holder->agent) + " sleeps in " + asleep + onLine(holder->line) + " and still holds ";
    text += heldText(here, holder->agent, lock, phrases);
    const program::Kind kind = here.trace.end().heap().kind(program::idOf(holder->why.object));
    if (kind == program::Kind::condition) text += ", as waiting gives back only the lock of " + asleep;
    text += "; " + phrases.who(one.agent) + " needs " + phrases.object(lock) + onLine(one.line);
    return text + (kind == program::Kind::barrier ? " before it could come there" : " before it could wake it");
  }
  return std::nullopt;
}

}  // namespace interleave::words
