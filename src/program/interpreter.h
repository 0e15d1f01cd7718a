// Runs an agent of a machine: the only code that executes instructions.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "program/machine.h"
#include "program/operations.h"

namespace interleave::program {

// What an iterator goes through; Heap::detail of it. Its values: source, place, and what the kind keeps; of a range the next number,
// how many are left, and the step.
enum IteratorOf : std::uint16_t { kOfList, kOfElements, kOfDict, kOfDeque, kOfRange, kOfEnumerate, kOfZip, kOfResults };

enum class Outcome : std::uint8_t {
  next,  // done: on to the instruction behind it
  entered,  // done; the agent is elsewhere: in a call, behind one, or at the target of a jump
  stands,  // nothing is done yet: this is a step, which may be taken
  blocked,  // nothing is done yet: this is a step, which cannot be taken now
  waits,  // nothing is done yet: the agent goes on by itself when others have done something
  again,  // done in part, by a step; the same instruction goes on
  raised,  // an exception
  stopped,  // the program has ended with a message
};

class Action;

class Interpreter {
 public:
  Interpreter(Machine& machine, AgentId agent)
      : machine_(machine),
        self_(agent),
        heap_(machine.heap_),
        constants_(*machine.program_->constants),
        operations_(*machine.program_, machine.heap_) {
    machine.use(agent);
    machine.callOf(agent);
  }

  // Runs on until the agent stands, waits or has ended. `granted`: it may take one step. Whether it did anything.
  bool run(bool granted);
  // Looks at what the agent is about to do, and does nothing: `stands`, or `blocked` or `waits` with the reason in why().
  Outcome look();
  const Why& why() const { return why_; }
  // Computes what the agent's only call returns, where what would be a step is none: the machine is not one of the program's states any
  // more. An absent value: `failure` has why.
  Value answer(std::string& failure);
  // What an agent looks at that stands before a step that would leave everything as it is.
  Why polled();
  const std::optional<Taken>& taken() const { return taken_; }

  // ---- For the library -------------------------------------------------------------

  AgentId self() const { return self_; }
  Agent& agent() { return machine_.agents_[self_]; }
  Machine& machine() { return machine_; }
  Heap& heap() { return heap_; }
  Constants& constants() { return constants_; }
  Operations& operations() { return operations_; }
  const Program& program() const { return *machine_.program_; }
  // Agents whose call of the library is in one of these phases and keeps `object`, or a tuple that begins with it: who sleeps there.
  std::vector<AgentId> callersIn(Value object, std::uint8_t firstPhase, std::uint8_t lastPhase);
  Agent& agent(AgentId agent) {
    machine_.callOf(agent);
    return machine_.use(agent);
  }
  // A task of the pool has not ended.
  bool poolIsBusy(Value pool) const;
  bool hasEnded(AgentId agent) const { return machine_.hasEnded(agent); }

  // Whether what comes next may be done now. It may if it is no step, if main is alone, or if the step is granted, which is then used up.
  // `looks`: the step is none once others have done something.
  bool mayAct(bool isStep, bool looks = false);
  // No thread or task that is unfinished but main.
  bool alone() const;
  // A call that goes on by itself, and one that is a step.
  Outcome wait(Waits waits, Value object, AgentId holder = kNobody);
  Outcome block(Waits waits, Value object, AgentId holder = kNobody);
  // The library call at which the agent is goes on in another phase.
  Outcome again(std::uint8_t phase, Value memory = kNone);

  Outcome raise(std::string_view type, std::string_view text);
  Outcome raiseWith(lang::EntryId type, std::span<const Value> arguments);
  Outcome raiseValue(Value exception);
  Outcome stop(std::string text);
  // What the operation before ended with, if it failed: raised or stopped; else `next`.
  Outcome settled();

  // A new object with an identity, whose first value is its serial number.
  ObjectId makeIdentified(Kind kind, std::size_t length, std::uint16_t detail = 0);
  Value serial();
  // A list, dict, set or deque that threads share: looking at it is a step.
  bool isSharedContainer(Value value) const { return isShared(value) && isContainer(heap_.kind(idOf(value))); }
  bool isShared(Value value) const { return value.is(Tag::object) && heap_.shared(static_cast<ObjectId>(value.payload())); }
  // It, and all that it refers to, is shared from now on.
  void share(Value value);
  void shareElements(ObjectId container);
  // What is stored in something shared is shared.
  void store(ObjectId object, std::size_t index, Value value) {
    heap_.set(object, index, value);
    if (heap_.shared(object)) share(value);
  }
  // Adds an agent that calls `callee`. Stops the program where there are too many.
  std::optional<AgentId> makeAgent(Value callee, Value arguments, Value keywords, Value subject);
  // Iterators over a deque that is changed.
  void disturb(ObjectId deque);
  // An iterator over what can be gone through; else the operations have failed.
  ObjectId iteratorOver(Value object);
  // Its next element, or an absent value at its end.
  Outcome nextOf(ObjectId iterator, Value& value);
  // Going on with an iterator looks at a container that threads share.
  bool looksAtShared(ObjectId iterator);
  // `Thread-3 (work)`, for a thread without a name of its own.
  std::string threadName(Value target);
  Value threadOf(AgentId agent);
  // Of an argument that is given by name.
  const std::string& nameOf(std::uint32_t number) const {
    return number < program().names.size() ? program().names[number] : otherNames_[number - program().names.size()];
  }
  // A method that an object of the program's own classes has, bound to it; else absent.
  Value methodOf(Value object, std::uint32_t name);
  bool printsAreSteps() const { return machine_.output_; }
  void print(const std::string& text) {
    if (!machine_.keepsPrinted_) return;
    machine_.needRest();
    machine_.printed_ += text;
  }
  // What a future comes to, once it has.
  Outcome resultOf(Value future, Value& value);

 private:
  friend class Action;

  Call& call() { return agent().calls.back(); }
  const Function& function() { return program().functions[call().function]; }
  Value& top(std::size_t below = 0) { return agent().stack.at(agent().stack.size() - 1 - below); }
  Value pop() {
    const Value value = top();
    drop(1);
    return value;
  }
  void push(Value value) { agent().stack.push(value); }
  void drop(std::size_t count) { agent().stack.resize(agent().stack.size() - count); }
  Outcome result(std::size_t operands, Value value);
  bool settle(Outcome outcome);

  Outcome execute(const Instruction& instruction);
  Outcome executeVariable(const Instruction& instruction);
  Outcome executeContainer(const Instruction& instruction);
  Outcome executeControl(const Instruction& instruction);
  Outcome loadLocal(std::uint32_t slot);
  Outcome makeCell(std::uint32_t slot, std::uint16_t cell);
  Outcome loadCell(std::uint32_t slot);
  Outcome storeCell(std::uint32_t slot, bool clear);
  Outcome loadGlobal(std::uint32_t number);
  Outcome storeGlobal(std::uint32_t number, bool clear);
  Outcome loadAttribute(std::uint32_t name);
  Outcome storeAttribute(std::uint32_t name);
  Outcome inPlace(lang::Operator op, bool changes);
  Outcome compare(lang::Operator op);
  Outcome append(std::uint32_t below, bool all);
  Outcome unpack(std::uint32_t count);
  Outcome iterate();
  Outcome next(std::uint32_t end);
  Outcome format(const Instruction& instruction);
  Outcome choose(std::uint32_t what, bool hasDefault);
  Outcome makeFunction(const Instruction& instruction);
  Outcome makeClass(std::uint32_t number);
  Outcome returnValue();
  Outcome raiseTop(bool withCause);
  Outcome enter();
  Outcome exit(bool raised);
  Outcome end();
  Outcome begin();

  // Calls.
  struct Operands {
    std::size_t at = 0;  // on the stack: what the result replaces
    std::size_t first = 0;  // the first argument
    std::size_t positional = 0;
    const std::vector<std::uint32_t>* names = nullptr;  // of the arguments behind the positional ones
  };
  Outcome callOperation(const Instruction& instruction);
  Outcome callList(const Instruction& instruction);
  Outcome callMethod(const Instruction& instruction);
  Outcome hasMethod(std::uint32_t name, bool ofLibrary);
  Outcome superInit(const Instruction& instruction);
  Outcome callValue(Value callee, Value self, const Operands& operands);
  Outcome callEntry(lang::EntryId entry, Value self, const Operands& operands);
  Outcome callFunction(Value function, Value self, const Operands& operands);
  Outcome callClass(Value type, const Operands& operands);
  Outcome callInit(Value init, Value object, const Operands& operands);
  Outcome initThread(Value object, const Operands& operands);
  Outcome bind(Value callee, const Function& here, std::vector<Value>& slots, Value self, const Operands& operands);
  Outcome tooMany(const Function& here, const std::vector<Value>& slots, std::size_t places, std::size_t given);
  Outcome bindName(const Function& here, std::vector<Value>& slots, std::uint32_t name, Value value);
  Outcome bindRest(Value callee, const Function& here, std::vector<Value>& slots);
  Outcome bindEntry(lang::EntryId entry, Action& action, const Operands& operands);
  Value argument(const Operands& operands, std::size_t index) { return agent().stack.at(operands.first + index); }

  // What an attribute of an object is, without asking whether it may be looked at.
  struct Found {
    Value value;  // absent: there is none
    Value holder;  // the object or class that has it; absent: there is none
    bool variable = false;  // of an object or class, and not constant
    Value bindTo;  // the object of a method
    std::size_t place = 0;  // of a variable: where the holder has it
  };
  Found find(Value object, std::uint32_t name) { return looked(locate(object, name)); }
  Found findInClass(Value type, std::uint32_t name, Value object) { return looked(locateInClass(type, name, object)); }
  // The same without a look at a variable's value, and with that look.
  Found locate(Value object, std::uint32_t name);
  Found locateInClass(Value type, std::uint32_t name, Value object);
  Found looked(Found found);
  std::optional<lang::EntryId> memberOf(Value object, std::uint32_t name);
  bool isMethod(Value value) const;
  Value ownerOf(Value object);
  Outcome loadMember(Value object, lang::EntryId member);
  Outcome storeThreadAttribute(Value thread, std::string_view attribute, Value value);
  Outcome noAttribute(Value object, std::uint32_t name);

  Outcome nextResult(ObjectId iterator, std::uint32_t end);
  Outcome exitInstance(Value context, bool raised);
  Value makeException(lang::EntryId type, std::span<const Value> arguments);
  Outcome unwind(Value exception);

  Machine& machine_;
  AgentId self_;
  Heap& heap_;
  Constants& constants_;
  Operations operations_;
  bool granted_ = false;
  bool answers_ = false;
  bool looks_ = false;
  Value raised_;
  Why why_;
  std::optional<Taken> taken_;
  std::vector<std::string> otherNames_;  // of the arguments of a thread or task, those that the text does not name
};

// One call of the library.
class Action {
 public:
  static constexpr std::size_t kMostArguments = 6;

  Action(Interpreter& interpreter, Value object, std::size_t count) : run(interpreter), self(object), operands(count) {}

  Interpreter& run;
  Value self;  // of a method: its object
  std::array<Value, kMostArguments> arguments{};  // by the entry's signature; absent where not given
  std::vector<Value> rest;  // of `*args`: the further ones
  std::vector<std::pair<std::uint32_t, Value>> named;  // of `**kwargs`
  std::size_t operands;  // on the stack, with the callee

  ObjectId object() const { return static_cast<ObjectId>(self.payload()); }
  Value& field(std::size_t index) const { return run.heap().at(object(), index); }
  bool given(std::size_t index) const { return arguments[index].bound(); }
  std::uint8_t phase() const { return run.agent().phase; }

  // The value of the call.
  Outcome done(Value value = kNone);
  // Whether the step may be taken; else the call returns `stands`.
  bool may() const { return run.mayAct(true); }
};

using Implementation = Outcome (*)(Action&);

// One row a library call: its full name in lang::entries().
struct Row {
  std::string_view name;
  Implementation call;
};

// The implementation of an entry, or null: a library function without one is a fault of ours, which a test finds.
Implementation implementationOf(lang::EntryId entry);

// `with` of something of the library.
Implementation enterOf(Type type);
Implementation exitOf(Type type);

}  // namespace interleave::program
