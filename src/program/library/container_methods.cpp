// Methods of list, tuple, dict, set and deque: https://docs.python.org/3.11/library/stdtypes.html
//
// Of a container that threads share, each is one step.
#include <algorithm>
#include <array>

#include "program/library/rows.h"

namespace interleave::program::library {
namespace {

bool may(Action& action) {
  return action.run.mayAct(action.run.isSharedContainer(action.self) || action.run.isSharedContainer(action.arguments[0]));
}
bool mayAlone(Action& action) { return action.run.mayAct(action.run.isSharedContainer(action.self)); }

Heap& heap(Action& action) { return action.run.heap(); }
std::size_t length(Action& action) { return heap(action).length(action.object()); }
Operations& operations(Action& action) { return action.run.operations(); }

void keep(Action& action, Value value) {
  if (action.run.isShared(action.self)) action.run.share(value);
}

// ---- Sequences ------------------------------------------------------------------------

Outcome insertAt(Action& action, std::size_t at, Value value) {
  if (!operations(action).checkLength(length(action) + 1)) return action.run.settled();
  heap(action).insert(action.object(), at, value);
  keep(action, value);
  return action.done();
}

Outcome append(Action& action) {
  return mayAlone(action) ? insertAt(action, length(action), action.arguments[0]) : Outcome::stands;
}

Outcome insert(Action& action) {
  if (!mayAlone(action)) return Outcome::stands;
  if (const Outcome outcome = requireInteger(action, 0); outcome != Outcome::next) return outcome;
  const auto size = static_cast<std::int64_t>(length(action));
  std::int64_t at = operations(action).integer(action.arguments[0]);
  if (at < 0) at += size;
  return insertAt(action, static_cast<std::size_t>(std::clamp<std::int64_t>(at, 0, size)), action.arguments[1]);
}

Outcome pop(Action& action) {
  if (!mayAlone(action)) return Outcome::stands;
  const Value index = action.given(0) ? action.arguments[0] : number(-1);
  if (const Outcome outcome = requireInteger(action, 0); outcome != Outcome::next) return outcome;
  if (length(action) == 0) return action.run.raise("IndexError", "pop from empty list");
  std::int64_t at = operations(action).integer(index);
  if (at < 0) at += static_cast<std::int64_t>(length(action));
  if (at < 0 || at >= static_cast<std::int64_t>(length(action))) return action.run.raise("IndexError", "pop index out of range");
  const Value value = action.field(static_cast<std::size_t>(at));
  heap(action).remove(action.object(), static_cast<std::size_t>(at));
  return action.done(value);
}

std::optional<std::size_t> placeOf(Action& action, Value wanted, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < to; ++i) {
    if (operations(action).equal(action.field(i), wanted)) return i;
  }
  return std::nullopt;
}

Outcome removeValue(Action& action) {
  if (!mayAlone(action)) return Outcome::stands;
  const auto at = placeOf(action, action.arguments[0], 0, length(action));
  if (!at) return action.run.raise("ValueError", "list.remove(x): x not in list");
  heap(action).remove(action.object(), *at);
  return action.done();
}

Outcome index(Action& action) {
  if (!mayAlone(action)) return Outcome::stands;
  const auto size = static_cast<std::int64_t>(length(action));
  for (const std::size_t i : {std::size_t{1}, std::size_t{2}}) {
    if (action.given(i) && !operations(action).isInteger(action.arguments[i]))
      return action.run.raise("TypeError", "slice indices must be integers or have an __index__ method");
  }
  const auto bound = [&](std::size_t i, std::int64_t otherwise) {
    if (!action.given(i)) return static_cast<std::size_t>(otherwise);
    const std::int64_t at = operations(action).integer(action.arguments[i]);
    return static_cast<std::size_t>(std::clamp<std::int64_t>(at < 0 ? at + size : at, 0, size));
  };
  const auto at = placeOf(action, action.arguments[0], bound(1, 0), bound(2, size));
  if (at) return action.done(number(static_cast<std::int64_t>(*at)));
  if (heap(action).kind(action.object()) == Kind::tuple) return action.run.raise("ValueError", "tuple.index(x): x not in tuple");
  return action.run.raise("ValueError", operations(action).repr(action.arguments[0]) + " is not in list");
}

Outcome count(Action& action) {
  if (!mayAlone(action)) return Outcome::stands;
  const auto values = heap(action).values(action.object());
  return action.done(
      number(std::ranges::count_if(values, [&](Value one) { return operations(action).equal(one, action.arguments[0]); })));
}

Outcome extend(Action& action) {
  if (!may(action)) return Outcome::stands;
  const auto more = operations(action).elements(action.arguments[0]);
  if (!more || !operations(action).checkLength(length(action) + more->size())) return action.run.settled();
  for (const Value value : *more) {
    heap(action).append(action.object(), value);
    keep(action, value);
  }
  if (heap(action).kind(action.object()) == Kind::deque && !more->empty()) action.run.disturb(action.object());
  return action.done();
}

Outcome clear(Action& action) {
  if (!mayAlone(action)) return Outcome::stands;
  if (heap(action).kind(action.object()) == Kind::deque && length(action) != 0) action.run.disturb(action.object());
  heap(action).assign(action.object(), {});
  return action.done();
}

Outcome sort(Action& action) {
  if (!mayAlone(action)) return Outcome::stands;
  const auto values = heap(action).values(action.object());
  const std::vector<Value> all(values.begin(), values.end());
  if (const Outcome outcome = requireInteger(action, 1); outcome != Outcome::next) return outcome;
  const bool reverse = action.given(1) && operations(action).truth(action.arguments[1]);
  // Where a comparison fails, the list is left as far as it is sorted.
  heap(action).assign(action.object(), operations(action).sorted(all, all, reverse));
  return action.done();
}

Outcome reverse(Action& action) {
  if (!mayAlone(action)) return Outcome::stands;
  std::ranges::reverse(heap(action).values(action.object()));
  return action.done();
}

Outcome copy(Action& action) {
  if (!mayAlone(action)) return Outcome::stands;
  const auto values = heap(action).values(action.object());
  return action.done(objectValue(heap(action).make(Kind::list, std::vector<Value>(values.begin(), values.end()))));
}

// ---- deque -----------------------------------------------------------------------------

Outcome changeDeque(Action& action, bool front, bool takes) {
  if (!mayAlone(action)) return Outcome::stands;
  if (takes && length(action) == 0) return action.run.raise("IndexError", "pop from an empty deque");
  action.run.disturb(action.object());
  if (!takes) return insertAt(action, front ? 0 : length(action), action.arguments[0]);
  const std::size_t at = front ? 0 : length(action) - 1;
  const Value value = action.field(at);
  heap(action).remove(action.object(), at);
  return action.done(value);
}
Outcome appendRight(Action& action) { return changeDeque(action, false, false); }
Outcome appendLeft(Action& action) { return changeDeque(action, true, false); }
Outcome popRight(Action& action) { return changeDeque(action, false, true); }
Outcome popLeft(Action& action) { return changeDeque(action, true, true); }

// ---- dict --------------------------------------------------------------------------------

Outcome get(Action& action) {
  if (!mayAlone(action)) return Outcome::stands;
  const auto at = operations(action).findKey(action.object(), action.arguments[0]);
  return action.done(at ? action.field(*at + 1) : action.given(1) ? action.arguments[1] : kNone);
}

Outcome popKey(Action& action) {
  if (!mayAlone(action)) return Outcome::stands;
  // CPython does not look at the key where the dict is empty.
  const auto at = length(action) == 0 ? std::nullopt : operations(action).findKey(action.object(), action.arguments[0]);
  if (operations(action).failed()) return action.run.settled();
  if (!at && !action.given(1)) return action.run.raiseWith(*lang::findEntry("KeyError"), {action.arguments.data(), 1});
  if (!at) return action.done(action.arguments[1]);
  const Value value = action.field(*at + 1);
  heap(action).remove(action.object(), *at, 2);
  return action.done(value);
}

Outcome setDefault(Action& action) {
  if (!mayAlone(action)) return Outcome::stands;
  const auto at = operations(action).findKey(action.object(), action.arguments[0]);
  if (at) return action.done(action.field(*at + 1));
  const Value value = action.given(1) ? action.arguments[1] : kNone;
  if (!operations(action).failed()) operations(action).setItem(action.object(), action.arguments[0], value);
  keep(action, value);
  return action.done(value);
}

Outcome update(Action& action) {
  if (!may(action)) return Outcome::stands;
  if (!action.given(0)) return action.done();
  const Value other = action.arguments[0];
  std::vector<Value> pairs;
  if (other.is(Tag::object) && heap(action).kind(idOf(other)) == Kind::dict) {
    const auto values = heap(action).values(idOf(other));
    pairs.assign(values.begin(), values.end());
  } else {
    const auto elements = operations(action).elements(other);
    if (!elements) return action.run.settled();
    operations(action).setPairs(action.object(), *elements);
    if (action.run.isShared(action.self)) action.run.shareElements(action.object());
    return action.done();
  }
  for (std::size_t i = 0; i < pairs.size() && !operations(action).failed(); i += 2) {
    operations(action).setItem(action.object(), pairs[i], pairs[i + 1]);
    keep(action, pairs[i + 1]);
  }
  return action.done();
}

Outcome view(Action& action, std::uint16_t what) {
  if (!mayAlone(action)) return Outcome::stands;
  return action.done(objectValue(heap(action).make(Kind::view, {&action.self, 1}, what)));
}
Outcome keys(Action& action) { return view(action, 0); }
Outcome values(Action& action) { return view(action, 1); }
Outcome items(Action& action) { return view(action, 2); }

// ---- set ------------------------------------------------------------------------------------

Outcome addElement(Action& action) {
  if (!mayAlone(action)) return Outcome::stands;
  operations(action).addToSet(action.object(), action.arguments[0]);
  keep(action, action.arguments[0]);
  return action.done();
}

Outcome takeElement(Action& action, bool must) {
  if (!mayAlone(action)) return Outcome::stands;
  const auto at = operations(action).findKey(action.object(), action.arguments[0]);
  if (operations(action).failed()) return action.run.settled();
  if (!at && must) return action.run.raiseWith(*lang::findEntry("KeyError"), {action.arguments.data(), 1});
  if (at) heap(action).remove(action.object(), *at);
  return action.done();
}
Outcome removeElement(Action& action) { return takeElement(action, true); }
Outcome discard(Action& action) { return takeElement(action, false); }

constexpr auto kRows = std::to_array<Row>({
    {"list.append", append},
    {"list.clear", clear},
    {"list.copy", copy},
    {"list.count", count},
    {"list.extend", extend},
    {"list.index", index},
    {"list.insert", insert},
    {"list.pop", pop},
    {"list.remove", removeValue},
    {"list.reverse", reverse},
    {"list.sort", sort},
    {"tuple.count", count},
    {"tuple.index", index},
    {"dict.clear", clear},
    {"dict.get", get},
    {"dict.items", items},
    {"dict.keys", keys},
    {"dict.pop", popKey},
    {"dict.setdefault", setDefault},
    {"dict.update", update},
    {"dict.values", values},
    {"set.add", addElement},
    {"set.discard", discard},
    {"set.remove", removeElement},
    {"collections.deque.append", appendRight},
    {"collections.deque.appendleft", appendLeft},
    {"collections.deque.clear", clear},
    {"collections.deque.extend", extend},
    {"collections.deque.pop", popRight},
    {"collections.deque.popleft", popLeft},
});

}  // namespace

std::span<const Row> containerMethods() { return kRows; }

}  // namespace interleave::program::library
