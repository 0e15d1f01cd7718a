// threading.Barrier: https://docs.python.org/3.11/library/threading.html#barrier-objects
//
// [serial, parties, waiting, broken]
#include <array>

#include "program/library/rows.h"

namespace interleave::program::library {
namespace {

constexpr std::size_t kParties = 1, kWaiting = 2, kBroken = 3;
// Phases of wait. Those that pass have the number of their arrival in the phase, from kPassed on.
constexpr std::uint8_t kAsleep = 1, kAsleepForAWhile = 2, kDisappointed = 3, kPassed = 4;

Outcome make(Action& action) {
  Operations& operations = action.run.operations();
  if (!operations.isInteger(action.arguments[0])) return action.run.stop("a Barrier of something that is no int");
  const std::int64_t parties = operations.integer(action.arguments[0]);
  if (parties < 1) return action.run.stop("a Barrier for less than one thread");
  const ObjectId made = action.run.makeIdentified(Kind::barrier, 4);
  action.run.heap().at(made, kParties) = action.arguments[0];
  action.run.heap().at(made, kWaiting) = number(0);
  action.run.heap().at(made, kBroken) = kFalse;
  return action.done(objectValue(made));
}

// Sleepers keep the barrier and the number of their arrival.
void wakeSleepers(Action& action, bool disappointed) {
  for (const AgentId sleeper : action.run.callersIn(action.self, kAsleep, kAsleepForAWhile)) {
    Agent& agent = action.run.agent(sleeper);
    const Value arrival = action.run.heap().at(idOf(agent.memory), 1);
    agent.phase = disappointed ? kDisappointed : static_cast<std::uint8_t>(kPassed + arrival.small());
    agent.memory = kNone;
    agent.stance = Stance::runs;
  }
  action.field(kWaiting) = number(0);
}

Outcome breakIt(Action& action) {
  action.field(kBroken) = kTrue;
  wakeSleepers(action, true);
  return action.run.raise("threading.BrokenBarrierError", "");
}

Outcome arrive(Action& action) {
  if (!action.may()) return Outcome::stands;
  Interpreter& run = action.run;
  if (action.field(kBroken) == kTrue) return run.raise("threading.BrokenBarrierError", "");
  const std::int64_t arrival = action.field(kWaiting).small();
  if (arrival + 1 == run.operations().integer(action.field(kParties))) {
    wakeSleepers(action, false);
    return action.done(number(arrival));
  }
  action.field(kWaiting) = number(arrival + 1);
  const Value parts[] = {action.self, number(arrival)};
  return run.again(patienceOf(action, 0) == Patience::endless ? kAsleep : kAsleepForAWhile, run.operations().makeTuple(parts));
}

Outcome wait(Action& action) {
  switch (action.phase()) {
    case 0: return arrive(action);
    case kAsleep: return action.run.wait(Waits::wait, action.self);
    case kAsleepForAWhile: return action.may() ? breakIt(action) : Outcome::stands;
    case kDisappointed: return action.run.raise("threading.BrokenBarrierError", "");
    default: return action.done(number(action.phase() - kPassed));
  }
}

Outcome look(Action& action, std::size_t field) {
  if (!action.may()) return Outcome::stands;
  return action.done(action.field(field));
}
Outcome parties(Action& action) { return look(action, kParties); }
Outcome waiting(Action& action) { return look(action, kWaiting); }
Outcome broken(Action& action) { return look(action, kBroken); }

constexpr auto kRows = std::to_array<Row>({
    {"threading.Barrier", make},
    {"threading.Barrier.wait", wait},
    {"threading.Barrier.parties", parties},
    {"threading.Barrier.n_waiting", waiting},
    {"threading.Barrier.broken", broken},
});

}  // namespace

std::span<const Row> barriers() { return kRows; }

}  // namespace interleave::program::library
