// A thread sleeps, and what should have woken it came before, or never.
#include "words/exceptions.h"
#include "words/waits.h"

namespace interleave::words {
namespace {

// The last step of its kind on an object, before `end`. `notBy`: of another thread.
std::optional<std::size_t> lastOf(const ProgramTrace& trace, Deed deed, program::ObjectId object, std::size_t end,
                                  program::AgentId notBy) {
  for (std::size_t step = end; step-- > 0;) {
    if (trace[step].deed == deed && trace[step].place.object == object && trace[step].agent != notBy) return step;
  }
  return std::nullopt;
}

std::optional<std::size_t> sleepOf(const ProgramTrace& trace, program::AgentId agent) {
  for (std::size_t step = trace.size(); step-- > 0;) {
    if (trace[step].agent == agent && trace[step].deed == Deed::sleep) return step;
  }
  return std::nullopt;
}

// The first step of its kind on an object, from `begin` on.
std::optional<std::size_t> firstOf(const ProgramTrace& trace, Deed deed, program::ObjectId object, std::size_t begin) {
  for (std::size_t step = begin; step < trace.size(); ++step) {
    if (trace[step].deed == deed && trace[step].place.object == object) return step;
  }
  return std::nullopt;
}

// What it has looked at last before it falls asleep, in the same function: whether it has to.
std::optional<std::size_t> conditionOf(const ProgramTrace& trace, std::size_t asleep) {
  for (std::size_t step = asleep; step-- > 0;) {
    const Event& event = trace[step];
    if (event.agent != trace[asleep].agent || event.function != trace[asleep].function) continue;
    if (event.deed == Deed::read || event.deed == Deed::look) return step;
  }
  return std::nullopt;
}

// ", having found `items` as B left it on line 8"
std::string foundText(const ProgramTrace& trace, std::size_t asleep, Phrases& phrases) {
  const auto look = conditionOf(trace, asleep);
  const auto change = look ? changedBefore(trace, trace[*look].place, trace[*look].agent, *look) : std::nullopt;
  if (!change) return "";
  return ", having found " + phrases.place(trace[*look].place) + " as " + phrases.who(trace[*change].agent) + " left it" +
         onLine(trace[*change].line);
}

// Nothing came for it before it fell asleep: what came later has woken others.
std::string withoutSignal(const ProgramTrace& trace, const program::WaitingAgent& one, std::size_t asleep, Phrases& phrases) {
  const program::ObjectId object = program::idOf(one.why.object);
  const bool event = trace.end().heap().kind(object) == program::Kind::event;
  std::string text = phrases.who(one.agent) + " sleeps in " + phrases.object(object) + onLine(one.line);
  const auto sent = event ? std::nullopt : firstOf(trace, Deed::notify, object, asleep);
  const auto woken = sent ? firstOf(trace, Deed::wake, object, *sent) : std::nullopt;
  if (woken && trace[*woken].agent != one.agent) {
    text +=
        "; " + phrases.who(trace[*sent].agent) + " notifies it on line " + std::to_string(trace[*sent].line) + ", which wakes ";
    return text + phrases.who(trace[*woken].agent) + " alone, and nothing wakes " + letterText(one.agent);
  }
  if (!event) text += foundText(trace, asleep, phrases);
  return text + ", and nothing " + (event ? "sets" : "notifies") + " it any more";
}

// An event that was set, and cleared again before it was waited for.
std::string ofEvent(const ProgramTrace& trace, const program::WaitingAgent& one, std::size_t asleep, Phrases& phrases) {
  const program::ObjectId object = program::idOf(one.why.object);
  const auto set = lastOf(trace, Deed::set, object, asleep, program::kNobody);
  const auto cleared = lastOf(trace, Deed::clear, object, asleep, program::kNobody);
  if (!set || !cleared || *cleared < *set) return withoutSignal(trace, one, asleep, phrases);
  std::string text = phrases.who(trace[*set].agent) + " sets " + phrases.object(object) + onLine(trace[*set].line) + ", ";
  text += phrases.who(trace[*cleared].agent) + " clears it" + onLine(trace[*cleared].line) + ", and only then ";
  return text + phrases.who(one.agent) + " waits for it" + onLine(one.line) + ", for ever";
}

std::string ofCondition(const ProgramTrace& trace, const program::WaitingAgent& one, std::size_t asleep, Phrases& phrases) {
  const program::ObjectId object = program::idOf(one.why.object);
  const auto notified = lastOf(trace, Deed::notify, object, asleep, one.agent);
  const auto look = conditionOf(trace, asleep);
  // What it has looked at after the notification is not what that was to tell.
  if (!notified || (look && *look > *notified)) return withoutSignal(trace, one, asleep, phrases);
  std::string text = phrases.who(trace[*notified].agent) + " notifies " + phrases.object(object) + onLine(trace[*notified].line);
  text += " before " + phrases.who(one.agent) + " waits" + onLine(one.line);
  return text + ": a notification is not kept, and " + letterText(one.agent) + " sleeps for ever";
}

}  // namespace

Sentence lostWakeUp(const Case& here) {
  const ProgramTrace& trace = here.trace;
  for (const program::WaitingAgent& one : here.waiting) {
    if (one.why.waits != program::Waits::wait || !one.why.object.is(program::Tag::object)) continue;
    const program::Kind kind = trace.end().heap().kind(program::idOf(one.why.object));
    const auto asleep = sleepOf(trace, one.agent);
    Phrases phrases(trace);
    if (asleep && kind == program::Kind::event) return ofEvent(trace, one, *asleep, phrases);
    if (asleep && kind == program::Kind::condition) return ofCondition(trace, one, *asleep, phrases);
  }
  return std::nullopt;
}

}  // namespace interleave::words
