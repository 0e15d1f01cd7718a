// The types that values have: one row each.
#pragma once

#include <cstdint>
#include <string_view>

#include "program/heap.h"
#include "program/value.h"

namespace interleave::program {

enum class Type : std::uint8_t {
  unbound,
  none,
  boolean,
  integer,
  real,
  text,
  module,
  entry,
  function,
  opaque,
  method,
  classes,
  instance,
  exception,
  tuple,
  list,
  dict,
  set,
  deque,
  range,
  keysView,
  valuesView,
  itemsView,
  iterator,
  cell,
  lock,
  rlock,
  condition,
  semaphore,
  boundedSemaphore,
  event,
  barrier,
  thread,
  queue,
  lifoQueue,
  simpleQueue,
  executor,
  future,
  atomic,
  spinLock,
  ticketLock,
  rwLock,
  rwSide,
  checkThenLock,
};
inline constexpr std::size_t kTypes = static_cast<std::size_t>(Type::checkThenLock) + 1;

struct TypeRow {
  Type type;
  std::string_view members;  // the full name in lang::entries() before that of a method; empty: it has none
  std::string_view name;     // `type(x).__name__`, as messages have it
};

const TypeRow& rowOf(Type type);

Type typeOf(const Heap& heap, Value value);

// Whether operations of it are steps where threads share it.
constexpr bool isContainer(Kind kind) {
  return kind == Kind::list || kind == Kind::dict || kind == Kind::set || kind == Kind::deque;
}

}  // namespace interleave::program
