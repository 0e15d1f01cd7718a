// A thread that does not get what it would have to wait for, and goes on without.
#include "words/fault.h"
#include "words/phrases.h"

namespace interleave::words {
namespace {

// The step of another thread that has taken it, or that brings it too late; size(): there is none.
std::size_t otherStep(const ProgramTrace& trace, std::size_t given) {
  for (std::size_t step = given; step-- > 0;) {
    if (trace[step].agent != trace[given].agent && trace[step].writes && overlap(trace[step].place, trace[given].place))
      return step;
  }
  for (std::size_t step = given + 1; step < trace.size(); ++step) {
    if (trace[step].agent != trace[given].agent && trace[step].writes && overlap(trace[step].place, trace[given].place))
      return step;
  }
  return trace.size();
}

}  // namespace

Sentence gaveUp(const Case& here) {
  const ProgramTrace& trace = here.trace;
  for (std::size_t step = 0; step < trace.size(); ++step) {
    const Event& given = trace[step];
    if (given.deed != Deed::giveUp) continue;
    const std::size_t other = otherStep(trace, step);
    if (other == trace.size()) continue;
    const Event& its = trace[other];
    Phrases phrases(trace);
    if (its.deed == Deed::end) {
      return phrases.who(given.agent) + " gives up waiting for " + phrases.who(its.agent) + phrases.in(given) + ", before " +
             letterText(its.agent) + " has ended, and goes on";
    }
    std::string text = phrases.who(given.agent) + " does not get " + phrases.object(given.place.object) + phrases.in(given);
    text += other < step ? ", as " : ", before ";
    text += phrases.who(its.agent) + " has " + std::string(pastOf(its.deed)) + " it" + phrases.in(its);
    for (std::size_t next = step + 1; next < trace.size(); ++next) {
      if (trace[next].agent == given.agent && trace[next].line != 0)
        return text + ", and goes on without it" + phrases.in(trace[next]);
    }
    return text + ", and goes on without it";
  }
  return std::nullopt;
}

}  // namespace interleave::words
