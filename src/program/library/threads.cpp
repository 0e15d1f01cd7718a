// threading.Thread, current_thread and main_thread, and the functions of `time` and `random`, which take no time here:
// https://docs.python.org/3.11/library/threading.html#thread-objects
//
// [serial, target, arguments, named arguments, name, daemon, agent, object of a class that is derived from Thread]
#include <algorithm>
#include <array>

#include "program/library/rows.h"

namespace interleave::program {
namespace {

constexpr std::size_t kTarget = 1, kArguments = 2, kNamed = 3, kName = 4, kDaemon = 5, kAgent = 6, kOwner = 7, kLength = 8;

}  // namespace

std::optional<AgentId> Interpreter::makeAgent(Value callee, Value arguments, Value keywords, Value subject) {
  if (machine_.agents_.size() > kMaxLettered) {
    stop("more than " + std::to_string(kMaxLettered) + " threads and tasks");
    return std::nullopt;
  }
  Agent made;
  made.subject = subject;
  made.line = machine_.lineOf(self_);
  made.calls.push_back({1, 0, 0, false});
  for (const Value value : {callee, arguments, keywords}) made.stack.push(value);
  machine_.agents_.push_back(std::move(made));
  for (const Value value : {callee, arguments, keywords, subject}) share(value);
  return static_cast<AgentId>(machine_.agents_.size() - 1);
}

// Without a step: they are set before the thread is started.
Outcome Interpreter::storeThreadAttribute(Value thread, std::string_view attribute, Value value) {
  if (thread.is(Tag::none)) return raise("RuntimeError", "Thread.__init__() not called");
  const bool daemon = attribute.ends_with(".daemon");
  if (daemon && !heap_.at(idOf(thread), kAgent).is(Tag::none))
    return raise("RuntimeError", "cannot set daemon status of active thread");
  const Value stored = daemon ? boolean(operations_.truth(value)) : operations_.makeText(operations_.str(value));
  if (operations_.failed()) return settled();
  heap_.at(idOf(thread), daemon ? kDaemon : kName) = stored;
  drop(2);
  return Outcome::next;
}

// `Thread-3 (work)`, as CPython names threads.
std::string Interpreter::threadName(Value target) {
  machine_.needRest();
  std::string name = "Thread-" + std::to_string(++machine_.namedThreads_);
  while (target.is(Tag::object) && heap_.kind(idOf(target)) == Kind::method) target = heap_.at(idOf(target), 1);
  std::string of;
  if (target.is(Tag::function)) of = program().functions[target.index()].name;
  else if (target.is(Tag::object) && heap_.kind(idOf(target)) == Kind::function)
    of = program().functions[heap_.detail(idOf(target))].name;
  else if (target.is(Tag::object) && heap_.kind(idOf(target)) == Kind::classes)
    of = program().classes[heap_.detail(idOf(target))].name;
  else if (target.is(Tag::entry)) of = lang::entries()[target.index()].name;
  return of.empty() ? name : name + " (" + of.substr(of.rfind('.') + 1) + ")";
}

// That of main is made when it is first asked for.
Value Interpreter::threadOf(AgentId agent) {
  Value& subject = machine_.agents_[agent].subject;
  if (subject.bound()) return subject;
  const ObjectId made = heap_.make(Kind::thread, kLength);
  for (std::size_t i = 0; i < kLength; ++i) heap_.at(made, i) = kNone;
  heap_.at(made, 0) = number(0xff'ffff);
  heap_.at(made, kName) = constants_.text("MainThread");
  heap_.at(made, kDaemon) = kFalse;
  heap_.at(made, kAgent) = number(agent);
  subject = objectValue(made);
  share(subject);
  return subject;
}

namespace library {
namespace {

AgentId agentOf(Action& action) { return static_cast<AgentId>(action.field(kAgent).small()); }
bool isStarted(Action& action) { return action.field(kAgent).is(Tag::integer); }
bool hasEnded(Action& action) { return action.run.hasEnded(agentOf(action)); }

Outcome make(Action& action) {
  Interpreter& run = action.run;
  const auto given = [&](std::size_t i, Value otherwise) { return action.given(i) ? action.arguments[i] : otherwise; };
  if (!given(0, kNone).is(Tag::none)) return run.raise("AssertionError", "group argument must be None for now");
  const Value target = given(1, kNone), name = given(2, kNone), daemon = given(5, kNone);
  Value arguments = given(3, kNone);
  const auto values = arguments.is(Tag::none) ? std::vector<Value>{} : run.operations().elements(arguments);
  if (!values) return run.settled();
  arguments = run.operations().makeTuple(*values);
  const ObjectId made = run.makeIdentified(Kind::thread, kLength);
  const Value shown =
      name.is(Tag::none) ? run.constants().text(run.threadName(target)) : run.operations().makeText(run.operations().str(name));
  Heap& heap = run.heap();
  heap.at(made, kTarget) = target;
  heap.at(made, kArguments) = arguments;
  heap.at(made, kNamed) = given(4, kNone);
  heap.at(made, kName) = shown;
  heap.at(made, kDaemon) = boolean(daemon.is(Tag::none) ? run.agent().daemon : run.operations().truth(daemon));
  heap.at(made, kAgent) = kNone;
  heap.at(made, kOwner) = kNone;
  return action.done(objectValue(made));
}

// The target, or `run` of a class that is derived from Thread. A thread without either does nothing.
Value calleeOf(Action& action) {
  const Value own = action.run.methodOf(action.field(kOwner), action.run.program().special.run);
  if (own.bound()) return own;
  const Value target = action.field(kTarget);
  return target.is(Tag::none) ? Value(Tag::entry, *lang::findEntry("bool")) : target;
}

Outcome start(Action& action) {
  Interpreter& run = action.run;
  if (action.self.is(Tag::none)) return run.raise("RuntimeError", "thread.__init__() not called");
  if (!run.mayAct(run.isShared(action.self))) return Outcome::stands;
  if (isStarted(action)) return run.raise("RuntimeError", "threads can only be started once");
  const Value callee = calleeOf(action);
  const bool own = callee != action.field(kTarget);
  const Value arguments = own ? run.operations().makeTuple({}) : action.field(kArguments);
  const auto agent = run.makeAgent(callee, arguments, own ? kNone : action.field(kNamed), action.self);
  if (!agent) return Outcome::stopped;
  run.agent(*agent).daemon = action.field(kDaemon) == kTrue;
  action.field(kAgent) = number(*agent);
  return action.done();
}

Outcome join(Action& action) {
  Interpreter& run = action.run;
  if (action.self.is(Tag::none)) return run.raise("RuntimeError", "Thread.__init__() not called");
  if (!isStarted(action)) {
    if (!run.mayAct(run.isShared(action.self), true)) return Outcome::stands;
    return run.raise("RuntimeError", "cannot join thread before it is started");
  }
  if (agentOf(action) == run.self()) return run.raise("RuntimeError", "cannot join current thread");
  if (action.given(0) && !action.arguments[0].is(Tag::none) && !run.operations().isNumber(action.arguments[0]))
    return raiseIncomparable(action, number(0), ">", action.arguments[0]);
  if (patienceOf(action, 0) != Patience::endless) return action.may() ? action.done() : Outcome::stands;
  return hasEnded(action) ? action.done() : run.wait(Waits::join, action.self);
}

Outcome isAlive(Action& action) {
  if (!action.may()) return Outcome::stands;
  return action.done(boolean(isStarted(action) && !hasEnded(action)));
}

Outcome name(Action& action) { return action.done(action.field(kName)); }
Outcome daemon(Action& action) { return action.done(action.field(kDaemon)); }

Outcome currentThread(Action& action) {
  if (action.run.agent().isTask) return action.run.stop("`current_thread()` in a task of a pool: its workers are not told apart");
  return action.done(action.run.threadOf(action.run.self()));
}
Outcome mainThread(Action& action) { return action.done(action.run.threadOf(kMain)); }

Outcome sleep(Action& action) {
  Operations& operations = action.run.operations();
  const Value time = action.arguments[0];
  if (!operations.isNumber(time)) return requireInteger(action, 0);
  if (operations.real(time) < 0) return action.run.raise("ValueError", "sleep length must be non-negative");
  return action.done();
}

Outcome clock(Action& action) { return action.done(action.run.constants().real(0)); }
Outcome first(Action& action) { return action.done(action.arguments[0]); }

constexpr auto kRows = std::to_array<Row>({
    {"threading.Thread", make},
    {"threading.Thread.start", start},
    {"threading.Thread.join", join},
    {"threading.Thread.is_alive", isAlive},
    {"threading.Thread.name", name},
    {"threading.Thread.daemon", daemon},
    {"threading.current_thread", currentThread},
    {"threading.main_thread", mainThread},
    {"time.sleep", sleep},
    {"time.time", clock},
    {"time.monotonic", clock},
    {"time.perf_counter", clock},
    {"random.random", clock},
    {"random.uniform", first},
    {"random.randint", first},
});

}  // namespace

std::span<const Row> threads() { return kRows; }

}  // namespace library
}  // namespace interleave::program
