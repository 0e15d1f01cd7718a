// threading.Event: https://docs.python.org/3.11/library/threading.html#event-objects
//
// [serial, set]
#include <array>

#include "program/library/rows.h"

namespace interleave::program::library {
namespace {

constexpr std::size_t kSet = 1;
// Phases of wait. `set` wakes those asleep, even if `clear` follows.
constexpr std::uint8_t kAsleep = 1, kAwake = 2, kAsleepForAWhile = 3;

Outcome make(Action& action) {
  const ObjectId made = action.run.makeIdentified(Kind::event, 2);
  action.run.heap().at(made, kSet) = kFalse;
  return action.done(objectValue(made));
}

Outcome set(Action& action) {
  if (!action.may()) return Outcome::stands;
  action.field(kSet) = kTrue;
  wakeAll(action, kAsleep, kAwake);
  wakeAll(action, kAsleepForAWhile, kAwake);
  return action.done();
}

Outcome clear(Action& action) {
  if (!action.may()) return Outcome::stands;
  action.field(kSet) = kFalse;
  return action.done();
}

Outcome isSet(Action& action) {
  if (!action.may()) return Outcome::stands;
  return action.done(action.field(kSet));
}

Outcome wait(Action& action) {
  switch (action.phase()) {
    case kAwake: return action.done(kTrue);
    case kAsleep: return action.run.wait(Waits::wait, action.self);
    case kAsleepForAWhile:
      if (!action.may()) return Outcome::stands;
      return action.done(kFalse);
    default: break;
  }
  if (!action.may()) return Outcome::stands;
  if (action.field(kSet) == kTrue) return action.done(kTrue);
  if (const Outcome outcome = requireTimeout(action, 0, ">"); outcome != Outcome::next) return outcome;
  return action.run.again(patienceOf(action, 0) == Patience::endless ? kAsleep : kAsleepForAWhile, action.self);
}

constexpr auto kRows = std::to_array<Row>({
    {"threading.Event", make},
    {"threading.Event.set", set},
    {"threading.Event.clear", clear},
    {"threading.Event.is_set", isSet},
    {"threading.Event.wait", wait},
});

}  // namespace

std::span<const Row> events() { return kRows; }

}  // namespace interleave::program::library
