// An exception that nothing caught, and what of others has led to it.
#include "words/exceptions.h"

namespace interleave::words {

Sentence uncaught(const Case& here) {
  if (here.errors.empty()) return std::nullopt;
  const ProgramTrace& trace = here.trace;
  const program::Error& error = here.errors.front();
  Phrases phrases(trace);
  std::string text = raiseText(here, error, phrases);
  const auto look = lastLook(trace, error);
  const auto change = look ? changedBefore(trace, trace[*look].place, error.agent, *look) : std::nullopt;
  if (change && !raisesAlone(trace, error)) {
    const Event& changed = trace[*change];
    text += ": " + phrases.who(changed.agent) + " " + std::string(pastOf(changed.deed)) + " " + phrases.place(changed.place);
    text += " before," + phrases.in(changed);
  } else if (error.agent != program::kMain && !error.lost && raisesAlone(trace, error)) {
    text += ", also when it runs alone";
  }
  if (error.lost) text += ", and nothing asks for the result of " + letterText(error.agent) + ": the error is lost";
  return text;
}

}  // namespace interleave::words
