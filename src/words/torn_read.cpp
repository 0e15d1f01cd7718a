// Two variables that belong together are read, and seen at different moments.
#include "words/fault.h"
#include "words/phrases.h"

namespace interleave::words {
namespace {

struct TornRead {
  std::size_t first = 0, second = 0;  // the reads
  std::size_t firstWrite = 0, secondWrite = 0;  // of the same places, by another thread
};

bool isRead(const Event& event) { return event.deed == Deed::read || event.deed == Deed::look || event.deed == Deed::check; }

// Read in one line, or parts of one object. What is read of the object that was read before is no other variable.
bool belongTogether(const Event& one, const Event& other) {
  if (one.agent != other.agent || one.function != other.function || overlap(one.place, other.place)) return false;
  if (one.value.is(program::Tag::object) && program::idOf(one.value) == other.place.object) return false;
  return one.line == other.line ||
         (one.place.of == other.place.of && one.place.of != Place::Of::global && one.place.object == other.place.object);
}

// The write of a thread that made a change there, nearest to `from`, within [begin, end).
std::optional<std::size_t> changeIn(const ProgramTrace& trace, const Place& place, std::size_t begin, std::size_t end,
                                    program::AgentId notBy) {
  for (std::size_t step = begin; step < end; ++step) {
    if (trace[step].agent != notBy && trace[step].changes() && overlap(trace[step].place, place)) return step;
  }
  return std::nullopt;
}

std::optional<TornRead> tornAt(const ProgramTrace& trace, std::size_t first, std::size_t second) {
  const Place& one = trace[first].place;
  const Place& other = trace[second].place;
  const program::AgentId self = trace[first].agent;
  // Old, then new: both are written between the two reads.
  const auto between = changeIn(trace, one, first + 1, second, self);
  if (const auto also = changeIn(trace, other, first + 1, second, self);
      between && also && trace[*also].agent == trace[*between].agent)
    return TornRead{first, second, *between, *also};
  // New, then old: both are read between the two writes.
  for (std::size_t before = first; before-- > 0;) {
    if (trace[before].agent == self || !trace[before].changes() || !overlap(trace[before].place, one)) continue;
    const auto after = changeIn(trace, other, second + 1, trace.size(), self);
    if (after && trace[*after].agent == trace[before].agent && trace[*after].function == trace[before].function)
      return TornRead{first, second, before, *after};
    break;
  }
  return std::nullopt;
}

std::optional<TornRead> findTornRead(const ProgramTrace& trace) {
  for (std::size_t first = 0; first < trace.size(); ++first) {
    if (!isRead(trace[first])) continue;
    for (std::size_t second = first + 1; second < trace.size(); ++second) {
      if (!isRead(trace[second]) || !belongTogether(trace[first], trace[second])) continue;
      if (const auto found = tornAt(trace, first, second)) return found;
      break;
    }
  }
  return std::nullopt;
}

}  // namespace

Sentence tornRead(const Case& here) {
  const ProgramTrace& trace = here.trace;
  const auto found = findTornRead(trace);
  if (!found) return std::nullopt;
  const Event& one = trace[found->first];
  const Event& other = trace[found->second];
  const Event& written = trace[found->firstWrite];
  const Event& alsoWritten = trace[found->secondWrite];
  Phrases phrases(trace);
  const bool oldFirst = found->firstWrite > found->first;
  const std::string both = phrases.place(one.place) + " and " + phrases.place(other.place);
  std::string text = phrases.who(one.agent) + " reads " + both + onLines(one.line, other.line);
  text +=
      " at different moments of " + phrases.who(written.agent) + ", which writes them" + onLines(written.line, alsoWritten.line);
  text += oldFirst ? " between the two reads: the first is old, the second new"
                   : " around the two reads: the first is new, the second old";
  if (!written.held.empty() && one.held.empty()) {
    text += "; only " + letterText(written.agent) + " holds " + phrases.objects(written.held);
  }
  return text;
}

}  // namespace interleave::words
