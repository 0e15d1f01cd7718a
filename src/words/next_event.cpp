// What a step does, told from the instruction before which its agent stands and from what that finds. How the library's objects keep
// what they have, the files of program/library say at their beginning.
#include <algorithm>
#include <span>

#include "program/operations.h"
#include "words/program_trace.h"

namespace interleave::words {
namespace {

using namespace program;
using program::ObjectId;
using program::Program;

constexpr std::size_t kQueueItems = 3;  // where the items of a queue begin
constexpr std::size_t kAgentOfThread = 6, kAgentOfFuture = 1;

// What a call is given.
struct Called {
  Value object;  // absent: of a function
  std::string_view name;  // `acquire`
  std::span<const Value> arguments;
};

class Observer {
 public:
  Observer(const Machine& machine, AgentId agent)
      : machine_(machine),
        program_(machine.program()),
        heap_(machine.heap()),
        agent_(machine.agent(agent)),
        operations_(program_, const_cast<Heap&>(machine.heap())) {
    operations_.showSetsInOrder();
    event_.agent = agent;
  }

  Event event() {
    event_.held = heldLocks();
    if (agent_.calls.empty()) return event_;
    const Call& call = agent_.calls.back();
    const Function& function = program_.functions[call.function];
    event_.function = call.function;
    event_.pc = call.pc;
    event_.line = machine_.lineOf(event_.agent);
    describe(function.code[call.pc], call);
    return event_;
  }

 private:
  Value top(std::size_t below = 0) const { return agent_.stack.at(agent_.stack.size() - 1 - below); }
  std::string repr(Value value) { return value.bound() ? operations_.repr(value) : ""; }

  // The locks that the agent holds.
  std::vector<ObjectId> heldLocks() const {
    std::vector<ObjectId> held;
    for (ObjectId object = 0; object < heap_.size(); ++object) {
      if (holdersOf(heap_, object).find(letterOf(event_.agent)) != std::string::npos) held.push_back(object);
    }
    return held;
  }

  void accesses(Deed deed, Place place, Value value, Value before) {
    event_.deed = deed;
    event_.place = std::move(place);
    event_.reads = deed == Deed::read || deed == Deed::update;
    event_.writes = deed == Deed::write || deed == Deed::update;
    event_.value = value;
    event_.shown = repr(value);
    event_.before = repr(before);
  }

  void describe(const Instruction& instruction, const Call& call) {
    switch (instruction.op) {
      case Op::loadGlobal: return global(Deed::read, instruction.a, machine_.globals()[instruction.a]);
      case Op::storeGlobal: return global(Deed::write, instruction.a, top());
      case Op::clearGlobal: return global(Deed::write, instruction.a, kAbsent);
      case Op::loadCell: return cell(Deed::read, agent_.stack.at(call.base + instruction.a), kAbsent);
      case Op::storeCell: return cell(Deed::write, agent_.stack.at(call.base + instruction.a), top());
      case Op::clearCell: return cell(Deed::write, agent_.stack.at(call.base + instruction.a), kAbsent);
      case Op::loadAttribute: return readAttribute(top(), instruction.a);
      case Op::storeAttribute: return writeAttribute(top(), instruction.a, top(1));
      case Op::hasMethod: return readAttribute(top(), instruction.a);
      case Op::subscript: return element(Deed::read, top(1), top(), kAbsent);
      case Op::storeSubscript: return element(Deed::write, top(1), top(), top(2));
      case Op::deleteSubscript: return element(Deed::write, top(1), top(), kAbsent);
      case Op::call:
      case Op::callList:
      case Op::callMethod:
      case Op::begin: return calls(instruction, call);
      case Op::enter: return library({top(), "acquire", {}});
      case Op::exit: return library({top(), "release", {}});
      case Op::exitRaised: return library({top(1), "release", {}});
      case Op::next: return container(heap_.at(idOf(top()), 0));
      case Op::end: return ends();
      default: return operands(instruction);
    }
  }

  void global(Deed deed, std::uint32_t number, Value value) {
    accesses(deed, {Place::Of::global, 0, number, {}}, value, machine_.globals()[number]);
  }

  void cell(Deed deed, Value place, Value value) {
    const Value now = heap_.at(idOf(place), 1);
    accesses(deed, {Place::Of::object, idOf(place), 0, {}}, deed == Deed::read ? now : value, now);
  }

  // Of an object or a class: where the attribute is, and what it is. An attribute that is nowhere would be the object's own.
  struct Found {
    ObjectId holder;
    Value value;
  };
  Found find(Value object, std::uint32_t name) const {
    const ObjectId id = idOf(object);
    Value type = object;
    if (heap_.kind(id) == Kind::instance || heap_.kind(id) == Kind::exception) {
      type = heap_.at(id, 0);
      if (!type.is(Tag::object)) return {id, kAbsent};
      const Class& here = program_.classes[heap_.detail(idOf(type))];
      if (const auto known = here.attributes.find(name); known != here.attributes.end()) {
        const Value value = heap_.at(id, kFirstAttribute + known->second);
        if (value.bound()) return {id, value};
      }
    } else if (heap_.kind(id) != Kind::classes) {
      return {id, kAbsent};
    }
    for (; type.is(Tag::object); type = heap_.at(idOf(type), 1)) {
      const Class& here = program_.classes[heap_.detail(idOf(type))];
      if (const auto known = here.variables.find(name); known != here.variables.end()) {
        const Value value = heap_.at(idOf(type), kFirstVariable + known->second);
        if (value.bound()) return {idOf(type), value};
      }
    }
    return {id, kAbsent};
  }

  void readAttribute(Value object, std::uint32_t name) {
    if (!object.is(Tag::object)) return;
    const Kind kind = heap_.kind(idOf(object));
    if (kind != Kind::instance && kind != Kind::classes && kind != Kind::exception) {
      return library({object, program_.names[name], {}});
    }
    const Found found = find(object, name);
    accesses(Deed::read, {Place::Of::attribute, found.holder, name, {}}, found.value, found.value);
  }

  void writeAttribute(Value object, std::uint32_t name, Value value) {
    if (!object.is(Tag::object)) return;
    const Found found = find(object, name);
    const Value before = found.holder == idOf(object) ? found.value : kAbsent;
    accesses(Deed::write, {Place::Of::attribute, idOf(object), name, {}}, value, before);
  }

  // ---- Containers ------------------------------------------------------------------------

  void element(Deed deed, Value object, Value index, Value value) {
    if (!object.is(Tag::object)) return;
    // What a sequence has at an index from its end is the same element.
    const ObjectId id = idOf(object);
    Value key = index, now = kAbsent;
    if (heap_.kind(id) == Kind::dict) {
      if (const auto at = operations_.findKey(id, index)) now = heap_.at(id, *at + 1);
    } else if (index.is(Tag::integer)) {
      const auto length = static_cast<std::int64_t>(heap_.length(id));
      const std::int64_t at = index.small() < 0 ? index.small() + length : index.small();
      if (at >= 0 && at < length) now = heap_.at(id, static_cast<std::size_t>(at));
      key = number(at);
    } else {
      return container(object);
    }
    operations_.takeFailure();
    // Taking an element out of a sequence moves those behind it.
    const bool whole = deed == Deed::write && !value.bound() && heap_.kind(id) != Kind::dict;
    accesses(deed, {Place::Of::object, id, 0, whole ? "" : repr(key)}, deed == Deed::read ? now : value, now);
  }

  void container(Value object) {
    if (object.is(Tag::object) && heap_.kind(idOf(object)) == Kind::view) object = heap_.at(idOf(object), 0);
    if (!object.is(Tag::object) || (!isContainer(heap_.kind(idOf(object))) && heap_.kind(idOf(object)) != Kind::tuple)) return;
    event_.deed = Deed::look;
    event_.place = {Place::Of::object, idOf(object), 0, {}};
    event_.reads = true;
    event_.shown.clear();
  }

  bool isSharedContainer(Value value) const {
    if (!value.is(Tag::object)) return false;
    Value object = value;
    if (heap_.kind(idOf(object)) == Kind::view) object = heap_.at(idOf(object), 0);
    return heap_.shared(idOf(object)) && isContainer(heap_.kind(idOf(object)));
  }

  // An operation of a container: the one of its operands that threads share.
  void operands(const Instruction& instruction) {
    if (instruction.op == Op::compare) {
      const auto op = static_cast<lang::Operator>(instruction.a);
      if (op == lang::Operator::in || op == lang::Operator::notIn) {
        container(top());
        return looksFor(top(), top(1));
      }
    }
    for (std::size_t below = 0; below < agent_.stack.size() && below < 4; ++below) {
      if (isSharedContainer(top(below))) return container(top(below));
    }
  }

  // For one element of a dict or set, which is all that the answer depends on.
  void looksFor(Value object, Value key) {
    if (!object.is(Tag::object)) return;
    const Kind kind = heap_.kind(idOf(object));
    if (kind == Kind::dict || kind == Kind::set) event_.place.key = repr(key);
  }

  // ---- Calls -------------------------------------------------------------------------------

  void calls(const Instruction& instruction, const Call& call) {
    const std::span<const Value> stack = agent_.stack.present();
    const std::size_t count = std::size_t{instruction.a} + instruction.b;
    if (instruction.op == Op::begin) {
      const auto arguments =
          stack[call.base + 1].is(Tag::object) ? heap_.values(idOf(stack[call.base + 1])) : std::span<const Value>();
      return callValue(stack[call.base], arguments);
    }
    if (instruction.op == Op::callList) {
      const std::size_t at = stack.size() - instruction.b - 2;
      return callValue(stack[at], heap_.values(idOf(stack[at + 1])));
    }
    const std::size_t at = stack.size() - count - 1;
    const auto arguments = stack.subspan(at + 1, instruction.a);
    if (instruction.op == Op::call) return callValue(stack[at], arguments);
    const std::string& name = program_.names[program_.methodCalls[instruction.c].name];
    library({stack[at], name, arguments});
  }

  void callValue(Value callee, std::span<const Value> arguments) {
    Value object;
    while (callee.is(Tag::object) && heap_.kind(idOf(callee)) == Kind::method) {
      object = heap_.at(idOf(callee), 0);
      callee = heap_.at(idOf(callee), 1);
    }
    if (!callee.is(Tag::entry)) return;
    const std::string_view name = lang::entries()[callee.index()].name;
    library({object, name.substr(name.rfind('.') + 1), arguments});
  }

  void library(const Called& called) {
    event_.shown = shownArguments(called.arguments);
    if (called.name == "print" && !called.object.bound()) {
      event_.deed = Deed::print;
      event_.place.of = Place::Of::output;
      event_.writes = true;
      return;
    }
    if (!called.object.is(Tag::object)) {
      // sum(xs), len(xs), …
      for (const Value one : called.arguments) {
        if (isSharedContainer(one)) return container(one);
      }
      return;
    }
    Value object = called.object;
    // Of an object of a class that is derived from Thread, the thread.
    if (heap_.kind(idOf(object)) == Kind::instance && heap_.at(idOf(object), 2).is(Tag::object))
      object = heap_.at(idOf(object), 2);
    event_.place = {Place::Of::object, idOf(object), 0, {}};
    switch (heap_.kind(idOf(object))) {
      case Kind::list:
      case Kind::dict:
      case Kind::set:
      case Kind::deque: return method(object, called);
      case Kind::iterator: return container(heap_.at(idOf(object), 0));
      case Kind::condition: return ofCondition(idOf(object), called.name);
      case Kind::event: return ofEvent(idOf(object), called.name);
      case Kind::barrier: return acts(called.name == "wait" ? waitsAtBarrier(idOf(object)) : Deed::check);
      case Kind::queue: return ofQueue(idOf(object), called);
      case Kind::atomic: return ofAtomic(idOf(object), called);
      case Kind::executor: return acts(called.name == "submit" || called.name == "map" ? Deed::start : Deed::shutdown);
      case Kind::thread:
      case Kind::future: return ofThread(object, called.name);
      case Kind::instance:
      case Kind::classes: return;
      default: return ofLock(idOf(object), called.name);
    }
  }

  std::string shownArguments(std::span<const Value> arguments) {
    std::string text;
    for (const Value one : arguments) text += (text.empty() ? "" : ", ") + repr(one);
    operations_.takeFailure();
    return text;
  }

  void method(Value object, const Called& called) {
    container(object);
    event_.shown = shownArguments(called.arguments);
    const bool ofKey = called.name == "get" || called.name == "setdefault" || called.name == "add" || called.name == "discard" ||
                       called.name == "remove" || called.name == "pop";
    if (ofKey && !called.arguments.empty()) looksFor(object, called.arguments[0]);
    event_.reads = called.name != "append" && called.name != "extend" && called.name != "appendleft" && called.name != "clear";
  }

  // What it does cannot be undone by looking: all but looks change the object.
  void acts(Deed deed) {
    event_.deed = deed;
    event_.reads = true;
    event_.writes = deed != Deed::check && deed != Deed::giveUp && deed != Deed::pass && deed != Deed::wait;
  }

  // ---- The library's objects -------------------------------------------------------------------

  void ofLock(ObjectId object, std::string_view name) {
    bool free = true;
    const Value self = number(event_.agent + 1);
    switch (heap_.kind(object)) {
      case Kind::semaphore: free = heap_.at(object, 1) != number(0); break;
      case Kind::rlock: free = heap_.at(object, 1) == number(0) || heap_.at(object, 1) == self; break;
      case Kind::rwSide:
        event_.shown = heap_.detail(object) == 0 ? "reading" : "writing";
        event_.place.object = idOf(heap_.at(object, 0));
        break;
      case Kind::ticketLock:
        if (name == "acquire" && agent_.phase == 0) return acts(Deed::check);
        break;
      case Kind::checkThenLock: break;
      default: free = heap_.at(object, 1) == number(0); break;
    }
    if (name == "acquire") return acts(free ? Deed::acquire : Deed::giveUp);
    if (name == "take") return acts(Deed::acquire);
    acts(name == "release" ? Deed::release : Deed::check);
  }

  void ofCondition(ObjectId object, std::string_view name) {
    if (name == "notify" || name == "notify_all") return acts(Deed::notify);
    if (name != "wait") {
      event_.place.object = idOf(heap_.at(object, 1));
      return ofLock(event_.place.object, name);
    }
    if (agent_.phase == 0) return acts(Deed::sleep);
    // Asleep for a while, it is woken by what has notified it, or gives up.
    constexpr std::uint8_t kAsleepForAWhile = 2;
    const auto values = heap_.values(object).subspan(2);
    const bool notified = std::ranges::any_of(values, [this](Value one) { return (one.small() >> event_.agent & 1) != 0; });
    acts(agent_.phase == kAsleepForAWhile && !notified ? Deed::giveUp : Deed::wake);
  }

  void ofEvent(ObjectId object, std::string_view name) {
    if (name == "set") return acts(Deed::set);
    if (name == "clear") return acts(Deed::clear);
    if (name != "wait") return acts(Deed::check);
    if (agent_.phase != 0) return acts(Deed::giveUp);
    acts(heap_.at(object, 1) == kTrue ? Deed::pass : Deed::sleep);
  }

  Deed waitsAtBarrier(ObjectId object) {
    if (agent_.phase != 0) return Deed::giveUp;
    return operations_.integer(heap_.at(object, 1)) == heap_.at(object, 2).small() + 1 ? Deed::pass : Deed::sleep;
  }

  void ofQueue(ObjectId object, const Called& called) {
    const auto count = static_cast<std::int64_t>(heap_.length(object) - kQueueItems);
    const std::int64_t most = operations_.integer(heap_.at(object, 1));
    if (called.name.starts_with("put")) return acts(most > 0 && count >= most ? Deed::giveUp : Deed::put);
    if (called.name.starts_with("get")) return acts(count == 0 ? Deed::giveUp : Deed::get);
    if (called.name == "task_done") return acts(Deed::finish);
    acts(called.name == "join" ? Deed::wait : Deed::check);
  }

  void ofAtomic(ObjectId object, const Called& called) {
    const Value now = heap_.at(object, 1);
    const Place place = event_.place;
    if (called.name == "load") return accesses(Deed::read, place, now, now);
    Value after = called.arguments.empty() ? now : called.arguments[0];
    // Of what is no int, the sum would be a new object.
    if (called.name == "add")
      after = operations_.isInteger(now) && operations_.isInteger(after)
                  ? operations_.binary(lang::Operator::add, now, after, false)
                  : kAbsent;
    if (called.name == "compare_exchange") {
      const bool swaps = called.arguments.size() > 1 && operations_.equal(now, called.arguments[0]);
      after = swaps ? called.arguments[1] : now;
    }
    operations_.takeFailure();
    accesses(called.name == "store" ? Deed::write : Deed::update, place, after, now);
  }

  void ofThread(Value object, std::string_view name) {
    if (name == "start") return acts(Deed::start);
    if (name != "join" && name != "result" && name != "exception") return acts(Deed::check);
    const auto agent = agentOf(machine_, object);
    acts(agent && machine_.agent(*agent).stance == Stance::ended ? Deed::wait : Deed::giveUp);
  }

  void ends() {
    acts(Deed::end);
    if (agent_.subject.is(Tag::object)) event_.place = {Place::Of::object, idOf(agent_.subject), 0, {}};
  }

  const Machine& machine_;
  const Program& program_;
  const Heap& heap_;
  const Agent& agent_;
  Operations operations_;
  Event event_;
};

}  // namespace

std::string holdersOf(const Heap& heap, ObjectId object) {
  const auto values = heap.values(object);
  std::string letters;
  // Holders are kept as numbers, of which 0 is none.
  const auto add = [&letters](Value holder, std::int64_t times) {
    if (holder != number(0)) letters.append(static_cast<std::size_t>(times), letterOf(static_cast<AgentId>(holder.small() - 1)));
  };
  switch (heap.kind(object)) {
    case Kind::lock:
    case Kind::spinLock:
    case Kind::ticketLock: add(values[1], 1); break;
    case Kind::rlock: add(values[1], values[2].small()); break;
    case Kind::rwLock:
      for (const Value holder : values.subspan(1)) add(holder, 1);
      break;
    default: break;
  }
  return letters;
}

Event nextOf(const Machine& machine, AgentId agent) { return Observer(machine, agent).event(); }

std::optional<std::int64_t> unfinishedIn(const Machine& machine, ObjectId object) {
  if (machine.heap().kind(object) != Kind::queue) return std::nullopt;
  return machine.heap().at(object, 2).small();
}

std::optional<BarrierState> barrierIn(const Machine& machine, ObjectId object) {
  if (machine.heap().kind(object) != Kind::barrier) return std::nullopt;
  return BarrierState{machine.heap().at(object, 2).small(), machine.heap().at(object, 1).small()};
}

std::optional<AgentId> agentOf(const Machine& machine, Value object) {
  if (!object.is(Tag::object)) return std::nullopt;
  const Kind kind = machine.heap().kind(idOf(object));
  if (kind != Kind::thread && kind != Kind::future) return std::nullopt;
  const Value agent = machine.heap().at(idOf(object), kind == Kind::thread ? kAgentOfThread : kAgentOfFuture);
  if (!agent.is(Tag::integer)) return std::nullopt;
  return static_cast<AgentId>(agent.small());
}

std::int64_t workersOf(const Machine& machine, ObjectId executor) { return machine.heap().at(executor, 1).small(); }

int withLineOf(const Machine& machine, AgentId agent, ObjectId lock) {
  const Heap& heap = machine.heap();
  const Agent& one = machine.agent(agent);
  const auto isLock = [&](Value context) {
    if (!context.is(Tag::object)) return false;
    const Kind kind = heap.kind(idOf(context));
    if (kind == Kind::condition) return heap.at(idOf(context), 1) == objectValue(lock);
    return idOf(context) == lock || (kind == Kind::rwSide && heap.at(idOf(context), 0) == objectValue(lock));
  };
  for (std::size_t i = one.calls.size(); i-- > 0;) {
    const Call& call = one.calls[i];
    const Function& function = machine.program().functions[call.function];
    const std::uint32_t pc = i + 1 == one.calls.size() ? call.pc : call.pc - 1;
    for (const Handler& handler : function.handlers) {
      if (pc < handler.from || pc >= handler.to) continue;
      // That of a `with` loads the context and the exception, and leaves.
      for (std::size_t at = handler.target; at + 2 < function.code.size() && at < handler.target + 4; ++at) {
        const Instruction& loads = function.code[at];
        if (loads.op != Op::loadLocal || function.code[at + 2].op != Op::exitRaised) continue;
        if (isLock(one.stack.at(call.base + loads.a))) return function.places[at + 2].line;
      }
    }
  }
  return 0;
}

}  // namespace interleave::words
