#include "words/lost_update.h"

#include <algorithm>
#include <iterator>

#include "text/format.h"
#include "words/fault.h"
#include "words/what_if.h"

namespace interleave::words {
namespace {

using Locks = std::vector<program::ObjectId>;

Locks common(const Locks& one, const Locks& other) {
  Locks both;
  std::ranges::set_intersection(one, other, std::back_inserter(both));
  return both;
}

// The last look of a thread at what it writes, if it has not written it since.
std::optional<std::size_t> readBefore(const ProgramTrace& trace, std::size_t write) {
  for (std::size_t step = write; step-- > 0;) {
    const Event& event = trace[step];
    if (event.agent != trace[write].agent || !overlap(event.place, trace[write].place)) continue;
    if (event.writes) return std::nullopt;
    if (event.reads) return step;
  }
  return std::nullopt;
}

// What others have written between the two.
std::vector<std::size_t> writesBetween(const ProgramTrace& trace, std::size_t read, std::size_t write) {
  std::vector<std::size_t> found;
  for (std::size_t step = read + 1; step < write; ++step) {
    const Event& event = trace[step];
    if (event.agent != trace[read].agent && event.changes() && overlap(event.place, trace[read].place)) found.push_back(step);
  }
  return found;
}

// What is written comes of what was read: read later, it would have been another value. Where that order is not possible, a read and a
// write of one line belong together.
bool depends(const ProgramTrace& trace, std::size_t read, std::size_t write) {
  if (const auto difference = ifLater(trace, read, write)) return !difference->elsewhere;
  return trace[read].function == trace[write].function && trace[read].line == trace[write].line;
}

// The instruction that writes what a read of the same line has read: `x += 1`. None: there is none.
std::optional<std::uint32_t> writeBehind(const ProgramTrace& trace, const Event& read) {
  using program::Op;
  const program::Function& function = trace.program().functions[read.function];
  const program::Instruction& reads = function.code[read.pc];
  const Op stores = reads.op == Op::loadGlobal      ? Op::storeGlobal
                    : reads.op == Op::loadCell      ? Op::storeCell
                    : reads.op == Op::loadAttribute ? Op::storeAttribute
                                                    : Op::pop;
  for (std::uint32_t pc = read.pc; stores != Op::pop && pc < function.code.size(); ++pc) {
    if (function.places[pc].line != read.line) break;
    if (function.code[pc].op == stores && function.code[pc].a == reads.a) return pc;
  }
  return std::nullopt;
}

// Main has read in its last step, and writes when it is alone.
std::optional<LostUpdate> lostToMain(const ProgramTrace& trace) {
  for (std::size_t step = trace.size(); step-- > 0;) {
    const Event& event = trace[step];
    if (event.agent != program::kMain) continue;
    if (event.deed != Deed::read || !writeBehind(trace, event)) return std::nullopt;
    const std::vector<std::size_t> writes = writesBetween(trace, step, trace.size());
    if (writes.empty()) return std::nullopt;
    return LostUpdate{step, writes.back(), trace.size()};
  }
  return std::nullopt;
}

Event writeOf(const LostUpdate& update, const ProgramTrace& trace) {
  if (update.write < trace.size()) return trace[update.write];
  Event event = trace[update.read];
  event.deed = Deed::write;
  event.pc = writeBehind(trace, event).value_or(event.pc);
  return event;
}

std::optional<std::int64_t> intOf(const ProgramTrace& trace, program::Value value) {
  if (!value.is(program::Tag::integer)) return std::nullopt;
  return trace.program().constants->integerOf(value);
}

// "A's +50 is lost", "2 updates of A (+2) are lost".
std::string lossOf(const LostUpdate& update, const ProgramTrace& trace) {
  const std::vector<std::size_t> writes = writesBetween(trace, update.read, update.write);
  std::vector<std::string> agents;
  for (const std::size_t step : writes) {
    const std::string letter = letterText(trace[step].agent);
    if (std::ranges::find(agents, letter) == agents.end()) agents.push_back(letter);
  }
  std::string amount;
  const auto read = intOf(trace, trace[update.read].value), written = intOf(trace, trace[update.lost].value);
  if (read && written && trace[update.read].place == trace[update.lost].place) amount = formatSigned(*written - *read);
  if (writes.size() == 1) return agents[0] + "'s " + (amount.empty() ? "update" : amount) + " is lost";
  return formatCount(writes.size(), "update") + " of " + listOf(agents) + (amount.empty() ? "" : " (" + amount + ")") +
         " are lost";
}

// Between which of its steps a thread has something that several may have at once: a permit, a CheckThenLock.
bool hasTaken(const ProgramTrace& trace, program::ObjectId object, std::size_t step) {
  int taken = 0;
  for (std::size_t before = 0; before < step; ++before) {
    const Event& event = trace[before];
    if (event.agent != trace[step].agent || event.place.object != object || event.place.of != Place::Of::object) continue;
    if (event.deed == Deed::acquire) ++taken;
    if (event.deed == Deed::release) --taken;
  }
  return taken > 0;
}

std::optional<program::ObjectId> takenByBoth(const LostUpdate& update, const ProgramTrace& trace) {
  if (update.write == trace.size()) return std::nullopt;
  for (const Event& event : trace.events()) {
    if (event.deed != Deed::acquire || event.place.of != Place::Of::object) continue;
    const program::Kind kind = trace.end().heap().kind(event.place.object);
    if (kind != program::Kind::semaphore && kind != program::Kind::checkThenLock) continue;
    if (hasTaken(trace, event.place.object, update.write) && hasTaken(trace, event.place.object, update.lost))
      return event.place.object;
  }
  return std::nullopt;
}

// Of locks that both have at their writes, those that the thread has all the while: as readers, or nothing could be lost.
Locks heldThroughout(const LostUpdate& update, const ProgramTrace& trace, Locks locks) {
  const std::size_t end = std::min(update.write + 1, trace.size());
  for (std::size_t step = update.read; step < end; ++step) {
    if (trace[step].agent == trace[update.read].agent) locks = common(locks, trace[step].held);
  }
  return locks;
}

// What locks have to do with it.
std::string lockRemark(const LostUpdate& update, const ProgramTrace& trace, const Phrases& phrases) {
  const Event& read = trace[update.read];
  const Event write = writeOf(update, trace);
  const Event& lost = trace[update.lost];
  const Locks both = common(write.held, lost.held);
  const std::string self = letterText(write.agent), other = letterText(lost.agent);
  if (!both.empty() && common(read.held, both).empty()) return "; " + self + "'s read is not under " + phrases.objects(both);
  if (const Locks shared = heldThroughout(update, trace, both); !shared.empty())
    return "; both hold " + phrases.objects(shared) + " at once, for reading";
  if (!both.empty()) return "; " + self + " gives " + phrases.objects(both) + " back between its read and its write";
  if (write.held.empty() != lost.held.empty()) {
    return "; only " + (write.held.empty() ? other : self) + " holds " +
           phrases.objects(write.held.empty() ? lost.held : write.held);
  }
  if (!write.held.empty())
    return "; " + self + " holds " + phrases.objects(write.held) + " and " + other + " " + phrases.objects(lost.held) +
           ", and no lock is common to both";
  if (const auto shared = takenByBoth(update, trace)) return "; both have " + phrases.object(*shared) + " at once";
  return "";
}

}  // namespace

std::optional<LostUpdate> findLostUpdate(const ProgramTrace& trace, bool underDifferentLocks) {
  for (std::size_t write = 0; write < trace.size(); ++write) {
    const Event& event = trace[write];
    if (event.deed != Deed::write) continue;
    const auto read = readBefore(trace, write);
    if (!read) continue;
    const std::vector<std::size_t> writes = writesBetween(trace, *read, write);
    if (writes.empty()) continue;
    const Event& other = trace[writes.back()];
    const bool different = !event.held.empty() && !other.held.empty() && common(event.held, other.held).empty();
    if (different == underDifferentLocks && depends(trace, *read, write)) return LostUpdate{*read, writes.back(), write};
  }
  return underDifferentLocks ? std::nullopt : lostToMain(trace);
}

std::string textOf(const LostUpdate& update, const ProgramTrace& trace, Phrases& phrases) {
  const Event& read = trace[update.read];
  const Event write = writeOf(update, trace);
  const Event& lost = trace[update.lost];
  std::string text = phrases.who(write.agent) + " overwrites " + phrases.place(write.place) + phrases.behind("with", write);
  text += ", having read it" + (read.line == write.line ? "" : onLine(read.line)) + " before " + phrases.who(lost.agent) +
          " wrote it";
  text += lost.line == write.line ? " there" : onLine(lost.line);
  return text + ": " + lossOf(update, trace) + lockRemark(update, trace, phrases);
}

Sentence noCommonLock(const Case& here) {
  const auto found = findLostUpdate(here.trace, true);
  if (!found) return std::nullopt;
  Phrases phrases(here.trace);
  return textOf(*found, here.trace, phrases);
}

Sentence lostUpdate(const Case& here) {
  const auto found = findLostUpdate(here.trace, false);
  if (!found) return std::nullopt;
  Phrases phrases(here.trace);
  return textOf(*found, here.trace, phrases);
}

}  // namespace interleave::words
