// threading.Lock and threading.RLock: https://docs.python.org/3.11/library/threading.html#lock-objects
//
// Lock: [serial, holder], the holder as a number, for a Lock may be released by any thread. RLock: [serial, holder, times].
#include <array>

#include "program/library/rows.h"

namespace interleave::program::library {
namespace {

constexpr std::size_t kHolder = 1, kTimes = 2;

bool isFree(Action& action) { return action.field(kHolder) == number(0); }

// Before anything is done.
Outcome ofRightKind(Action& action) {
  if (const Outcome outcome = requireInteger(action, 0); outcome != Outcome::next) return outcome;
  return action.arguments[1].is(Tag::real) ? Outcome::next : requireInteger(action, 1);
}

// A timeout other than -1 with blocking=False, and a negative one, are mistakes.
Outcome checked(Action& action) {
  Operations& operations = action.run.operations();
  if (!action.given(1)) return Outcome::next;
  const double timeout = operations.real(action.arguments[1]);
  if (timeout == -1) return Outcome::next;
  if (action.given(0) && !operations.truth(action.arguments[0]))
    return action.run.raise("ValueError", "can't specify a timeout for a non-blocking call");
  return timeout < 0 ? action.run.raise("ValueError", "timeout value must be positive") : Outcome::next;
}

Outcome acquireLock(Action& action) {
  if (const Outcome outcome = ofRightKind(action); outcome != Outcome::next) return outcome;
  const Patience patience = patienceOfLock(action, 0, 1);
  if (patience == Patience::endless && !isFree(action)) {
    return action.run.block(Waits::acquire, action.self, agentOfHolder(action.field(kHolder)));
  }
  if (!action.may()) return Outcome::stands;
  if (const Outcome outcome = checked(action); outcome != Outcome::next) return outcome;
  const bool taken = isFree(action);
  if (taken) action.field(kHolder) = holder(action);
  return action.done(boolean(taken));
}

Outcome releaseLock(Action& action) {
  if (!action.may()) return Outcome::stands;
  if (isFree(action)) return action.run.raise("RuntimeError", "release unlocked lock");
  action.field(kHolder) = number(0);
  return action.done();
}

Outcome lockedLock(Action& action) {
  if (!action.may()) return Outcome::stands;
  return action.done(boolean(!isFree(action)));
}

Outcome makeLock(Action& action) {
  const ObjectId made = action.run.makeIdentified(Kind::lock, 2);
  action.run.heap().at(made, kHolder) = number(0);
  return action.done(objectValue(made));
}

Outcome makeRLock(Action& action) {
  const ObjectId made = action.run.makeIdentified(Kind::rlock, 3);
  action.run.heap().at(made, kHolder) = number(0);
  action.run.heap().at(made, kTimes) = number(0);
  return action.done(objectValue(made));
}

Outcome acquireRLock(Action& action) {
  if (const Outcome outcome = ofRightKind(action); outcome != Outcome::next) return outcome;
  const bool can = isFree(action) || action.field(kHolder) == holder(action);
  if (!can && patienceOfLock(action, 0, 1) == Patience::endless) {
    return action.run.block(Waits::acquire, action.self, agentOfHolder(action.field(kHolder)));
  }
  if (!action.may()) return Outcome::stands;
  if (const Outcome outcome = checked(action); outcome != Outcome::next) return outcome;
  if (can) {
    action.field(kHolder) = holder(action);
    action.field(kTimes) = number(action.field(kTimes).small() + 1);
  }
  return action.done(boolean(can));
}

Outcome releaseRLock(Action& action) {
  if (!action.may()) return Outcome::stands;
  if (action.field(kHolder) != holder(action)) return action.run.raise("RuntimeError", "cannot release un-acquired lock");
  action.field(kTimes) = number(action.field(kTimes).small() - 1);
  if (action.field(kTimes) == number(0)) action.field(kHolder) = number(0);
  return action.done();
}

constexpr auto kRows = std::to_array<Row>({
    {"threading.Lock", makeLock},
    {"threading.Lock.acquire", acquireLock},
    {"threading.Lock.release", releaseLock},
    {"threading.Lock.locked", lockedLock},
    {"threading.RLock", makeRLock},
    {"threading.RLock.acquire", acquireRLock},
    {"threading.RLock.release", releaseRLock},
});

constexpr auto kContexts = std::to_array<ContextRow>({
    {Type::lock, acquireLock, releaseLock},
    {Type::rlock, acquireRLock, releaseRLock},
});

}  // namespace

std::span<const Row> locks() { return kRows; }
std::span<const ContextRow> lockContexts() { return kContexts; }

}  // namespace interleave::program::library
