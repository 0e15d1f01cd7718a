#include "program/library/rows.h"

#include <array>
#include <vector>

namespace interleave::program {
namespace {

std::vector<Implementation> allImplementations() {
  std::vector<Implementation> all(lang::entries().size(), nullptr);
  using namespace library;
  for (const auto& rows : {builtIns(), textMethods(), containerMethods(), threads(), locks(), conditions(), semaphores(),
                           events(), barriers(), queues(), pools(), atomics(), interleaveLocks()}) {
    for (const Row& row : rows) {
      if (const auto entry = lang::findEntry(row.name)) all[*entry] = row.call;
    }
  }
  return all;
}

struct Contexts {
  std::array<Implementation, kTypes> enter{}, exit{};

  Contexts() {
    using namespace library;
    for (const auto& rows : {lockContexts(), conditionContexts(), semaphoreContexts(), poolContexts(), interleaveContexts()}) {
      for (const ContextRow& row : rows) {
        enter[static_cast<std::size_t>(row.type)] = row.enter;
        exit[static_cast<std::size_t>(row.type)] = row.exit;
      }
    }
  }
};

const Contexts& contexts() {
  static const Contexts all;
  return all;
}

}  // namespace

Implementation implementationOf(lang::EntryId entry) {
  static const std::vector<Implementation> all = allImplementations();
  return all[entry];
}

Implementation enterOf(Type type) { return contexts().enter[static_cast<std::size_t>(type)]; }
Implementation exitOf(Type type) { return contexts().exit[static_cast<std::size_t>(type)]; }

namespace library {

Patience patienceOf(Action& action, std::size_t blocking, std::size_t timeout) {
  if (action.given(blocking) && !action.run.operations().truth(action.arguments[blocking])) return Patience::none;
  return patienceOf(action, timeout);
}

Patience patienceOf(Action& action, std::size_t timeout) {
  return !action.given(timeout) || action.arguments[timeout].is(Tag::none) ? Patience::endless : Patience::some;
}

Patience patienceOfLock(Action& action, std::size_t blocking, std::size_t timeout) {
  Operations& operations = action.run.operations();
  if (action.given(blocking) && !operations.truth(action.arguments[blocking])) return Patience::none;
  const bool none = !action.given(timeout) ||
                    (operations.isNumber(action.arguments[timeout]) && operations.real(action.arguments[timeout]) == -1);
  return none ? Patience::endless : Patience::some;
}

Outcome requireInteger(Action& action, std::size_t index) {
  Operations& operations = action.run.operations();
  const Value value = action.arguments[index];
  if (!value.bound() || operations.isInteger(value)) return Outcome::next;
  return action.run.raise("TypeError", "'" + operations.shownType(value) + "' object cannot be interpreted as an integer");
}

Outcome raiseIncomparable(Action& action, Value left, std::string_view comparison, Value right) {
  Operations& operations = action.run.operations();
  return action.run.raise("TypeError", "'" + std::string(comparison) + "' not supported between instances of '" +
                                           operations.shownType(left) + "' and '" + operations.shownType(right) + "'");
}

Outcome requireComparable(Action& action, std::size_t index, std::string_view comparison) {
  const Value value = action.arguments[index];
  if (!value.bound() || action.run.operations().isNumber(value)) return Outcome::next;
  return raiseIncomparable(action, value, comparison, number(0));
}

void wakeAll(Action& action, std::uint8_t asleep, std::uint8_t awake) {
  for (const AgentId id : action.run.callersIn(action.self, asleep, asleep)) {
    Agent& other = action.run.agent(id);
    other.phase = awake;
    other.stance = Stance::runs;
  }
}

}  // namespace library
}  // namespace interleave::program
