// threading.Condition: https://docs.python.org/3.11/library/threading.html#condition-objects
//
// [serial, lock, notification…]. A notification is one number: whom it can wake, a bit an agent, and how many of them: `notify` wakes
// some of those asleep at that moment, and which of them is decided by who takes the next step. A wake-up uses the earliest one that
// could have woken it.
#include <algorithm>
#include <array>
#include <bit>
#include <vector>

#include "program/library/rows.h"

namespace interleave::program::library {
namespace {

constexpr std::size_t kLock = 1, kFirst = 2;
constexpr int kCountShift = kMaxAgents;
constexpr std::int64_t kWhom = (std::int64_t{1} << kCountShift) - 1;

// Phases of wait: asleep without and with a timeout; awake, and about to have the lock again.
constexpr std::uint8_t kAsleep = 1, kAsleepForAWhile = 2, kNotified = 3, kTimeIsUp = 4;

// The lock of a condition: [serial, holder] or [serial, holder, times].
struct Owned {
  Heap& heap;
  ObjectId lock;

  bool isRLock() const { return heap.kind(lock) == Kind::rlock; }
  Value& holder() const { return heap.at(lock, 1); }
  // As CPython's _is_owned: of a Lock, whether any thread holds it.
  bool ownedBy(Value agent) const { return isRLock() ? holder() == agent : holder() != number(0); }
};

Owned ownedOf(Action& action) { return {action.run.heap(), idOf(action.field(kLock))}; }

std::int64_t bitOf(AgentId agent) { return std::int64_t{1} << agent; }

Outcome makeCondition(Action& action) {
  Interpreter& run = action.run;
  Value lock = action.given(0) ? action.arguments[0] : kNone;
  if (lock.is(Tag::none)) {
    const ObjectId made = run.makeIdentified(Kind::rlock, 3);
    run.heap().at(made, 1) = number(0);
    run.heap().at(made, 2) = number(0);
    lock = objectValue(made);
  }
  const Type type = typeOf(run.heap(), lock);
  const bool ofProgram = type == Type::instance || type == Type::classes || type == Type::exception;
  if (!ofProgram && !lang::findMember(rowOf(type).members, "acquire")) {
    return run.raise("AttributeError", "'" + run.operations().shownType(lock) + "' object has no attribute 'acquire'");
  }
  if (type != Type::lock && type != Type::rlock) return run.stop("a Condition of something that is neither a Lock nor an RLock");
  const ObjectId made = run.makeIdentified(Kind::condition, 2);
  run.heap().at(made, kLock) = lock;
  return action.done(objectValue(made));
}

// The lock's own operations.
Outcome acquire(Action& action) {
  action.self = action.field(kLock);
  return enterOf(typeOf(action.run.heap(), action.self))(action);
}
Outcome release(Action& action) {
  action.self = action.field(kLock);
  return exitOf(typeOf(action.run.heap(), action.self))(action);
}

// What a notification wakes: whom it can, and how many of them.
struct Notification {
  std::int64_t whom = 0;
  std::int64_t count = 0;

  Notification(std::int64_t agents, std::int64_t some) : whom(agents), count(some) {}
  explicit Notification(Value value) : whom(value.small() & kWhom), count(value.small() >> kCountShift) {}
  bool wakesAll() const { return count == std::popcount(static_cast<std::uint64_t>(whom)); }
  Value value() const { return number(count << kCountShift | whom); }
};

// Drops notifications that wake none. Those that come to the same are the same, so that states are: who is woken by an earlier one for
// certain uses no later one, and two that follow each other are one if both wake all whom they can, or if both can wake the same.
void simplify(Action& action) {
  std::vector<Value> simple;
  std::int64_t certain = 0;
  for (std::size_t i = kFirst; i < action.run.heap().length(action.object()); ++i) {
    Notification one(action.field(i));
    one.whom &= ~certain;
    one.count = std::min<std::int64_t>(one.count, std::popcount(static_cast<std::uint64_t>(one.whom)));
    if (one.count == 0) continue;
    if (!simple.empty()) {
      const Notification before(simple.back());
      if (before.whom == one.whom || (before.wakesAll() && one.wakesAll())) {
        one.whom |= before.whom;
        one.count = std::min<std::int64_t>(one.count + before.count, std::popcount(static_cast<std::uint64_t>(one.whom)));
        simple.pop_back();
      }
    }
    if (one.wakesAll()) certain |= one.whom;
    simple.push_back(one.value());
  }
  Heap& heap = action.run.heap();
  const Value parts[] = {action.field(0), action.field(kLock)};
  simple.insert(simple.begin(), std::begin(parts), std::end(parts));
  heap.assign(action.object(), simple);
}

// An agent that is awake is asked for by no notification any more.
void forget(Action& action, AgentId agent) {
  for (std::size_t i = kFirst; i < action.run.heap().length(action.object()); ++i) {
    Notification one(action.field(i));
    one.whom &= ~bitOf(agent);
    action.field(i) = one.value();
  }
  simplify(action);
}

// The earliest notification that can wake the agent; 0: none.
std::size_t notificationOf(Action& action, AgentId agent) {
  for (std::size_t i = kFirst; i < action.run.heap().length(action.object()); ++i) {
    if ((Notification(action.field(i)).whom & bitOf(agent)) != 0) return i;
  }
  return 0;
}

void use(Action& action, std::size_t at, AgentId agent) {
  Notification used(action.field(at));
  --used.count;
  action.field(at) = used.value();
  forget(action, agent);
}

// What wait() keeps while the agent has no lock: the condition, and how often an RLock was held.
Value sleepOf(Action& action, Value times) {
  const Value parts[] = {action.self, times};
  return action.run.operations().makeTuple(parts);
}
Value timesOf(Action& action) { return action.run.heap().at(idOf(action.run.agent().memory), 1); }

void haveAgain(Action& action, const Owned& owned) {
  owned.holder() = holder(action);
  if (owned.isRLock()) action.run.heap().at(owned.lock, 2) = timesOf(action);
}

Outcome fallAsleep(Action& action, bool forAWhile) {
  Interpreter& run = action.run;
  const Owned owned = ownedOf(action);
  if (!action.may()) return Outcome::stands;
  if (!owned.ownedBy(holder(action))) return run.raise("RuntimeError", "cannot wait on un-acquired lock");
  const Value times = owned.isRLock() ? run.heap().at(owned.lock, 2) : number(1);
  owned.holder() = number(0);
  if (owned.isRLock()) run.heap().at(owned.lock, 2) = number(0);
  return run.again(forAWhile ? kAsleepForAWhile : kAsleep, sleepOf(action, times));
}

Outcome wait(Action& action) {
  Interpreter& run = action.run;
  const std::uint8_t phase = action.phase();
  if (phase == 0) {
    if (const Outcome outcome = requireTimeout(action, 0, ">"); outcome != Outcome::next) return outcome;
  }
  if (phase == 0) return fallAsleep(action, patienceOf(action, 0) != Patience::endless);
  const Owned owned = ownedOf(action);
  const AgentId self = run.self();
  const std::size_t notification = notificationOf(action, self);
  if (phase == kAsleepForAWhile) {
    if (!action.may()) return Outcome::stands;
    if (notification != 0) use(action, notification, self);
    else forget(action, self);
    return run.again(notification != 0 ? kNotified : kTimeIsUp, run.agent().memory);
  }
  if (phase == kAsleep && notification == 0) return run.block(Waits::wait, action.self);
  if (owned.holder() != number(0)) return run.block(Waits::acquire, objectValue(owned.lock), agentOfHolder(owned.holder()));
  if (!action.may()) return Outcome::stands;
  if (phase == kAsleep) use(action, notification, self);
  haveAgain(action, owned);
  return action.done(boolean(phase != kTimeIsUp));
}

// Who is asleep in this condition.
std::int64_t asleepIn(Action& action) {
  std::int64_t whom = 0;
  for (const AgentId sleeper : action.run.callersIn(action.self, kAsleep, kAsleepForAWhile)) whom |= bitOf(sleeper);
  return whom;
}

Outcome wake(Action& action, std::int64_t wanted) {
  if (!action.may()) return Outcome::stands;
  if (!ownedOf(action).ownedBy(holder(action))) return action.run.raise("RuntimeError", "cannot notify on un-acquired lock");
  const std::int64_t whom = asleepIn(action);
  const std::int64_t count = std::min<std::int64_t>(wanted, std::popcount(static_cast<std::uint64_t>(whom)));
  if (count > 0) {
    action.run.heap().append(action.object(), Notification(whom, count).value());
    simplify(action);
  }
  return action.done();
}

Outcome notify(Action& action) {
  const bool given = action.given(0);
  if (given && !action.run.operations().isNumber(action.arguments[0]))
    return asleepIn(action) == 0 ? wake(action, 0) : requireComparable(action, 0, ">");
  if (given && !action.run.operations().isInteger(action.arguments[0]))
    return action.run.stop("`notify` of something that is no int");
  return wake(action, given ? action.run.operations().integer(action.arguments[0]) : 1);
}
Outcome notifyAll(Action& action) { return wake(action, kMaxAgents); }

constexpr auto kRows = std::to_array<Row>({
    {"threading.Condition", makeCondition},
    {"threading.Condition.acquire", acquire},
    {"threading.Condition.release", release},
    {"threading.Condition.wait", wait},
    {"threading.Condition.notify", notify},
    {"threading.Condition.notify_all", notifyAll},
});

constexpr auto kContexts = std::to_array<ContextRow>({{Type::condition, acquire, release}});

}  // namespace

std::span<const Row> conditions() { return kRows; }
std::span<const ContextRow> conditionContexts() { return kContexts; }

}  // namespace interleave::program::library
