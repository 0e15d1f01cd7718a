// interleave.Atomic: a value with operations that nothing can come between.
//
// [serial, value]
#include <array>

#include "program/library/rows.h"

namespace interleave::program::library {
namespace {

constexpr std::size_t kValue = 1;

// An int, bool, str, None, or a tuple of them.
bool isAllowed(Action& action, Value value) {
  switch (value.tag()) {
    case Tag::none:
    case Tag::boolean:
    case Tag::integer:
    case Tag::wide:
    case Tag::text: return true;
    case Tag::object: break;
    default: return false;
  }
  const auto object = static_cast<ObjectId>(value.payload());
  const Heap& heap = action.run.heap();
  if (heap.kind(object) != Kind::tuple) return false;
  for (const Value element : heap.values(object)) {
    if (!isAllowed(action, element)) return false;
  }
  return true;
}

Outcome notAllowed(Action& action) {
  return action.run.stop("an Atomic of something that is neither an int, a bool, a str, None, nor a tuple of them");
}

Outcome make(Action& action) {
  if (!isAllowed(action, action.arguments[0])) return notAllowed(action);
  const ObjectId made = action.run.makeIdentified(Kind::atomic, 2);
  action.run.heap().at(made, kValue) = action.arguments[0];
  return action.done(objectValue(made));
}

Outcome load(Action& action) { return action.may() ? action.done(action.field(kValue)) : Outcome::stands; }

Outcome replace(Action& action, Value with, Value result) {
  if (!isAllowed(action, with)) return notAllowed(action);
  action.field(kValue) = with;
  return action.done(result);
}

Outcome store(Action& action) { return action.may() ? replace(action, action.arguments[0], kNone) : Outcome::stands; }
Outcome exchange(Action& action) {
  return action.may() ? replace(action, action.arguments[0], action.field(kValue)) : Outcome::stands;
}

Outcome add(Action& action) {
  if (!action.may()) return Outcome::stands;
  const Value before = action.field(kValue);
  const Value sum = action.run.operations().binary(lang::Operator::add, before, action.arguments[0], false);
  if (action.run.operations().failed()) return action.run.settled();
  return replace(action, sum, before);
}

Outcome compareExchange(Action& action) {
  if (!action.may()) return Outcome::stands;
  if (!action.run.operations().equal(action.field(kValue), action.arguments[0])) return action.done(kFalse);
  return replace(action, action.arguments[1], kTrue);
}

constexpr auto kRows = std::to_array<Row>({
    {"interleave.Atomic", make},
    {"interleave.Atomic.load", load},
    {"interleave.Atomic.store", store},
    {"interleave.Atomic.add", add},
    {"interleave.Atomic.exchange", exchange},
    {"interleave.Atomic.compare_exchange", compareExchange},
});

}  // namespace

std::span<const Row> atomics() { return kRows; }

}  // namespace interleave::program::library
