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

void wakeAll(Action& action, std::uint8_t asleep, std::uint8_t awake) {
  for (const AgentId id : action.run.callersIn(action.self, asleep, asleep)) {
    Agent& other = action.run.agent(id);
    other.phase = awake;
    other.stance = Stance::runs;
  }
}

}  // namespace library
}  // namespace interleave::program
