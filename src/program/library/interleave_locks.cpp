// Locks built in other ways than threading.Lock: SpinLock, TicketLock, RWLock and CheckThenLock of the module `interleave`.
//
// SpinLock: [serial, holder]. TicketLock: [serial, holder, numbers drawn and not yet called]. RWLock: [serial, writer, reader…], the
// readers as numbers of agents, in ascending order, one as often as it reads. A side of it: [lock], detail 0: reading, 1: writing.
// CheckThenLock: [serial, takers].
#include <algorithm>
#include <array>

#include "program/library/rows.h"

namespace interleave::program::library {
namespace {

constexpr std::size_t kHolder = 1;

Outcome wrong(Action& action) { return action.run.raise("RuntimeError", "release unlocked lock"); }

Outcome make(Action& action, Kind kind, std::size_t length) {
  const ObjectId made = action.run.makeIdentified(kind, length);
  for (std::size_t i = 1; i < length; ++i) action.run.heap().at(made, i) = number(0);
  return action.done(objectValue(made));
}

// ---- SpinLock -----------------------------------------------------------------------

Outcome makeSpin(Action& action) { return make(action, Kind::spinLock, 2); }

Outcome acquireSpin(Action& action) {
  if (action.field(kHolder) != number(0))
    return action.run.block(Waits::acquire, action.self, agentOfHolder(action.field(kHolder)));
  if (!action.may()) return Outcome::stands;
  action.field(kHolder) = holder(action);
  return action.done(kTrue);
}

Outcome releaseSpin(Action& action) {
  if (!action.may()) return Outcome::stands;
  if (action.field(kHolder) == number(0)) return wrong(action);
  action.field(kHolder) = number(0);
  return action.done();
}

// ---- TicketLock ------------------------------------------------------------------------

constexpr std::size_t kDrawn = 2;

// A drawn number is kept as how many are to be called before it: so it stays small. Phase: that many and 1.
Outcome makeTicket(Action& action) { return make(action, Kind::ticketLock, 3); }

Outcome acquireTicket(Action& action) {
  Interpreter& run = action.run;
  if (action.phase() == 0) {
    if (!action.may()) return Outcome::stands;
    const std::int64_t before = action.field(kDrawn).small();
    action.field(kDrawn) = number(before + 1);
    return run.again(static_cast<std::uint8_t>(before + 1), action.self);
  }
  if (action.phase() != 1) return run.block(Waits::acquire, action.self, agentOfHolder(action.field(kHolder)));
  if (!action.may()) return Outcome::stands;
  action.field(kHolder) = holder(action);
  return action.done(kTrue);
}

Outcome releaseTicket(Action& action) {
  if (!action.may()) return Outcome::stands;
  if (action.field(kHolder) == number(0)) return wrong(action);
  action.field(kHolder) = number(0);
  action.field(kDrawn) = number(action.field(kDrawn).small() - 1);
  for (const AgentId waiting : action.run.callersIn(action.self, 2, kMaxAgents)) --action.run.agent(waiting).phase;
  return action.done();
}

// ---- RWLock -----------------------------------------------------------------------------

constexpr std::size_t kReaders = 2;

Outcome makeRW(Action& action) { return make(action, Kind::rwLock, kReaders); }

Outcome side(Action& action, std::uint16_t writes) {
  const ObjectId made = action.run.heap().make(Kind::rwSide, {&action.self, 1}, writes);
  if (action.run.isShared(action.self)) action.run.heap().setShared(made);
  return action.done(objectValue(made));
}
Outcome readSide(Action& action) { return side(action, 0); }
Outcome writeSide(Action& action) { return side(action, 1); }

struct Side {
  Heap& heap;
  ObjectId lock;
  bool writes;

  explicit Side(Action& action)
      : heap(action.run.heap()),
        lock(static_cast<ObjectId>(action.field(0).payload())),
        writes(heap.detail(action.object()) != 0) {}
  Value& writer() const { return heap.at(lock, kHolder); }
  bool isRead() const { return heap.length(lock) > kReaders; }
};

Outcome acquireSide(Action& action) {
  const Side of(action);
  const bool written = of.writer() != number(0);
  if (written || (of.writes && of.isRead())) {
    const Value held = written ? of.writer() : of.heap.at(of.lock, kReaders);
    return action.run.block(Waits::acquire, objectValue(of.lock), agentOfHolder(held));
  }
  if (!action.may()) return Outcome::stands;
  if (of.writes) {
    of.writer() = holder(action);
  } else {
    std::size_t at = kReaders;
    while (at < of.heap.length(of.lock) && of.heap.at(of.lock, at).small() < holder(action).small()) ++at;
    of.heap.insert(of.lock, at, holder(action));
  }
  return action.done(kTrue);
}

Outcome releaseSide(Action& action) {
  if (!action.may()) return Outcome::stands;
  const Side of(action);
  if (of.writes) {
    if (of.writer() != holder(action)) return wrong(action);
    of.writer() = number(0);
    return action.done();
  }
  for (std::size_t i = kReaders; i < of.heap.length(of.lock); ++i) {
    if (of.heap.at(of.lock, i) != holder(action)) continue;
    of.heap.remove(of.lock, i);
    return action.done();
  }
  return wrong(action);
}

// ---- CheckThenLock --------------------------------------------------------------------------

constexpr std::size_t kTakers = 1;

Outcome makeCheckThen(Action& action) { return make(action, Kind::checkThenLock, 2); }

Outcome check(Action& action) {
  if (action.field(kTakers) != number(0)) return action.run.block(Waits::check, action.self);
  return action.may() ? action.done() : Outcome::stands;
}

Outcome take(Action& action) {
  if (!action.may()) return Outcome::stands;
  action.field(kTakers) = number(action.field(kTakers).small() + 1);
  return action.done();
}

Outcome releaseCheckThen(Action& action) {
  if (!action.may()) return Outcome::stands;
  if (action.field(kTakers) == number(0)) return wrong(action);
  action.field(kTakers) = number(action.field(kTakers).small() - 1);
  return action.done();
}

constexpr auto kRows = std::to_array<Row>({
    {"interleave.SpinLock", makeSpin},
    {"interleave.SpinLock.acquire", acquireSpin},
    {"interleave.SpinLock.release", releaseSpin},
    {"interleave.TicketLock", makeTicket},
    {"interleave.TicketLock.acquire", acquireTicket},
    {"interleave.TicketLock.release", releaseTicket},
    {"interleave.RWLock", makeRW},
    {"interleave.RWLock.read", readSide},
    {"interleave.RWLock.write", writeSide},
    {"interleave.RWLockSide.acquire", acquireSide},
    {"interleave.RWLockSide.release", releaseSide},
    {"interleave.CheckThenLock", makeCheckThen},
    {"interleave.CheckThenLock.check", check},
    {"interleave.CheckThenLock.take", take},
    {"interleave.CheckThenLock.release", releaseCheckThen},
});

constexpr auto kContexts = std::to_array<ContextRow>({
    {Type::spinLock, acquireSpin, releaseSpin},
    {Type::ticketLock, acquireTicket, releaseTicket},
    {Type::rwSide, acquireSide, releaseSide},
});

}  // namespace

std::span<const Row> interleaveLocks() { return kRows; }
std::span<const ContextRow> interleaveContexts() { return kContexts; }

}  // namespace interleave::program::library
