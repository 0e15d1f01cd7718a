// A thread looks, another one changes what it has seen, and the first does what it would not do any more.
#include "words/fault.h"
#include "words/phrases.h"
#include "words/what_if.h"

namespace interleave::words {
namespace {

struct StaleCheck {
  std::size_t look = 0, change = 0, act = 0;
};

// A thread's further steps behind a look that are taken into account.
constexpr std::size_t kMostSteps = 12;

// The first step from there on by which the thread changes something that is no lock; size(): there is none.
std::size_t actOf(const ProgramTrace& trace, std::size_t from) {
  for (std::size_t step = from; step < trace.size(); ++step) {
    const Event& event = trace[step];
    const bool locks = event.deed == Deed::acquire || event.deed == Deed::release || event.deed == Deed::end;
    if (event.agent == trace[from].agent && event.writes && !locks) return step;
  }
  return trace.size();
}

std::optional<StaleCheck> checkAt(const ProgramTrace& trace, std::size_t look) {
  const Event& looks = trace[look];
  std::optional<std::size_t> change;
  std::size_t steps = 0;
  for (std::size_t step = look + 1; step < trace.size() && steps < kMostSteps; ++step) {
    const Event& event = trace[step];
    if (event.agent != looks.agent) {
      if (!change && event.changes() && overlap(event.place, looks.place)) change = step;
      continue;
    }
    ++steps;
    // It looks again.
    if (event.function == looks.function && event.pc == looks.pc) return std::nullopt;
    if (!change) continue;
    const auto difference = ifLater(trace, look, step);
    if (!difference) continue;
    // What it had done before the change was no fault.
    const bool acts = difference->elsewhere && actOf(trace, difference->step) > *change;
    return acts ? std::optional(StaleCheck{look, *change, step}) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<StaleCheck> findStaleCheck(const Case& here) {
  for (std::size_t look = 0; look < here.trace.size(); ++look) {
    const Event& event = here.trace[look];
    if (!event.reads || event.writes || event.deed == Deed::giveUp) continue;
    // Where there is an exception, it is that of the thread that has looked.
    if (here.trouble == Trouble::error && event.agent != here.errors.front().agent) continue;
    if (const auto found = checkAt(here.trace, look)) return found;
  }
  return std::nullopt;
}

}  // namespace

Sentence checkThenAct(const Case& here) {
  if (here.trouble == Trouble::error && here.errors.empty()) return std::nullopt;
  const auto found = findStaleCheck(here);
  if (!found) return std::nullopt;
  const Event& look = here.trace[found->look];
  const Event& change = here.trace[found->change];
  const std::size_t acts = actOf(here.trace, found->act);
  const Event& act = here.trace[acts < here.trace.size() ? acts : found->act];
  Phrases phrases(here.trace);
  std::string text = phrases.who(look.agent) + " checks " + phrases.place(look.place) + phrases.in(look);
  text += ", " + phrases.who(change.agent) + " changes it" + phrases.in(change);
  text += ", and " + letterText(look.agent) + " goes by the old answer" + phrases.in(act);
  if (here.trouble == Trouble::error) {
    const program::Error& error = here.errors.front();
    text += ": " + error.type + (error.message.empty() ? "" : " (" + error.message + ")");
    if (error.line != act.line) text += onLine(error.line);
  }
  return text;
}

}  // namespace interleave::words
