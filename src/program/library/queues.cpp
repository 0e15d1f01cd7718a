// queue.Queue, LifoQueue and SimpleQueue: https://docs.python.org/3.11/library/queue.html
//
// [serial, most, unfinished, item…]; detail 0: first in, first out; 1: last in, first out; 2: a SimpleQueue.
#include <array>

#include "program/library/rows.h"

namespace interleave::program::library {
namespace {

constexpr std::size_t kMost = 1, kUnfinished = 2, kItems = 3;

std::size_t count(Action& action) { return action.run.heap().length(action.object()) - kItems; }
bool isFull(Action& action) {
  const std::int64_t most = action.run.operations().integer(action.field(kMost));
  return most > 0 && count(action) >= static_cast<std::size_t>(most);
}

Outcome make(Action& action, std::uint16_t order) {
  const Value most = action.given(0) ? action.arguments[0] : number(0);
  if (!action.run.operations().isInteger(most)) return action.run.stop("a maxsize that is no int");
  const ObjectId made = action.run.makeIdentified(Kind::queue, kItems, order);
  action.run.heap().at(made, kMost) = most;
  action.run.heap().at(made, kUnfinished) = number(0);
  return action.done(objectValue(made));
}
Outcome makeQueue(Action& action) { return make(action, 0); }
Outcome makeLifo(Action& action) { return make(action, 1); }
Outcome makeSimple(Action& action) { return make(action, 2); }

// A timeout below 0 is a mistake, where one is looked at.
bool isNegative(Action& action, std::size_t timeout) {
  return action.run.operations().isNumber(action.arguments[timeout]) &&
         action.run.operations().real(action.arguments[timeout]) < 0;
}
Outcome negative(Action& action) { return action.run.raise("ValueError", "'timeout' must be a non-negative number"); }

Outcome putItem(Action& action, Patience patience) {
  Interpreter& run = action.run;
  if (isFull(action) && patience == Patience::endless) return run.block(Waits::put, action.self);
  if (!action.may()) return Outcome::stands;
  const bool looks =
      patience == Patience::some && run.heap().detail(action.object()) != 2 && run.operations().integer(action.field(kMost)) > 0;
  if (looks && !run.operations().isNumber(action.arguments[2])) return requireComparable(action, 2, "<");
  if (looks && isNegative(action, 2)) return negative(action);
  if (isFull(action)) return run.raise("queue.Full", "");
  if (!run.operations().checkLength(count(action) + 1)) return run.settled();
  run.heap().append(action.object(), action.arguments[0]);
  if (run.isShared(action.self)) run.share(action.arguments[0]);
  action.field(kUnfinished) = number(action.field(kUnfinished).small() + 1);
  return action.done();
}
Outcome put(Action& action) { return putItem(action, patienceOf(action, 1, 2)); }
Outcome putNow(Action& action) { return putItem(action, Patience::none); }

Outcome getItem(Action& action, Patience patience) {
  Interpreter& run = action.run;
  if (count(action) == 0 && patience == Patience::endless) return run.block(Waits::get, action.self);
  if (!action.may()) return Outcome::stands;
  if (patience == Patience::some && !run.operations().isNumber(action.arguments[1]))
    return run.heap().detail(action.object()) == 2 ? requireInteger(action, 1) : requireComparable(action, 1, "<");
  if (patience == Patience::some && isNegative(action, 1)) return negative(action);
  if (count(action) == 0) return run.raise("queue.Empty", "");
  const std::size_t at = run.heap().detail(action.object()) == 1 ? run.heap().length(action.object()) - 1 : kItems;
  const Value item = action.field(at);
  run.heap().remove(action.object(), at);
  return action.done(item);
}
Outcome get(Action& action) { return getItem(action, patienceOf(action, 0, 1)); }
Outcome getNow(Action& action) { return getItem(action, Patience::none); }

Outcome empty(Action& action) { return action.may() ? action.done(boolean(count(action) == 0)) : Outcome::stands; }
Outcome full(Action& action) { return action.may() ? action.done(boolean(isFull(action))) : Outcome::stands; }
Outcome size(Action& action) {
  return action.may() ? action.done(number(static_cast<std::int64_t>(count(action)))) : Outcome::stands;
}

Outcome taskDone(Action& action) {
  if (!action.may()) return Outcome::stands;
  const std::int64_t unfinished = action.field(kUnfinished).small();
  if (unfinished == 0) return action.run.raise("ValueError", "task_done() called too many times");
  action.field(kUnfinished) = number(unfinished - 1);
  return action.done();
}

Outcome join(Action& action) {
  if (action.field(kUnfinished) != number(0)) return action.run.block(Waits::join, action.self);
  return action.may() ? action.done() : Outcome::stands;
}

constexpr auto kRows = std::to_array<Row>({
    {"queue.Queue", makeQueue},
    {"queue.Queue.put", put},
    {"queue.Queue.get", get},
    {"queue.Queue.put_nowait", putNow},
    {"queue.Queue.get_nowait", getNow},
    {"queue.Queue.empty", empty},
    {"queue.Queue.full", full},
    {"queue.Queue.qsize", size},
    {"queue.Queue.task_done", taskDone},
    {"queue.Queue.join", join},
    {"queue.LifoQueue", makeLifo},
    {"queue.LifoQueue.put", put},
    {"queue.LifoQueue.get", get},
    {"queue.LifoQueue.put_nowait", putNow},
    {"queue.LifoQueue.get_nowait", getNow},
    {"queue.LifoQueue.empty", empty},
    {"queue.LifoQueue.full", full},
    {"queue.LifoQueue.qsize", size},
    {"queue.LifoQueue.task_done", taskDone},
    {"queue.LifoQueue.join", join},
    {"queue.SimpleQueue", makeSimple},
    {"queue.SimpleQueue.put", put},
    {"queue.SimpleQueue.get", get},
    {"queue.SimpleQueue.put_nowait", putNow},
    {"queue.SimpleQueue.get_nowait", getNow},
    {"queue.SimpleQueue.empty", empty},
    {"queue.SimpleQueue.qsize", size},
});

}  // namespace

std::span<const Row> queues() { return kRows; }

}  // namespace interleave::program::library
