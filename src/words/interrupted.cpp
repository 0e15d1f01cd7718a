// Steps of a thread that belong together, and steps of others between them on which the result depends: no order of whole threads
// comes to the same.
#include "words/fault.h"
#include "words/phrases.h"

namespace interleave::words {
namespace {

// Who comes first to a lock alone explains little: such meetings count only where there are no others.
enum class Meetings : std::uint8_t { withoutLocks, all };

bool isLock(const Event& event) {
  return event.deed == Deed::acquire || event.deed == Deed::release || event.deed == Deed::sleep || event.deed == Deed::wake ||
         event.deed == Deed::notify;
}

bool conflict(const Event& one, const Event& other, Meetings which) {
  if (which == Meetings::withoutLocks && (isLock(one) || isLock(other))) return false;
  return one.agent != other.agent && overlap(one.place, other.place) && (one.writes || other.writes);
}

// A thread comes before others with `first`, and behind them with `second`.
struct Interruption {
  std::size_t first = 0, then = 0;  // of the thread, and of another one that comes behind
  std::size_t before = 0, second = 0;  // of another one, and of the thread, which comes behind
};

// Of the gap in a thread's steps between `last` and `next`: what of the thread before it, and of it behind, meets steps in the gap.
std::optional<Interruption> interruptionAt(const ProgramTrace& trace, std::size_t last, std::size_t next, Meetings which) {
  const program::AgentId self = trace[last].agent;
  std::optional<Interruption> found;
  for (std::size_t first = last + 1; first-- > 0 && !found;) {
    if (trace[first].agent != self) continue;
    for (std::size_t then = last + 1; then < next && !found; ++then) {
      if (conflict(trace[first], trace[then], which)) found = Interruption{first, then, 0, 0};
    }
  }
  for (std::size_t second = next; found && second < trace.size(); ++second) {
    if (trace[second].agent != self) continue;
    for (std::size_t before = next; before-- > last + 1;) {
      if (!conflict(trace[before], trace[second], which)) continue;
      found->before = before;
      found->second = second;
      return found;
    }
  }
  return std::nullopt;
}

std::optional<Interruption> findInterruption(const ProgramTrace& trace, Meetings which) {
  for (std::size_t last = 0; last < trace.size(); ++last) {
    std::size_t next = last + 1;
    while (next < trace.size() && trace[next].agent != trace[last].agent) ++next;
    if (next == last + 1 || next >= trace.size()) continue;
    if (const auto found = interruptionAt(trace, last, next, which)) return found;
  }
  return std::nullopt;
}

// What two steps meet at: all of a container, where they are at different elements of it.
Place meeting(const Event& one, const Event& other) {
  Place place = one.place;
  if (place.key != other.place.key) place.key.clear();
  return place;
}

// "between `a` on line 9 and `b` on line 10", "between two turns of `a` on line 9"
std::string betweenText(const Event& first, const Event& second, Phrases& phrases) {
  if (first.line == second.line && first.pc == second.pc) return " between two turns of " + phrases.at(first);
  const std::string from = phrases.at(first);
  return " between " + from + " and " + phrases.at(second);
}

Sentence inBetween(const ProgramTrace& trace) {
  for (std::size_t last = 0; last + 1 < trace.size(); ++last) {
    const Event& one = trace[last];
    const Event& next = trace[last + 1];
    if (next.agent == one.agent || trace.before(last + 1).agent(one.agent).stance == program::Stance::ended) continue;
    for (std::size_t step = last + 1; step < trace.size() && trace[step].agent == next.agent; ++step) {
      if (!conflict(one, trace[step], Meetings::all)) continue;
      Phrases phrases(trace);
      if (trace[step].deed == Deed::end) {
        return phrases.who(next.agent) + " ends between " + phrases.at(one) + " and what " + phrases.who(one.agent) +
               " does next";
      }
      std::string text = phrases.who(next.agent) + " comes between " + phrases.at(one) + " and what " + phrases.who(one.agent);
      return text + " does next, and finds " + phrases.place(meeting(one, trace[step])) + " as it is then," +
             phrases.in(trace[step]);
    }
  }
  return std::nullopt;
}

}  // namespace

Sentence interrupted(const Case& here) {
  const ProgramTrace& trace = here.trace;
  auto found = findInterruption(trace, Meetings::withoutLocks);
  if (!found) found = findInterruption(trace, Meetings::all);
  if (!found) return inBetween(trace);
  const Event& first = trace[found->first];
  const Event& then = trace[found->then];
  const Event& before = trace[found->before];
  const Event& second = trace[found->second];
  Phrases phrases(trace);
  std::string text = phrases.who(first.agent);
  if (overlap(first.place, second.place) && then.agent == before.agent) {
    text += " is interrupted" + betweenText(first, second, phrases) + ": " + phrases.who(before.agent) + " comes to ";
    return text + phrases.place(meeting(before, second)) + " in between," + phrases.in(before);
  }
  text += " comes to " + phrases.place(meeting(first, then)) + " before " + phrases.who(then.agent) + " (" + phrases.at(first) +
          ", then " + phrases.at(then) + "), and to " + phrases.place(meeting(before, second)) + " behind " +
          phrases.who(before.agent) + " (" + phrases.at(before) + ", then " + phrases.at(second) + ")";
  return text + ": as whole threads, one after the other, they cannot do that";
}

}  // namespace interleave::words
