// A thread reads what another one is still to write, and cannot do with what it finds.
#include "words/exceptions.h"

namespace interleave::words {

Sentence readTooEarly(const Case& here) {
  const ProgramTrace& trace = here.trace;
  for (const program::Error& error : here.errors) {
    const auto look = lastLook(trace, error);
    if (!look || raisesLater(trace, error, *look)) continue;
    const Event& read = trace[*look];
    if (read.deed != Deed::read || changedBefore(trace, read.place, error.agent, *look)) continue;
    for (std::size_t step = *look + 1; step < trace.size(); ++step) {
      const Event& write = trace[step];
      if (write.agent == error.agent || !write.changes() || !overlap(write.place, read.place)) continue;
      Phrases phrases(trace);
      std::string text = raiseText(here, error, phrases) + ", as " + phrases.place(read.place) + " is ";
      text += read.shown.empty() ? "not there yet" : "still " + read.shown;
      return text + ": " + phrases.who(write.agent) + " writes it only afterwards," + phrases.in(write);
    }
  }
  return std::nullopt;
}

}  // namespace interleave::words
