// threading.Semaphore and BoundedSemaphore: https://docs.python.org/3.11/library/threading.html#semaphore-objects
//
// [serial, permits left, permits at first]; detail 1: bounded.
#include <array>

#include "program/library/rows.h"

namespace interleave::program::library {
namespace {

constexpr std::size_t kLeft = 1, kFirst = 2;

Outcome make(Action& action, std::uint16_t bounded) {
  Operations& operations = action.run.operations();
  const Value permits = action.given(0) ? action.arguments[0] : number(1);
  if (const Outcome outcome = requireComparable(action, 0, "<"); outcome != Outcome::next) return outcome;
  if (!operations.isInteger(permits)) return action.run.stop("a Semaphore of something that is no int");
  if (operations.integer(permits) < 0) return action.run.raise("ValueError", "semaphore initial value must be >= 0");
  const ObjectId made = action.run.makeIdentified(Kind::semaphore, 3, bounded);
  action.run.heap().at(made, kLeft) = permits;
  action.run.heap().at(made, kFirst) = permits;
  return action.done(objectValue(made));
}
Outcome makeSemaphore(Action& action) { return make(action, 0); }
Outcome makeBounded(Action& action) { return make(action, 1); }

std::int64_t left(Action& action) { return action.run.operations().integer(action.field(kLeft)); }

Outcome acquire(Action& action) {
  const bool blocking = !action.given(0) || action.run.operations().truth(action.arguments[0]);
  if (left(action) == 0 && patienceOf(action, 0, 1) == Patience::endless) return action.run.block(Waits::acquire, action.self);
  if (!action.may()) return Outcome::stands;
  if (!blocking && action.given(1) && !action.arguments[1].is(Tag::none)) {
    return action.run.raise("ValueError", "can't specify timeout for non-blocking acquire");
  }
  const bool can = left(action) > 0;
  if (can) action.field(kLeft) = action.run.constants().integer(left(action) - 1);
  return action.done(boolean(can));
}

Outcome giveBack(Action& action, std::int64_t count) {
  if (!action.may()) return Outcome::stands;
  if (count < 1) return action.run.raise("ValueError", "n must be one or more");
  const bool bounded = action.run.heap().detail(action.object()) != 0;
  if (bounded && left(action) + count > action.run.operations().integer(action.field(kFirst))) {
    return action.run.raise("ValueError", "Semaphore released too many times");
  }
  action.field(kLeft) = action.run.constants().integer(left(action) + count);
  return action.done();
}

Outcome release(Action& action) {
  const bool given = action.given(0);
  if (const Outcome outcome = requireComparable(action, 0, "<"); outcome != Outcome::next) return outcome;
  if (given && !action.run.operations().isInteger(action.arguments[0]))
    return action.run.stop("`release` of something that is no int");
  return giveBack(action, given ? action.run.operations().integer(action.arguments[0]) : 1);
}
Outcome exit(Action& action) { return giveBack(action, 1); }

constexpr auto kRows = std::to_array<Row>({
    {"threading.Semaphore", makeSemaphore},
    {"threading.Semaphore.acquire", acquire},
    {"threading.Semaphore.release", release},
    {"threading.BoundedSemaphore", makeBounded},
    {"threading.BoundedSemaphore.acquire", acquire},
    {"threading.BoundedSemaphore.release", release},
});

constexpr auto kContexts = std::to_array<ContextRow>({
    {Type::semaphore, acquire, exit},
    {Type::boundedSemaphore, acquire, exit},
});

}  // namespace

std::span<const Row> semaphores() { return kRows; }
std::span<const ContextRow> semaphoreContexts() { return kContexts; }

}  // namespace interleave::program::library
