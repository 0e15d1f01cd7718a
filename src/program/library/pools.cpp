// concurrent.futures: https://docs.python.org/3.11/library/concurrent.futures.html#threadpoolexecutor
//
// ThreadPoolExecutor: [serial, workers, shut down]. Future: [serial, agent, result, exception, asked for].
#include <algorithm>
#include <array>

#include "program/library/rows.h"

namespace interleave::program {
namespace {

constexpr std::size_t kShut = 2;
constexpr std::size_t kAgent = 1, kResult = 2, kException = 3, kAsked = 4;

}  // namespace

// What ThreadPoolExecutor.map gives comes one after the other.
Outcome Interpreter::resultOf(Value future, Value& value) {
  const ObjectId object = idOf(future);
  if (!hasEnded(static_cast<AgentId>(heap_.at(object, kAgent).small()))) return wait(Waits::result, future);
  if (heap_.at(object, kException).is(Tag::object)) return stop("a task of `map` that raises an exception: use submit()");
  value = heap_.at(object, kResult);
  return Outcome::next;
}

bool Interpreter::poolIsBusy(Value pool) const {
  for (AgentId agent = 0; agent < machine_.agents(); ++agent) {
    if (machine_.agents_[agent].pool == pool && !hasEnded(agent)) return true;
  }
  return false;
}

namespace library {
namespace {

bool taskHasEnded(Action& action) { return action.run.hasEnded(static_cast<AgentId>(action.field(kAgent).small())); }

Outcome make(Action& action) {
  Operations& operations = action.run.operations();
  if (const Outcome outcome = requireComparable(action, 0, "<="); outcome != Outcome::next) return outcome;
  if (!operations.isInteger(action.arguments[0])) return action.run.stop("`max_workers` of something that is no int");
  if (operations.integer(action.arguments[0]) <= 0) return action.run.raise("ValueError", "max_workers must be greater than 0");
  const ObjectId made = action.run.makeIdentified(Kind::executor, 3);
  action.run.heap().at(made, 1) = number(std::min<std::int64_t>(operations.integer(action.arguments[0]), kMaxAgents));
  action.run.heap().at(made, kShut) = kFalse;
  return action.done(objectValue(made));
}

// The future, or an absent value where there are too many tasks.
Value submitTask(Action& action, Value callee, std::span<const Value> arguments, Value named) {
  Interpreter& run = action.run;
  const ObjectId future = run.makeIdentified(Kind::future, 5);
  for (std::size_t i = 1; i < 5; ++i) run.heap().at(future, i) = kNone;
  run.heap().at(future, kAsked) = kFalse;
  const auto agent = run.makeAgent(callee, run.operations().makeTuple(arguments), named, objectValue(future));
  if (!agent) return kAbsent;
  run.heap().at(future, kAgent) = number(*agent);
  Agent& task = run.agent(*agent);
  task.isTask = true;
  task.pool = action.self;
  run.share(action.self);
  task.stance = Stance::queued;
  return objectValue(future);
}

// Whether tasks are still taken; else the exception is raised.
Outcome refused(Action& action) {
  if (action.field(kShut) == kTrue) return action.run.raise("RuntimeError", "cannot schedule new futures after shutdown");
  if (action.run.hasEnded(kMain)) {
    return action.run.raise("RuntimeError", "cannot schedule new futures after interpreter shutdown");
  }
  return Outcome::next;
}

Outcome submit(Action& action) {
  Interpreter& run = action.run;
  if (!run.mayAct(run.program().poolsAreSteps)) return Outcome::stands;
  if (const Outcome outcome = refused(action); outcome != Outcome::next) return outcome;
  Value named = kNone;
  if (!action.named.empty()) {
    const ObjectId dict = run.heap().make(Kind::dict, 0);
    for (const auto& [name, value] : action.named) run.operations().setItem(dict, run.constants().text(run.nameOf(name)), value);
    named = objectValue(dict);
  }
  const Value future = submitTask(action, action.arguments[0], action.rest, named);
  return future.bound() ? action.done(future) : Outcome::stopped;
}

Outcome map(Action& action) {
  Interpreter& run = action.run;
  const bool looks = std::ranges::any_of(action.rest, [&](Value one) { return run.isSharedContainer(one); });
  if (!run.mayAct(run.program().poolsAreSteps || looks)) return Outcome::stands;
  if (const Outcome outcome = refused(action); outcome != Outcome::next) return outcome;
  std::vector<std::vector<Value>> all;
  for (const Value one : action.rest) {
    const auto elements = run.operations().elements(one);
    if (!elements) return run.settled();
    all.push_back(*elements);
  }
  std::size_t count = all.empty() ? 0 : all[0].size();
  for (const auto& one : all) count = std::min(count, one.size());
  std::vector<Value> futures;
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<Value> arguments;
    for (const auto& one : all) arguments.push_back(one[i]);
    futures.push_back(submitTask(action, action.arguments[0], arguments, kNone));
    if (!futures.back().bound()) return Outcome::stopped;
  }
  const Value parts[] = {run.operations().makeTuple(futures), number(0), kNone};
  return action.done(objectValue(run.heap().make(Kind::iterator, parts, kOfResults)));
}

constexpr std::uint8_t kShutting = 1;

bool isBusy(Action& action) { return action.run.poolIsBusy(action.self); }

Outcome shut(Action& action, bool waits) {
  Interpreter& run = action.run;
  if (action.phase() == 0) {
    if (!run.mayAct(run.program().poolsAreSteps)) return Outcome::stands;
    action.field(kShut) = kTrue;
    if (!waits || !isBusy(action)) return action.done();
    return run.again(kShutting, action.self);
  }
  return isBusy(action) ? run.wait(Waits::shutdown, action.self) : action.done();
}
Outcome shutdown(Action& action) { return shut(action, !action.given(0) || action.run.operations().truth(action.arguments[0])); }
Outcome exit(Action& action) { return shut(action, true); }
Outcome enter(Action& action) { return action.done(action.self); }

// Waits for the end of the task, if need be; then the exception, or None.
Outcome ask(Action& action, Waits waits, Value& exception) {
  const bool ended = taskHasEnded(action);
  if (const Outcome outcome = requireTimeout(action, 0, ">"); !ended && outcome != Outcome::next) return outcome;
  if (patienceOf(action, 0) != Patience::endless) {
    if (!action.may()) return Outcome::stands;
    if (!ended) return action.run.raise("TimeoutError", "");
  } else if (!ended) {
    return action.run.wait(waits, action.self);
  }
  action.field(kAsked) = kTrue;
  exception = action.field(kException);
  return Outcome::next;
}

Outcome result(Action& action) {
  Value exception;
  const Outcome outcome = ask(action, Waits::result, exception);
  if (outcome != Outcome::next) return outcome;
  return exception.is(Tag::object) ? action.run.raiseValue(exception) : action.done(action.field(kResult));
}

Outcome exceptionOf(Action& action) {
  Value exception;
  const Outcome outcome = ask(action, Waits::exception, exception);
  return outcome == Outcome::next ? action.done(exception) : outcome;
}

Outcome done(Action& action) {
  if (!action.may()) return Outcome::stands;
  return action.done(boolean(taskHasEnded(action)));
}

constexpr auto kRows = std::to_array<Row>({
    {"concurrent.futures.ThreadPoolExecutor", make},
    {"concurrent.futures.ThreadPoolExecutor.submit", submit},
    {"concurrent.futures.ThreadPoolExecutor.map", map},
    {"concurrent.futures.ThreadPoolExecutor.shutdown", shutdown},
    {"concurrent.futures.Future.result", result},
    {"concurrent.futures.Future.exception", exceptionOf},
    {"concurrent.futures.Future.done", done},
});

constexpr auto kContexts = std::to_array<ContextRow>({{Type::executor, enter, exit}});

}  // namespace

std::span<const Row> pools() { return kRows; }
std::span<const ContextRow> poolContexts() { return kContexts; }

}  // namespace library
}  // namespace interleave::program
