// The files of the library: each gives its rows.
#pragma once

#include <span>

#include "program/interpreter.h"

namespace interleave::program::library {

std::span<const Row> builtIns();
std::span<const Row> textMethods();
std::span<const Row> containerMethods();
std::span<const Row> threads();
std::span<const Row> locks();
std::span<const Row> conditions();
std::span<const Row> semaphores();
std::span<const Row> events();
std::span<const Row> barriers();
std::span<const Row> queues();
std::span<const Row> pools();
std::span<const Row> atomics();
std::span<const Row> interleaveLocks();

// `with` of the types that have it: enters and exits.
struct ContextRow {
  Type type;
  Implementation enter, exit;
};
std::span<const ContextRow> lockContexts();
std::span<const ContextRow> conditionContexts();
std::span<const ContextRow> semaphoreContexts();
std::span<const ContextRow> poolContexts();
std::span<const ContextRow> interleaveContexts();

// ---- What several files need ------------------------------------------------------

// Whether a call has to wait for as long as it takes: by `blocking` and `timeout`, of which None is no timeout.
enum class Patience : std::uint8_t { none, some, endless };
Patience patienceOf(Action& action, std::size_t blocking, std::size_t timeout);
// Of a call with a timeout alone.
Patience patienceOf(Action& action, std::size_t timeout);
// Of a lock, of which -1 is no timeout.
Patience patienceOfLock(Action& action, std::size_t blocking, std::size_t timeout);

// CPython's TypeError of an argument that is given and of another kind; else `next`.
Outcome requireInteger(Action& action, std::size_t index);
// Of one that the library compares with an int: "'<' not supported between instances of 'str' and 'int'".
Outcome requireComparable(Action& action, std::size_t index, std::string_view comparison);
Outcome raiseIncomparable(Action& action, Value left, std::string_view comparison, Value right);
// None is no timeout.
inline Outcome requireTimeout(Action& action, std::size_t index, std::string_view comparison) {
  return action.arguments[index].is(Tag::none) ? Outcome::next : requireComparable(action, index, comparison);
}

// The number of the agent that calls, as fields of locks keep it: 0 is for none.
inline Value holder(Action& action) { return number(action.run.self() + 1); }
inline AgentId agentOfHolder(Value holder) { return holder == number(0) ? kNobody : static_cast<AgentId>(holder.small() - 1); }

// Wakes every agent that sleeps in `object` in the phase `asleep`: it goes on in the phase `awake`.
void wakeAll(Action& action, std::uint8_t asleep, std::uint8_t awake);

}  // namespace interleave::program::library
