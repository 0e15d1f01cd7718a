// Main reads what a thread is still to write.
#include "words/fault.h"
#include "words/phrases.h"

namespace interleave::words {

Sentence missingJoin(const Case& here) {
  const ProgramTrace& trace = here.trace;
  for (std::size_t read = 0; read < trace.size(); ++read) {
    const Event& reads = trace[read];
    if (reads.agent != program::kMain || (reads.deed != Deed::read && reads.deed != Deed::look)) continue;
    for (std::size_t write = read + 1; write < trace.size(); ++write) {
      const Event& writes = trace[write];
      if (writes.agent == program::kMain || !writes.changes() || !overlap(writes.place, reads.place)) continue;
      Phrases phrases(trace);
      std::string text = "main reads " + phrases.place(reads.place) + phrases.in(reads) + " before ";
      text += phrases.who(writes.agent) + " has written it" + phrases.in(writes);
      return text + ": main does not wait for the end of " + letterText(writes.agent) + " (join) before it reads";
    }
  }
  return std::nullopt;
}

}  // namespace interleave::words
