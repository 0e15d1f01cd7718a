#include "program/interpreter.h"

#include <algorithm>

namespace interleave::program {
// ---- The loop --------------------------------------------------------------------

bool Interpreter::run(bool granted) {
  granted_ = granted;
  bool moved = false;
  for (std::uint32_t count = 0; agent().stance != Stance::ended; ++count) {
    if (count > kMaxInstructions) {
      stop("a thread that takes more than " + std::to_string(kMaxInstructions) + " instructions between two steps");
      return true;
    }
    looks_ = false;
    const Outcome outcome = execute(function().code[call().pc]);
    const bool done = outcome != Outcome::stands && outcome != Outcome::blocked && outcome != Outcome::waits;
    if (machine_.source_) machine_.source_->executed(done);
    if (!done) {
      agent().stance = outcome == Outcome::waits ? Stance::waits : looks_ ? Stance::looks : Stance::stands;
      return moved;
    }
    moved = true;
    if (outcome == Outcome::next) ++call().pc;
    if (outcome == Outcome::stopped) return true;
    if (outcome == Outcome::raised && unwind(std::exchange(raised_, kAbsent)) == Outcome::stopped) return true;
  }
  return moved;
}

Outcome Interpreter::look() {
  granted_ = false;
  why_ = {};
  return execute(function().code[call().pc]);
}

Value Interpreter::answer(std::string& failure) {
  answers_ = true;
  for (std::uint32_t count = 0; !agent().calls.empty(); ++count) {
    const Outcome outcome = count > kMaxInstructions
                                ? stop("it takes more than " + std::to_string(kMaxInstructions) + " instructions")
                                : execute(function().code[call().pc]);
    if (outcome == Outcome::next) ++call().pc;
    if (outcome == Outcome::next || outcome == Outcome::entered) continue;
    failure = outcome == Outcome::stopped ? machine_.stopped_ : "it would have to wait";
    if (outcome == Outcome::raised) {
      const Value raised = std::exchange(raised_, kAbsent);
      const std::string text = operations_.str(raised);
      failure = operations_.classNameOf(idOf(raised)) + (text.empty() ? "" : ": " + text);
    }
    return kAbsent;
  }
  return agent().stack.at(agent().stack.size() - 1);
}

Why Interpreter::polled() {
  const Instruction& instruction = function().code[call().pc];
  const auto& stack = agent().stack;
  Why why{Waits::polls, kAbsent, kNobody, {}};
  switch (instruction.op) {
    case Op::loadGlobal: why.variable = program().globals[instruction.a].name; return why;
    case Op::loadCell: why.variable = program().cells[heap_.detail(idOf(stack.at(call().base + instruction.a)))].name; return why;
    case Op::loadAttribute:
      why.object = top();
      why.variable = "." + program().names[instruction.a];
      return why;
    case Op::callMethod: why.object = stack.at(stack.size() - 1 - instruction.a - instruction.b); return why;
    case Op::next: why.object = heap_.at(idOf(top()), 0); return why;
    default: break;
  }
  // An operation of a container: the one of its operands that threads share.
  for (std::size_t i = stack.size(); i-- > 0 && !why.object.bound();) {
    if (isSharedContainer(stack.at(i))) why.object = stack.at(i);
  }
  return why;
}

bool Interpreter::alone() const {
  if (self_ != kMain) return false;
  return machine_.othersHaveEnded(kMain);
}

bool Interpreter::mayAct(bool isStep, bool looks) {
  if (!isStep || answers_) return true;
  if (alone()) {
    if (machine_.source_) machine_.source_->actsAlone();
    return true;
  }
  looks_ = looks;
  if (!granted_) return false;
  granted_ = false;
  const Call& at = call();
  taken_ = {self_, function().places[at.pc], at.function, at.pc};
  return true;
}

Outcome Interpreter::wait(Waits waits, Value object, AgentId holder) {
  why_ = {waits, object, holder, {}};
  return Outcome::waits;
}

Outcome Interpreter::again(std::uint8_t phase, Value memory) {
  agent().phase = phase;
  agent().memory = memory;
  return Outcome::again;
}

Outcome Interpreter::block(Waits waits, Value object, AgentId holder) {
  why_ = {waits, object, holder, {}};
  return Outcome::blocked;
}

Outcome Interpreter::stop(std::string text) {
  if (answers_) {
    machine_.stopped_ = std::move(text);
    return Outcome::stopped;
  }
  const lang::Span place = agent().calls.empty() ? lang::Span{} : function().places[call().pc];
  machine_.stopped_ = "line " + std::to_string(place.line) + ": " + std::move(text);
  return Outcome::stopped;
}

Outcome Interpreter::settled() {
  std::optional<Failure> failure = operations_.takeFailure();
  if (!failure) return Outcome::next;
  if (failure->type.empty()) return stop(std::move(failure->text));
  if (failure->argument.bound()) return raiseWith(*lang::findEntry(failure->type), {&failure->argument, 1});
  return raise(failure->type, failure->text);
}

Outcome Interpreter::result(std::size_t operands, Value value) {
  if (operations_.failed()) return settled();
  drop(operands);
  push(value);
  return Outcome::next;
}

// ---- Exceptions --------------------------------------------------------------------

Value Interpreter::makeException(lang::EntryId type, std::span<const Value> arguments) {
  const Value all = operations_.makeTuple(arguments);
  const Value parts[] = {Value(Tag::entry, type), all, kNone};
  return objectValue(heap_.make(Kind::exception, parts));
}

Outcome Interpreter::raise(std::string_view type, std::string_view text) {
  const Value argument = constants_.text(text);
  return raiseWith(*lang::findEntry(type), {&argument, text.empty() ? 0u : 1u});
}

Outcome Interpreter::raiseWith(lang::EntryId type, std::span<const Value> arguments) {
  return raiseValue(makeException(type, arguments));
}

Outcome Interpreter::raiseValue(Value exception) {
  agent().phase = 0;
  agent().memory = kAbsent;
  Value& line = heap_.at(idOf(exception), 2);
  // The call with which a thread or task begins stands where that is started.
  const int here = function().places[call().pc].line;
  if (line.is(Tag::none)) line = number(here != 0 ? here : agent().line);
  raised_ = exception;
  return Outcome::raised;
}

// To the innermost handler; without one, to the end of the agent.
Outcome Interpreter::unwind(Value exception) {
  for (bool inner = true;; inner = false) {
    Call& at = call();
    const std::uint32_t pc = inner ? at.pc : at.pc - 1;
    const Function& here = function();
    const auto handler = std::ranges::find_if(here.handlers, [pc](const Handler& one) { return pc >= one.from && pc < one.to; });
    if (handler != here.handlers.end()) {
      agent().stack.resize(at.base + here.slots + handler->depth);
      push(exception);
      at.pc = handler->target;
      return Outcome::entered;
    }
    if (agent().calls.size() == 1) {
      agent().stack.resize(at.base + here.slots);
      push(kNone);
      agent().failure = exception;
      at.pc = static_cast<std::uint32_t>(here.code.size() - 1);
      return Outcome::entered;
    }
    agent().stack.resize(at.base);
    agent().calls.pop_back();
  }
}

Outcome Interpreter::raiseTop(bool withCause) {
  if (withCause) pop();
  const Value given = pop();
  if (given.is(Tag::object) && heap_.kind(idOf(given)) == Kind::exception) return raiseValue(given);
  // A class: an exception of it without arguments.
  if (given.is(Tag::entry) && lang::entries()[given.index()].kind == lang::EntryKind::exception) {
    return raiseWith(static_cast<lang::EntryId>(given.payload()), {});
  }
  if (given.is(Tag::object) && heap_.kind(idOf(given)) == Kind::classes &&
      program().classes[heap_.detail(idOf(given))].base == Base::exception) {
    const Class& type = program().classes[heap_.detail(idOf(given))];
    const ObjectId made = heap_.make(Kind::exception, 3 + type.attributes.size());
    heap_.at(made, 0) = given;
    heap_.at(made, 1) = operations_.makeTuple({});
    heap_.at(made, 2) = kNone;
    return raiseValue(objectValue(made));
  }
  return raise("TypeError", "exceptions must derive from BaseException");
}

// ---- Sharing -------------------------------------------------------------------------

Value Interpreter::serial() { return number(static_cast<std::int64_t>(self_) << 24 | agent().made++); }

ObjectId Interpreter::makeIdentified(Kind kind, std::size_t length, std::uint16_t detail) {
  const ObjectId made = heap_.make(kind, length, detail);
  heap_.at(made, 0) = serial();
  return made;
}

void Interpreter::share(Value value) {
  std::vector<Value> open{value};
  while (!open.empty()) {
    const Value next = open.back();
    open.pop_back();
    if (!next.is(Tag::object) || heap_.shared(idOf(next))) continue;
    const ObjectId object = idOf(next);
    heap_.setShared(object);
    const auto values = heap_.values(object);
    open.insert(open.end(), values.begin(), values.end());
    if (heap_.kind(object) == Kind::instance || heap_.kind(object) == Kind::cell) machine_.list(object);
  }
}

void Interpreter::shareElements(ObjectId container) {
  const auto values = heap_.values(container);
  for (const Value value : std::vector<Value>(values.begin(), values.end())) share(value);
}

void Interpreter::disturb(ObjectId deque) {
  // Iterators are where they are used: on the stacks of agents.
  for (AgentId agent = 0; agent < machine_.agents_.size(); ++agent) {
    if (machine_.mayGoThroughDeque(agent)) machine_.use(agent);
  }
  for (ObjectId object = 0; object < heap_.size(); ++object) {
    if (heap_.kind(object) != Kind::iterator || heap_.detail(object) != kOfDeque) continue;
    if (heap_.at(object, 0) == objectValue(deque)) heap_.at(object, 2) = kTrue;
  }
}

std::vector<AgentId> Interpreter::callersIn(Value object, std::uint8_t firstPhase, std::uint8_t lastPhase) {
  std::vector<AgentId> all;
  for (AgentId agent = 0; agent < machine_.agents(); ++agent) {
    const Agent& one = machine_.callOf(agent);
    if (one.phase < firstPhase || one.phase > lastPhase || !one.memory.is(Tag::object)) continue;
    Value kept = one.memory;
    if (heap_.kind(idOf(kept)) == Kind::tuple) kept = heap_.at(idOf(kept), 0);
    if (kept == object) all.push_back(agent);
  }
  return all;
}

// ---- Instructions ----------------------------------------------------------------------

Outcome Interpreter::execute(const Instruction& instruction) {
  switch (instruction.op) {
    case Op::constant: push(program().values[instruction.a]); return Outcome::next;
    case Op::pop: pop(); return Outcome::next;
    case Op::copy: push(top(instruction.a)); return Outcome::next;
    case Op::swap: std::swap(top(0), top(1)); return Outcome::next;
    case Op::rotate: {
      const Value last = pop();
      agent().stack.insert(agent().stack.size() - 2, last);
      return Outcome::next;
    }
    case Op::jump: call().pc = instruction.a; return Outcome::entered;
    case Op::jumpIfFalse:
    case Op::jumpIfTrue:
      if ((pop() == kTrue) != (instruction.op == Op::jumpIfTrue)) return Outcome::next;
      call().pc = instruction.a;
      return Outcome::entered;
    case Op::unary: return result(1, operations_.unary(static_cast<lang::Operator>(instruction.a), top()));
    case Op::binary: return inPlace(static_cast<lang::Operator>(instruction.a), false);
    case Op::inPlace: return inPlace(static_cast<lang::Operator>(instruction.a), true);
    case Op::compare: return compare(static_cast<lang::Operator>(instruction.a));
    case Op::truth:
      if (!mayAct(isSharedContainer(top()))) return Outcome::stands;
      return result(1, boolean(operations_.truth(top())));
    case Op::typeName: return result(1, constants_.text(operations_.typeName(top())));
    case Op::format: return format(instruction);
    case Op::join: {
      std::string all;
      for (std::size_t i = instruction.a; i-- > 0;) all += operations_.text(top(i));
      return result(instruction.a, operations_.makeText(all));
    }
    default: return executeVariable(instruction);
  }
}

Outcome Interpreter::executeVariable(const Instruction& instruction) {
  const std::uint32_t a = instruction.a;
  switch (instruction.op) {
    case Op::loadLocal: return loadLocal(a);
    case Op::storeLocal: {
      const Value value = pop();
      agent().stack.set(call().base + a, value);
      return Outcome::next;
    }
    case Op::clearLocal: agent().stack.set(call().base + a, kAbsent); return Outcome::next;
    case Op::loadSlot: push(agent().stack.at(call().base + a)); return Outcome::next;
    case Op::makeCell: return makeCell(a, instruction.c);
    case Op::loadCell: return loadCell(a);
    case Op::storeCell: return storeCell(a, false);
    case Op::clearCell: return storeCell(a, true);
    case Op::loadGlobal: return loadGlobal(a);
    case Op::storeGlobal: return storeGlobal(a, false);
    case Op::clearGlobal: return storeGlobal(a, true);
    case Op::loadAttribute: return loadAttribute(a);
    case Op::storeAttribute: return storeAttribute(a);
    default: return executeContainer(instruction);
  }
}

Outcome Interpreter::loadLocal(std::uint32_t slot) {
  const Value value = agent().stack.at(call().base + slot);
  if (!value.bound()) {
    return raise("UnboundLocalError",
                 "cannot access local variable '" + function().slotNames[slot] + "' where it is not associated with a value");
  }
  push(value);
  return Outcome::next;
}

// Cells: [serial, value].
Outcome Interpreter::makeCell(std::uint32_t slot, std::uint16_t cell) {
  const ObjectId made = makeIdentified(Kind::cell, 2, cell);
  Value& place = agent().stack.at(call().base + slot);
  heap_.at(made, 1) = place;
  place = objectValue(made);
  if (!program().cells[cell].constant) machine_.list(made);
  return Outcome::next;
}

Outcome Interpreter::loadCell(std::uint32_t slot) {
  const ObjectId cell = idOf(agent().stack.at(call().base + slot));
  const bool constant = program().cells[heap_.detail(cell)].constant;
  if (!mayAct(!constant || !heap_.at(cell, 1).bound(), constant)) return Outcome::stands;
  const Value value = heap_.at(cell, 1);
  if (value.bound()) {
    push(value);
    return Outcome::next;
  }
  const std::string& name = function().slotNames[slot];
  if (slot >= function().firstCell) {
    return raise("NameError",
                 "cannot access free variable '" + name + "' where it is not associated with a value in enclosing scope");
  }
  return raise("UnboundLocalError", "cannot access local variable '" + name + "' where it is not associated with a value");
}

Outcome Interpreter::storeCell(std::uint32_t slot, bool clear) {
  const ObjectId cell = idOf(agent().stack.at(call().base + slot));
  const bool constant = program().cells[heap_.detail(cell)].constant;
  if (!mayAct(!constant || heap_.shared(cell))) return Outcome::stands;
  store(cell, 1, clear ? kAbsent : pop());
  return Outcome::next;
}

Outcome Interpreter::loadGlobal(std::uint32_t number) {
  const Global& global = program().globals[number];
  const bool looks = global.shared && !(global.constant && machine_.global(number).bound());
  if (!mayAct(looks, global.constant)) return Outcome::stands;
  const Value value = machine_.global(number);
  if (!value.bound()) return raise("NameError", "name '" + global.name + "' is not defined");
  push(value);
  return Outcome::next;
}

Outcome Interpreter::storeGlobal(std::uint32_t number, bool clear) {
  const Global& global = program().globals[number];
  if (!mayAct(global.shared)) return Outcome::stands;
  const Value value = clear ? kAbsent : pop();
  machine_.setGlobal(number, value);
  if (global.shared) share(value);
  return Outcome::next;
}

Outcome Interpreter::inPlace(lang::Operator op, bool changes) {
  const Value left = top(1), right = top();
  if (!mayAct(isSharedContainer(left) || isSharedContainer(right))) return Outcome::stands;
  const std::size_t before = left.is(Tag::object) ? heap_.length(idOf(left)) : 0;
  const Value made = operations_.binary(op, left, right, changes);
  if (!operations_.failed() && changes && made == left && left.is(Tag::object)) {
    if (isShared(left)) shareElements(idOf(left));
    if (heap_.kind(idOf(left)) == Kind::deque && heap_.length(idOf(left)) != before) disturb(idOf(left));
  }
  return result(2, made);
}

Outcome Interpreter::compare(lang::Operator op) {
  const Value left = top(1), right = top();
  using enum lang::Operator;
  const bool looks =
      op != is && op != isNot && (isSharedContainer(right) || (op != in && op != notIn && isSharedContainer(left)));
  if (!mayAct(looks)) return Outcome::stands;
  return result(2, operations_.compare(op, left, right));
}

Outcome Interpreter::format(const Instruction& instruction) {
  const std::size_t below = instruction.b ? 1 : instruction.c;
  const Value value = top(below);
  if (!mayAct(isSharedContainer(value))) return Outcome::stands;
  Value shown = value;
  if (instruction.a == 'r') shown = operations_.makeText(operations_.repr(value));
  else if (instruction.a == 's' || !instruction.b) shown = operations_.makeText(operations_.str(value));
  if (operations_.failed()) return settled();
  if (!instruction.b) {
    top(below) = shown;
    return Outcome::next;
  }
  return result(2, operations_.makeText(operations_.format(shown, operations_.text(top()))));
}

// ---- Containers -----------------------------------------------------------------------

Outcome Interpreter::executeContainer(const Instruction& instruction) {
  const std::uint32_t a = instruction.a;
  switch (instruction.op) {
    case Op::makeTuple:
    case Op::makeList: {
      const std::vector<Value> values = agent().stack.from(agent().stack.size() - a);
      return result(a, objectValue(heap_.make(instruction.op == Op::makeList ? Kind::list : Kind::tuple, values)));
    }
    case Op::makeSet: {
      const ObjectId set = heap_.make(Kind::set, 0);
      for (std::size_t i = a; i-- > 0;) operations_.addToSet(set, top(i));
      return result(a, objectValue(set));
    }
    case Op::makeDict: {
      const ObjectId dict = heap_.make(Kind::dict, 0);
      for (std::size_t i = 2 * std::size_t{a}; i > 0 && !operations_.failed(); i -= 2)
        operations_.setItem(dict, top(i - 1), top(i - 2));
      return result(2 * std::size_t{a}, objectValue(dict));
    }
    case Op::append: return append(a, false);
    case Op::appendAll: return append(a, true);
    case Op::subscript:
      if (!mayAct(isSharedContainer(top(1)))) return Outcome::stands;
      return result(2, operations_.subscript(top(1), top()));
    case Op::slice:
      if (!mayAct(isSharedContainer(top(3)))) return Outcome::stands;
      return result(4, operations_.slice(top(3), top(2), top(1), top()));
    case Op::storeSubscript:
      if (!mayAct(isShared(top(1)))) return Outcome::stands;
      operations_.storeSubscript(top(1), top(), top(2));
      if (operations_.failed()) return settled();
      if (isShared(top(1))) share(top(2));
      drop(3);
      return Outcome::next;
    case Op::deleteSubscript:
      if (!mayAct(isShared(top(1)))) return Outcome::stands;
      operations_.deleteSubscript(top(1), top());
      if (operations_.failed()) return settled();
      if (heap_.kind(idOf(top(1))) == Kind::deque) disturb(idOf(top(1)));
      drop(2);
      return Outcome::next;
    case Op::unpack: return unpack(a);
    case Op::iterate: return iterate();
    case Op::next: return next(a);
    case Op::choose: return choose(a, instruction.b != 0);
    default: return executeControl(instruction);
  }
}

Outcome Interpreter::append(std::uint32_t below, bool all) {
  const Value value = top();
  if (all && !mayAct(isSharedContainer(value))) return Outcome::stands;
  const ObjectId list = idOf(top(below + 1));
  const auto values = all ? operations_.elements(value) : std::vector<Value>{value};
  if (!values || !operations_.checkLength(heap_.length(list) + values->size())) return settled();
  for (const Value one : *values) heap_.append(list, one);
  drop(1);
  return Outcome::next;
}

Outcome Interpreter::unpack(std::uint32_t count) {
  const Value value = top();
  if (!mayAct(isSharedContainer(value))) return Outcome::stands;
  const auto values = operations_.elements(value);
  if (!values) {
    const auto failure = operations_.takeFailure();
    if (failure->type != "TypeError") return stop(failure->text);
    return raise("TypeError", "cannot unpack non-iterable " + operations_.shownType(value) + " object");
  }
  if (values->size() > count) return raise("ValueError", "too many values to unpack (expected " + std::to_string(count) + ")");
  if (values->size() < count) {
    return raise("ValueError", "not enough values to unpack (expected " + std::to_string(count) + ", got " +
                                   std::to_string(values->size()) + ")");
  }
  drop(1);
  for (std::size_t i = count; i-- > 0;) push((*values)[i]);
  return Outcome::next;
}

// Begins to go through something. Of a shared dict or deque that is a step; of a list it is none.
Outcome Interpreter::iterate() {
  const Value value = top();
  if (value.is(Tag::object) && heap_.kind(idOf(value)) == Kind::iterator) return Outcome::next;
  Value source = value;
  if (value.is(Tag::object) && heap_.kind(idOf(value)) == Kind::view) source = heap_.at(idOf(value), 0);
  const bool begins = isShared(source) && (heap_.kind(idOf(source)) == Kind::dict || heap_.kind(idOf(source)) == Kind::deque);
  if (!mayAct(begins)) return Outcome::stands;
  const ObjectId made = iteratorOver(value);
  return result(1, objectValue(made));
}

ObjectId Interpreter::iteratorOver(Value value) {
  const auto make = [this](IteratorOf of, Value source, Value kept) {
    const Value parts[] = {source, number(0), kept};
    return heap_.make(Kind::iterator, parts, of);
  };
  if (value.is(Tag::object)) {
    const ObjectId object = idOf(value);
    switch (heap_.kind(object)) {
      case Kind::list: return make(kOfList, value, kNone);
      case Kind::deque: return make(kOfDeque, value, kFalse);
      case Kind::dict: return make(kOfDict, value, number(static_cast<std::int64_t>(heap_.length(object)) << 2));
      case Kind::view: {
        const Value dict = heap_.at(object, 0);
        return make(kOfDict, dict, number(static_cast<std::int64_t>(heap_.length(idOf(dict))) << 2 | heap_.detail(object)));
      }
      case Kind::range: {
        const auto length = static_cast<std::int64_t>(operations_.length(value).value_or(0));
        const Value parts[] = {heap_.at(object, 0), number(length), heap_.at(object, 2)};
        return heap_.make(Kind::iterator, parts, kOfRange);
      }
      case Kind::iterator: return object;
      default: break;
    }
  }
  const auto elements = operations_.elements(value);
  const ObjectId all = heap_.make(Kind::tuple, elements ? std::span<const Value>(*elements) : std::span<const Value>());
  return make(kOfElements, objectValue(all), kNone);
}

Outcome Interpreter::next(std::uint32_t end) {
  const ObjectId iterator = idOf(top());
  if (heap_.detail(iterator) == kOfResults) return nextResult(iterator, end);
  if (!mayAct(looksAtShared(iterator))) return Outcome::stands;
  Value value;
  const Outcome outcome = nextOf(iterator, value);
  if (outcome != Outcome::next) return outcome;
  if (value.bound()) {
    push(value);
    return Outcome::next;
  }
  call().pc = end;
  return Outcome::entered;
}

bool Interpreter::looksAtShared(ObjectId iterator) {
  const auto values = heap_.values(iterator);
  switch (heap_.detail(iterator)) {
    case kOfList:
    case kOfDict:
    case kOfDeque: return isShared(values[0]);
    case kOfEnumerate: return looksAtShared(idOf(values[0]));
    case kOfZip:
      return std::ranges::any_of(heap_.values(idOf(values[0])), [this](Value one) { return looksAtShared(idOf(one)); });
    default: return false;
  }
}

// The next element, or an absent value at the end.
Outcome Interpreter::nextOf(ObjectId iterator, Value& value) {
  const Value source = heap_.at(iterator, 0), kept = heap_.at(iterator, 2);
  const auto at = static_cast<std::size_t>(heap_.at(iterator, 1).small());
  value = kAbsent;
  switch (heap_.detail(iterator)) {
    case kOfDeque:
      if (kept == kTrue) return raise("RuntimeError", "deque mutated during iteration");
      [[fallthrough]];
    case kOfList:
    case kOfElements:
      if (at < heap_.length(idOf(source))) value = heap_.at(idOf(source), at);
      break;
    case kOfDict: {
      if (heap_.length(idOf(source)) != static_cast<std::size_t>(kept.small() >> 2)) {
        return raise("RuntimeError", "dictionary changed size during iteration");
      }
      if (2 * at >= heap_.length(idOf(source))) break;
      const Value pair[] = {heap_.at(idOf(source), 2 * at), heap_.at(idOf(source), 2 * at + 1)};
      const std::int64_t what = kept.small() & 3;
      value = what == 2 ? operations_.makeTuple(pair) : pair[what];
      break;
    }
    case kOfRange:
      if (at == 0) return Outcome::next;
      value = source;
      heap_.at(iterator, 0) = constants_.integer(constants_.integerOf(source) + (at > 1 ? constants_.integerOf(kept) : 0));
      heap_.at(iterator, 1) = number(static_cast<std::int64_t>(at) - 1);
      return Outcome::next;
    case kOfEnumerate: {
      Value element;
      const Outcome outcome = nextOf(idOf(source), element);
      if (outcome != Outcome::next || !element.bound()) return outcome;
      const Value pair[] = {constants_.integer(constants_.integerOf(kept) + static_cast<std::int64_t>(at)), element};
      value = operations_.makeTuple(pair);
      break;
    }
    case kOfZip: {
      const auto sources = heap_.values(idOf(source));
      std::vector<Value> elements(sources.begin(), sources.end());
      if (elements.empty()) return Outcome::next;
      for (Value& one : elements) {
        Value element;
        const Outcome outcome = nextOf(idOf(one), element);
        if (outcome != Outcome::next || !element.bound()) return outcome;
        one = element;
      }
      value = operations_.makeTuple(elements);
      break;
    }
    default: break;
  }
  if (value.bound()) heap_.at(iterator, 1) = number(static_cast<std::int64_t>(at) + 1);
  return Outcome::next;
}

// What ThreadPoolExecutor.map gives: a future after the other.
Outcome Interpreter::nextResult(ObjectId iterator, std::uint32_t end) {
  const ObjectId futures = idOf(heap_.at(iterator, 0));
  const auto at = static_cast<std::size_t>(heap_.at(iterator, 1).small());
  if (at == heap_.length(futures)) {
    call().pc = end;
    return Outcome::entered;
  }
  const Value future = heap_.at(futures, at);
  Value value;
  const Outcome outcome = resultOf(future, value);
  if (outcome != Outcome::next) return outcome;
  heap_.at(iterator, 1) = number(static_cast<std::int64_t>(at) + 1);
  push(value);
  return Outcome::next;
}

// [elements, keys, reverse], and below them the list that is sorted in place.
Outcome Interpreter::choose(std::uint32_t what, bool hasDefault) {
  if (what != 1 && what != 2 && !operations_.isInteger(top())) {
    return raise("TypeError", "'" + operations_.shownType(top()) + "' object cannot be interpreted as an integer");
  }
  const Value option = top();
  const bool reverse = (what == 0 || what == 3) && operations_.truth(option);
  const auto valuesOf = [this](Value list) {
    const auto values = heap_.values(idOf(list));
    return std::vector<Value>(values.begin(), values.end());
  };
  const std::vector<Value> items = valuesOf(top(2)), keys = valuesOf(top(1));
  if (what == 0 || what == 3) {
    if (what == 3 && isShared(top(3))) return stop("sort(key=…) of a list that threads share");
    const std::vector<Value> sorted = operations_.sorted(items, keys, reverse);
    if (what == 0) return result(3, objectValue(heap_.make(Kind::list, sorted)));
    heap_.assign(idOf(top(3)), sorted);
    return result(4, kNone);
  }
  if (items.empty() && hasDefault) return result(3, option);
  if (items.empty()) return raise("ValueError", std::string(what == 1 ? "min" : "max") + "() arg is an empty sequence");
  std::size_t best = 0;
  const auto better = what == 1 ? lang::Operator::less : lang::Operator::greater;
  for (std::size_t i = 1; i < items.size() && !operations_.failed(); ++i) {
    if (operations_.compare(better, keys[i], keys[best]) == kTrue) best = i;
  }
  return result(3, items[best]);
}

// ---- Functions, classes, contexts ------------------------------------------------------------

Outcome Interpreter::executeControl(const Instruction& instruction) {
  switch (instruction.op) {
    case Op::call: return callOperation(instruction);
    case Op::callList: return callList(instruction);
    case Op::callMethod: return callMethod(instruction);
    case Op::hasMethod: return hasMethod(instruction.a, instruction.b != 0);
    case Op::superInit: return superInit(instruction);
    case Op::makeFunction: return makeFunction(instruction);
    case Op::makeClass: return makeClass(instruction.a);
    case Op::returnValue: return returnValue();
    case Op::raise: return raiseTop(instruction.a == 2);
    case Op::reraise: return raiseValue(agent().stack.at(call().base + instruction.a));
    case Op::matches: {
      const bool matches = operations_.isInstance(top(1), top());
      return result(2, boolean(matches));
    }
    case Op::enter: return enter();
    case Op::exit: return exit(false);
    case Op::exitRaised: return exit(true);
    case Op::begin: return begin();
    default: return end();
  }
}

Outcome Interpreter::makeFunction(const Instruction& instruction) {
  const std::size_t count = std::size_t{instruction.b} + instruction.c;
  if (count == 0) {
    push(Value(Tag::function, instruction.a));
    return Outcome::next;
  }
  const std::vector<Value> values = agent().stack.from(agent().stack.size() - count);
  return result(count, objectValue(heap_.make(Kind::function, values, static_cast<std::uint16_t>(instruction.a))));
}

// Classes: [serial, class that it is derived from, variable…].
Outcome Interpreter::makeClass(std::uint32_t number) {
  const Class& type = program().classes[number];
  const ObjectId made = makeIdentified(Kind::classes, 2 + type.variables.size(), static_cast<std::uint16_t>(number));
  heap_.at(made, 1) = kNone;
  if (type.parent != 0xffff) {
    // The newest class object of that number: classes are made where they are defined.
    machine_.needEverything();
    for (ObjectId object = 0; object < made; ++object) {
      if (heap_.kind(object) == Kind::classes && heap_.detail(object) == type.parent) heap_.at(made, 1) = objectValue(object);
    }
  }
  push(objectValue(made));
  return Outcome::next;
}

Outcome Interpreter::returnValue() {
  const Value value = pop();
  const Call left = call();
  agent().calls.pop_back();
  agent().stack.resize(left.base);
  if (!left.makes) push(value);
  return Outcome::entered;
}

Outcome Interpreter::enter() {
  const Value context = top();
  if (context.is(Tag::object) && heap_.kind(idOf(context)) == Kind::instance) {
    const Found found = find(context, program().special.enter);
    if (!found.value.bound()) {
      return raise("TypeError", "'" + operations_.shownType(context) + "' object does not support the context manager protocol");
    }
    if (!find(context, program().special.exit).value.bound()) {
      return raise("TypeError", "'" + operations_.shownType(context) +
                                    "' object does not support the context manager protocol (missed __exit__ method)");
    }
    return callFunction(found.value, context, {agent().stack.size() - 1, agent().stack.size(), 0, nullptr});
  }
  const Implementation enters = enterOf(typeOf(heap_, context));
  if (!enters)
    return raise("TypeError", "'" + operations_.shownType(context) + "' object does not support the context manager protocol");
  Action action(*this, context, 1);
  return enters(action);
}

// [context], or [context, exception].
Outcome Interpreter::exit(bool raised) {
  const Value context = top(raised ? 1 : 0);
  if (context.is(Tag::object) && heap_.kind(idOf(context)) == Kind::instance) return exitInstance(context, raised);
  Action action(*this, context, raised ? 2 : 1);
  const Outcome outcome = exitOf(typeOf(heap_, context))(action);
  if (outcome == Outcome::next && raised) top() = kFalse;
  return outcome;
}

// __exit__ gets the class of the exception, the exception, and its traceback; what it returns says whether it is swallowed.
Outcome Interpreter::exitInstance(Value context, bool raised) {
  const Found found = find(context, program().special.exit);
  if (!found.value.bound())
    return raise("TypeError", "'" + operations_.shownType(context) +
                                  "' object does not support the context manager protocol (missed __exit__ method)");
  const std::size_t at = agent().stack.size() - (raised ? 2 : 1);
  const Value exception = raised ? pop() : kNone;
  push(raised ? heap_.at(idOf(exception), 0) : kNone);
  push(exception);
  push(raised ? Value(Tag::opaque, 0) : kNone);
  return callFunction(found.value, context, {at, at + 1, 3, nullptr});
}

// ---- The beginning and the end of an agent -----------------------------------------------------

Outcome Interpreter::begin() {
  const std::size_t base = call().base;
  const std::size_t slots = function().slots;
  auto& stack = agent().stack;
  const Value arguments = stack.at(base + 1), named = stack.at(base + 2);
  std::vector<std::uint32_t> names;
  otherNames_.clear();
  const bool prepared = stack.size() > base + slots;
  if (!prepared) {
    push(stack.at(base));
    const auto values = heap_.values(idOf(arguments));
    stack.push(values);
  }
  if (named.is(Tag::object)) {
    for (std::size_t i = 0; i < heap_.length(idOf(named)); i += 2) {
      const std::string& name = operations_.text(heap_.at(idOf(named), i));
      const auto known = std::ranges::find(program().names, name);
      const bool isOther = known == program().names.end();
      names.push_back(static_cast<std::uint32_t>(known - program().names.begin() + (isOther ? std::ssize(otherNames_) : 0)));
      if (isOther) otherNames_.push_back(name);
      if (!prepared) push(heap_.at(idOf(named), i + 1));
    }
  }
  const std::size_t at = base + slots;
  return callValue(stack.at(at), kAbsent, {at, at + 1, heap_.length(idOf(arguments)), &names});
}

// The end is a step where the program can tell, and where it ends daemons.
Outcome Interpreter::end() {
  const auto unfinished = [this](bool daemons) {
    for (AgentId other = 0; other < machine_.agents(); ++other) {
      if (other != self_ && machine_.agents_[other].daemon == daemons && !machine_.hasEnded(other)) return true;
    }
    return false;
  };
  const bool endsAll = !agent().daemon && unfinished(true) && !unfinished(false);
  const bool isStep = program().endsAreSteps || endsAll || (self_ == kMain && program().poolsAreSteps);
  if (!mayAct(isStep, endsAll)) return Outcome::stands;
  const Value value = pop();
  Agent& ended = agent();
  ended.stance = Stance::ended;
  if (ended.isTask) {
    const ObjectId future = idOf(ended.subject);
    store(future, 2, ended.failure.bound() ? kNone : value);
    store(future, 3, ended.failure.bound() ? ended.failure : kNone);
    share(value);
    share(ended.failure);
    ended.failure = kAbsent;
  }
  ended.calls.clear();
  ended.stack.clear();
  return Outcome::entered;
}

}  // namespace interleave::program
