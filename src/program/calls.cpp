// Calls and attributes: the part of the interpreter that finds out what is called, and with what.
#include <algorithm>

#include "lang/asked.h"
#include "program/interpreter.h"
#include "program/misfit.h"

namespace interleave::program {
namespace {

constexpr std::size_t kThreadPart = 2;  // of an instance of a class that is derived from Thread

// Objects to which CPython gives no attribute that they do not have.
bool takesNoAttributes(Type type) {
  switch (type) {
    case Type::none:
    case Type::boolean:
    case Type::integer:
    case Type::real:
    case Type::text:
    case Type::tuple:
    case Type::list:
    case Type::dict:
    case Type::set:
    case Type::deque:
    case Type::range:
    case Type::method:
    case Type::lock:
    case Type::rlock: return true;
    default: return false;
  }
}

}  // namespace

// ---- Attributes ----------------------------------------------------------------------

Interpreter::Found Interpreter::locateInClass(Value type, std::uint32_t name, Value object) {
  for (; type.is(Tag::object); type = heap_.at(idOf(type), 1)) {
    const Class& here = program().classes[heap_.detail(idOf(type))];
    if (const auto variable = here.variables.find(name); variable != here.variables.end()) {
      const std::size_t place = kFirstVariable + variable->second;
      if (heap_.bound(idOf(type), place)) return {kAbsent, type, !program().constantNames[name], object, place};
    }
    if (const auto method = here.methods.find(name); method != here.methods.end()) {
      const Value value(Tag::function, method->second);
      return {value, type, false, isMethod(value) ? object : kAbsent, 0};
    }
  }
  return {};
}

Interpreter::Found Interpreter::looked(Found found) {
  if (found.place == 0) return found;
  found.value = std::as_const(heap_).at(idOf(found.holder), found.place);
  if (!isMethod(found.value)) found.bindTo = kAbsent;
  return found;
}

// A function of a class that gets the object as its first argument.
bool Interpreter::isMethod(Value value) const {
  if (value.is(Tag::function)) return !program().functions[value.index()].isStatic;
  return value.is(Tag::object) && heap_.kind(idOf(value)) == Kind::function &&
         !program().functions[heap_.detail(idOf(value))].isStatic;
}

Interpreter::Found Interpreter::locate(Value object, std::uint32_t name) {
  if (!object.is(Tag::object)) return {};
  const ObjectId id = idOf(object);
  const Kind kind = heap_.kind(id);
  if (kind == Kind::classes) return locateInClass(object, name, kAbsent);
  if (kind != Kind::instance && (kind != Kind::exception || !heap_.at(id, 0).is(Tag::object))) return {};
  const Class& type = program().classes[heap_.detail(idOf(heap_.at(id, 0)))];
  if (const auto attribute = type.attributes.find(name); attribute != type.attributes.end()) {
    const std::size_t place = kFirstAttribute + attribute->second;
    if (heap_.bound(id, place)) return {kAbsent, object, !program().constantNames[name], kAbsent, place};
  }
  return locateInClass(heap_.at(id, 0), name, object);
}

std::optional<lang::EntryId> Interpreter::memberOf(Value object, std::uint32_t name) {
  const Type type = typeOf(heap_, object);
  const auto& members = type == Type::module ? program().moduleMembers : program().members;
  std::uint64_t owner = type == Type::module ? object.payload() : static_cast<std::uint64_t>(type);
  if (type == Type::instance && program().classes[heap_.detail(idOf(object))].base == Base::thread)
    owner = static_cast<std::uint64_t>(Type::thread);
  const auto found = members.find(memberKey(owner, name));
  return found == members.end() ? std::nullopt : std::optional(found->second);
}

// The object of a member: of a thread's class, its thread.
Value Interpreter::ownerOf(Value object) {
  if (!object.is(Tag::object) || heap_.kind(idOf(object)) != Kind::instance) return object;
  return heap_.at(idOf(object), kThreadPart);
}

Outcome Interpreter::noAttribute(Value object, std::uint32_t name) {
  const std::string& attribute = program().names[name];
  const Type type = typeOf(heap_, object);
  if (type == Type::module) {
    return raise("AttributeError",
                 "module '" + std::string(lang::entries()[object.index()].name) + "' has no attribute '" + attribute + "'");
  }
  if (type == Type::classes) {
    return raise("AttributeError",
                 "type object '" + program().classes[heap_.detail(idOf(object))].name + "' has no attribute '" + attribute + "'");
  }
  if (type == Type::entry && lang::entries()[object.index()].kind != lang::EntryKind::function) {
    const std::string_view full = lang::entries()[object.index()].name;
    return raise("AttributeError",
                 "type object '" + std::string(full.substr(full.rfind('.') + 1)) + "' has no attribute '" + attribute + "'");
  }
  // A bound method looks for attributes in its function.
  Value where = object;
  if (type == Type::method && !heap_.at(idOf(object), 1).is(Tag::entry)) where = heap_.at(idOf(object), 1);
  return raise("AttributeError", "'" + operations_.shownType(where) + "' object has no attribute '" + attribute + "'");
}

Outcome Interpreter::loadAttribute(std::uint32_t name) {
  const Value object = top();
  // Whether it is a step does not depend on the value, and so what comes before the step does not.
  if (const Found there = locate(object, name); there.holder.bound()) {
    if (!mayAct(there.variable && isShared(there.holder))) return Outcome::stands;
    const Found found = looked(there);
    Value value = found.value;
    if (found.bindTo.bound()) {
      const Value parts[] = {found.bindTo, found.value};
      value = objectValue(heap_.make(Kind::method, parts));
    }
    return result(1, value);
  }
  if (const auto member = memberOf(object, name)) return loadMember(object, *member);
  const Type type = typeOf(heap_, object);
  const bool looks =
      type == Type::instance || type == Type::classes || (type == Type::exception && heap_.at(idOf(object), 0).is(Tag::object));
  if (!mayAct(looks && isShared(object), true)) return Outcome::stands;
  return noAttribute(object, name);
}

Outcome Interpreter::loadMember(Value object, lang::EntryId member) {
  const lang::EntryKind kind = lang::entries()[member].kind;
  if (kind == lang::EntryKind::attribute) {
    Action action(*this, ownerOf(object), 1);
    return implementationOf(member)(action);
  }
  if (kind != lang::EntryKind::method) return result(1, Value(Tag::entry, member));
  const Value parts[] = {ownerOf(object), Value(Tag::entry, member)};
  return result(1, objectValue(heap_.make(Kind::method, parts)));
}

// [x, object]
Outcome Interpreter::storeAttribute(std::uint32_t name) {
  const Value object = top(), value = top(1);
  const Type type = typeOf(heap_, object);
  const auto member = memberOf(object, name);
  if (member && lang::entries()[*member].kind == lang::EntryKind::attribute && (type == Type::thread || type == Type::instance)) {
    return storeThreadAttribute(ownerOf(object), lang::entries()[*member].name, value);
  }
  std::optional<std::size_t> place;
  if (type == Type::classes) {
    const Class& here = program().classes[heap_.detail(idOf(object))];
    if (const auto known = here.variables.find(name); known != here.variables.end()) place = kFirstVariable + known->second;
  } else if (type == Type::instance || (type == Type::exception && heap_.at(idOf(object), 0).is(Tag::object))) {
    const Class& here = program().classes[heap_.detail(idOf(heap_.at(idOf(object), 0)))];
    if (const auto known = here.attributes.find(name); known != here.attributes.end()) place = kFirstAttribute + known->second;
  } else if (takesNoAttributes(type)) {
    return noAttribute(object, name);
  }
  if (!place && type != Type::classes && type != Type::instance && type != Type::exception) {
    return stop("`" + program().names[name] + "` of a `" + operations_.shownType(object) +
                "`: attributes are those of objects of the program's classes");
  }
  if (!place)
    return stop("`" + program().names[name] + "` of a `" + operations_.shownType(object) +
                "` is set by a method of another class");
  if (!mayAct(isShared(object))) return Outcome::stands;
  store(idOf(object), *place, value);
  drop(2);
  return Outcome::next;
}

Value Interpreter::methodOf(Value object, std::uint32_t name) {
  const Found found = find(object, name);
  if (!found.value.bound() || !found.bindTo.bound()) return found.value;
  const Value parts[] = {found.bindTo, found.value};
  return objectValue(heap_.make(Kind::method, parts));
}

// ---- Calls -----------------------------------------------------------------------------

Outcome Interpreter::callOperation(const Instruction& instruction) {
  const std::size_t count = std::size_t{instruction.a} + instruction.b;
  const std::size_t at = agent().stack.size() - count - 1;
  return callValue(agent().stack.at(at), kAbsent, {at, at + 1, instruction.a, &program().keywords[instruction.c]});
}

// The arguments of a list are those of the call.
Outcome Interpreter::callList(const Instruction& instruction) {
  auto& stack = agent().stack;
  const std::size_t at = stack.size() - instruction.b - 2;
  const Value list = stack.at(at + 1);
  const auto values = heap_.values(idOf(list));
  const std::vector<Value> arguments(values.begin(), values.end());
  // The list stays where it is until the call is over: a call that does not begin yet leaves all as it was.
  const std::vector<Value> named = stack.from(at + 2);
  const Stack before = stack;
  stack.resize(at + 1);
  stack.push(arguments);
  stack.push(named);
  const Outcome outcome = callValue(stack.at(at), kAbsent, {at, at + 1, arguments.size(), &program().keywords[instruction.c]});
  if (outcome == Outcome::stands || outcome == Outcome::blocked || outcome == Outcome::waits || outcome == Outcome::again)
    agent().stack = before;
  return outcome;
}

Outcome Interpreter::callMethod(const Instruction& instruction) {
  const MethodCall& called = program().methodCalls[instruction.c];
  const std::size_t count = std::size_t{instruction.a} + instruction.b;
  const std::size_t at = agent().stack.size() - count - 1;
  const Operands operands{at, at + 1, instruction.a, &program().keywords[called.keywords]};
  const Value object = agent().stack.at(at);
  const Found found = find(object, called.name);
  if (found.value.bound()) return callValue(found.value, found.bindTo, operands);
  if (const auto member = memberOf(object, called.name)) {
    if (lang::entries()[*member].kind == lang::EntryKind::attribute)
      return stop("`" + program().names[called.name] + "` is called and is no method");
    const bool method = lang::entries()[*member].kind == lang::EntryKind::method;
    return callEntry(*member, method ? ownerOf(object) : kAbsent, operands);
  }
  const Type type = typeOf(heap_, object);
  if (!mayAct((type == Type::instance || type == Type::classes) && isShared(object), true)) return Outcome::stands;
  return noAttribute(object, called.name);
}

Outcome Interpreter::hasMethod(std::uint32_t name, bool ofLibrary) {
  const Value object = top();
  if (find(object, name).value.bound()) {
    return ofLibrary ? stop("`" + program().names[name] + "` of a class of the program: give that method another name")
                     : Outcome::next;
  }
  if (memberOf(object, name)) return Outcome::next;
  const Type type = typeOf(heap_, object);
  if (!mayAct((type == Type::instance || type == Type::classes) && isShared(object))) return Outcome::stands;
  return noAttribute(object, name);
}

// super().__init__(…), with the object in the place of the callee: what the class has above it in which the method stands.
Outcome Interpreter::superInit(const Instruction& instruction) {
  const std::size_t count = std::size_t{instruction.a} + instruction.b;
  const std::size_t at = agent().stack.size() - count - 1;
  const Operands operands{at, at + 1, instruction.a, &program().keywords[instruction.c]};
  const Value object = agent().stack.at(at);
  Value here = heap_.at(idOf(object), 0);
  const Class& type = program().classes[heap_.detail(idOf(here))];
  if (type.base == Base::thread) return initThread(object, operands);
  while (here.is(Tag::object) && heap_.detail(idOf(here)) != function().ofClass) here = heap_.at(idOf(here), 1);
  if (here.is(Tag::object)) {
    const Found found = findInClass(heap_.at(idOf(here), 1), program().special.init, object);
    if (found.value.bound()) return callFunction(found.value, object, operands);
  }
  if (type.base == Base::exception) {
    const std::vector<Value> arguments = agent().stack.from(operands.first);
    const Value all = operations_.makeTuple(arguments);
    heap_.at(idOf(object), 1) = all;
  }
  agent().stack.resize(at);
  push(kNone);
  return Outcome::next;
}

// The thread part of an object whose class is derived from Thread.
Outcome Interpreter::initThread(Value object, const Operands& operands) {
  const std::size_t below = operands.at;
  const Outcome outcome = callEntry(*lang::findEntry("threading.Thread"), kAbsent, operands);
  if (outcome != Outcome::next) return outcome;
  const Value thread = agent().stack.at(below);
  heap_.at(idOf(object), kThreadPart) = thread;
  heap_.at(idOf(thread), 7) = object;
  if (isShared(object)) share(thread);
  agent().stack.set(below, kNone);
  return Outcome::next;
}

Outcome Interpreter::callValue(Value callee, Value self, const Operands& operands) {
  switch (callee.tag()) {
    case Tag::function: return callFunction(callee, self, operands);
    case Tag::entry: return callEntry(static_cast<lang::EntryId>(callee.payload()), self, operands);
    case Tag::object: break;
    default: return raise("TypeError", "'" + operations_.shownType(callee) + "' object is not callable");
  }
  const ObjectId object = idOf(callee);
  switch (heap_.kind(object)) {
    case Kind::function: return callFunction(callee, self, operands);
    case Kind::method: return callValue(heap_.at(object, 1), heap_.at(object, 0), operands);
    case Kind::classes: return callClass(callee, operands);
    default: return raise("TypeError", "'" + operations_.shownType(callee) + "' object is not callable");
  }
}

// Instances: [class, serial, thread, attribute…]; exceptions: [class, arguments, line, attribute…].
Outcome Interpreter::callClass(Value typeValue, const Operands& operands) {
  if (answers_) return stop("a question cannot make objects");
  const std::uint16_t number = heap_.detail(idOf(typeValue));
  const Class& type = program().classes[number];
  const bool exception = type.base == Base::exception;
  const ObjectId made = heap_.make(exception ? Kind::exception : Kind::instance, kFirstAttribute + type.attributes.size(),
                                   exception ? std::uint16_t{0} : number);
  const Value object = objectValue(made);
  heap_.at(made, 0) = typeValue;
  if (exception) {
    std::vector<Value> arguments = agent().stack.from(operands.first);
    arguments.resize(operands.positional);
    const Value all = operations_.makeTuple(arguments);
    heap_.at(made, 1) = all;
    heap_.at(made, 2) = kNone;
  } else {
    heap_.at(made, 1) = serial();
    heap_.at(made, kThreadPart) = kNone;
  }
  const Found found = findInClass(typeValue, program().special.init, object);
  if (found.value.bound()) return callInit(found.value, object, operands);
  if (type.base == Base::thread) {
    const Outcome outcome = initThread(object, operands);
    if (outcome == Outcome::next) agent().stack.set(operands.at, object);
    return outcome;
  }
  const std::size_t given = operands.positional + (operands.names ? operands.names->size() : 0);
  if (!exception && given != 0) return raise("TypeError", type.name + "() takes no arguments");
  if (exception && operands.names && !operands.names->empty())
    return raise("TypeError", type.name + "() takes no keyword arguments");
  agent().stack.resize(operands.at);
  push(object);
  return Outcome::next;
}

Outcome Interpreter::callInit(Value init, Value object, const Operands& operands) {
  const Outcome outcome = callFunction(init, object, operands);
  if (outcome != Outcome::entered) return outcome;
  // The object comes below the slots, where the result is to be.
  Call& entered = call();
  agent().stack.insert(entered.base, object);
  ++entered.base;
  entered.makes = true;
  return Outcome::entered;
}

Outcome Interpreter::callFunction(Value callee, Value self, const Operands& operands) {
  const std::uint32_t number =
      callee.is(Tag::function) ? static_cast<std::uint32_t>(callee.payload()) : heap_.detail(idOf(callee));
  const Function& here = program().functions[number];
  if (answers_) return stop("a question cannot call `" + here.name + "`, which is the program's own");
  if (agent().calls.size() > kMaxCalls) return stop("more than " + std::to_string(kMaxCalls) + " calls in each other");
  std::vector<Value> slots(here.slots);
  const Outcome outcome = bind(callee, here, slots, self, operands);
  if (outcome != Outcome::next) return outcome;
  agent().stack.resize(operands.at);
  ++call().pc;
  agent().calls.push_back({number, 0, static_cast<std::uint32_t>(operands.at), false});
  agent().stack.push(slots);
  return Outcome::entered;
}

// Arguments to slots, as the Python reference binds them (6.3.4, "Calls").
Outcome Interpreter::bind(Value callee, const Function& here, std::vector<Value>& slots, Value self, const Operands& operands) {
  std::size_t given = 0;
  std::size_t places = 0;
  for (const Argument& one : here.arguments) places += !one.byName;
  const std::size_t all = operands.positional + (self.bound() ? 1 : 0);
  if (self.bound() && places > 0) slots[given++] = self;
  for (std::size_t i = all - operands.positional; i < std::min(all, places); ++i)
    slots[given++] = argument(operands, i + operands.positional - all);
  if (operands.names) {
    for (std::size_t i = 0; i < operands.names->size(); ++i) {
      const Outcome outcome = bindName(here, slots, (*operands.names)[i], argument(operands, operands.positional + i));
      if (outcome != Outcome::next) return outcome;
    }
  }
  if (all > places) return tooMany(here, slots, places, all);
  return bindRest(callee, here, slots);
}

Outcome Interpreter::tooMany(const Function& here, const std::vector<Value>& slots, std::size_t places, std::size_t given) {
  std::size_t required = 0;
  std::size_t byName = 0;
  for (std::size_t i = 0; i < here.arguments.size(); ++i) {
    const Argument& one = here.arguments[i];
    required += !one.byName && !one.hasDefault;
    byName += one.byName && slots[i].bound();
  }
  return raise("TypeError", program::tooMany(here.name, required, places, given, byName));
}

Outcome Interpreter::bindName(const Function& here, std::vector<Value>& slots, std::uint32_t name, Value value) {
  const std::string& written = nameOf(name);
  const auto known = std::ranges::find(here.arguments, written, &Argument::name);
  if (known == here.arguments.end()) return raise("TypeError", unexpected(here.name, written));
  Value& slot = slots[static_cast<std::size_t>(known - here.arguments.begin())];
  if (slot.bound()) return raise("TypeError", repeated(here.name, written));
  slot = value;
  return Outcome::next;
}

// Defaults, the cells of functions around it, and what is missing.
Outcome Interpreter::bindRest(Value callee, const Function& here, std::vector<Value>& slots) {
  std::size_t next = 0;
  std::vector<std::string> left, leftByName;
  for (std::size_t i = 0; i < here.arguments.size(); ++i) {
    const Argument& one = here.arguments[i];
    const std::size_t kept = one.hasDefault ? next++ : 0;
    if (slots[i].bound()) continue;
    if (one.hasDefault) slots[i] = heap_.at(idOf(callee), kept);
    else (one.byName ? leftByName : left).push_back(one.name);
  }
  for (std::size_t i = 0; i < here.cellCount; ++i) slots[here.firstCell + i] = heap_.at(idOf(callee), next + i);
  if (left.empty() && leftByName.empty()) return Outcome::next;
  return raise("TypeError", missing(here.name, left.empty() ? leftByName : left, left.empty()));
}

// ---- The library ---------------------------------------------------------------------------

Outcome Interpreter::callEntry(lang::EntryId entry, Value self, const Operands& operands) {
  const lang::Entry& called = lang::entries()[entry];
  if (answers_ && !lang::onlyLooks(entry))
    return stop("a question cannot call `" + std::string(called.name) + "`, which waits or changes something");
  if (called.kind == lang::EntryKind::exception) {
    const std::string_view shown = called.name.substr(called.name.rfind('.') + 1);
    if (operands.names && !operands.names->empty())
      return raise("TypeError", std::string(shown) + "() takes no keyword arguments");
    std::vector<Value> arguments = agent().stack.from(operands.first);
    arguments.resize(operands.positional);
    return result(agent().stack.size() - operands.at, makeException(entry, arguments));
  }
  if (called.kind == lang::EntryKind::module) return raise("TypeError", "'module' object is not callable");
  Action action(*this, self, agent().stack.size() - operands.at);
  const Outcome bound = bindEntry(entry, action, operands);
  if (bound != Outcome::next) return bound;
  const Implementation implementation = implementationOf(entry);
  if (!implementation) return stop("`" + std::string(called.name) + "` has no implementation");
  return implementation(action);
}

Outcome Interpreter::bindEntry(lang::EntryId entry, Action& action, const Operands& operands) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; operands.names && i < operands.names->size(); ++i) names.push_back(nameOf((*operands.names)[i]));
  if (const auto misfit = misfitOf(entry, operands.positional, names))
    return misfit->leftOut ? stop(misfit->text) : raise("TypeError", misfit->text);
  const lang::Signature& signature = lang::signatureOf(entry);
  std::size_t next = 0;
  for (std::size_t i = 0; i < operands.positional; ++i) {
    if (next < signature.parameters.size() && signature.parameters[next].byPosition)
      action.arguments[next++] = argument(operands, i);
    else action.rest.push_back(argument(operands, i));
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Value value = argument(operands, operands.positional + i);
    const auto known = std::ranges::find_if(signature.parameters,
                                            [&](const lang::Parameter& one) { return one.byName && one.name == names[i]; });
    if (known == signature.parameters.end()) action.named.emplace_back((*operands.names)[i], value);
    else action.arguments[static_cast<std::size_t>(known - signature.parameters.begin())] = value;
  }
  return Outcome::next;
}

Outcome Action::done(Value value) {
  run.agent().phase = 0;
  run.agent().memory = kAbsent;
  return run.result(operands, value);
}

}  // namespace interleave::program
