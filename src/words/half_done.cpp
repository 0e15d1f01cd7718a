// A thread sees a variable between two writes of another one that belong together, as a lock is held all the while.
#include <algorithm>

#include "words/fault.h"
#include "words/phrases.h"

namespace interleave::words {
namespace {

bool isHeldBetween(const ProgramTrace& trace, std::size_t from, std::size_t to, program::ObjectId lock) {
  for (std::size_t step = from; step <= to; ++step) {
    if (trace[step].agent == trace[from].agent && std::ranges::find(trace[step].held, lock) == trace[step].held.end())
      return false;
  }
  return true;
}

Sentence textOf(const ProgramTrace& trace, std::size_t first, std::size_t look, std::size_t second, program::ObjectId lock) {
  const Event& seen = trace[look];
  const Event& writes = trace[first];
  Phrases phrases(trace);
  std::string text =
      phrases.who(seen.agent) + " reads " + phrases.place(seen.place) + (seen.shown.empty() ? "" : " = " + seen.shown);
  text += onLine(seen.line) + " in the middle of what " + phrases.who(writes.agent) + " does under " + phrases.object(lock);
  text += ", between its writes" + onLines(writes.line, trace[second].line);
  return text + "; " + letterText(seen.agent) + " does not take " + phrases.object(lock);
}

}  // namespace

Sentence halfDone(const Case& here) {
  const ProgramTrace& trace = here.trace;
  for (std::size_t look = 0; look < trace.size(); ++look) {
    const Event& seen = trace[look];
    if (!seen.reads || seen.writes) continue;
    std::size_t first = look;
    while (first > 0 && !(trace[first - 1].changes() && overlap(trace[first - 1].place, seen.place))) --first;
    if (first-- == 0 || trace[first].agent == seen.agent) continue;
    for (std::size_t second = look + 1; second < trace.size(); ++second) {
      if (trace[second].agent != trace[first].agent || !trace[second].changes() || !overlap(trace[second].place, seen.place))
        continue;
      for (const program::ObjectId lock : trace[first].held) {
        const bool alsoHeld = std::ranges::find(seen.held, lock) != seen.held.end();
        if (!alsoHeld && isHeldBetween(trace, first, second, lock)) return textOf(trace, first, look, second, lock);
      }
    }
  }
  return std::nullopt;
}

}  // namespace interleave::words
