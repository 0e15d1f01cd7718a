// One state of a program, and how it goes on: what can step and why not, one step, the ending.
//
// What a step is, the language's reference says (README.md); between two steps of an agent (main, a thread, or a task of an executor) everything that it
// does by itself belongs to the step before. No exploring, no trace and no words for readers are in here.
//
// A machine is a value: copies are independent. For one thread at a time; machines of one Program may run on different threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "program/code.h"
#include "program/heap.h"
#include "program/limits.h"
#include "program/missing.h"
#include "program/stack.h"
#include "program/value.h"

namespace interleave::program {

inline constexpr AgentId kMain = 0;
inline constexpr AgentId kNobody = 0xff;

// `m` for main, `A`, `B`, … for the others.
constexpr char letterOf(AgentId agent) { return agent == kMain ? 'm' : static_cast<char>('A' + agent - 1); }
constexpr AgentId agentOf(char letter) { return letter == 'm' ? kMain : static_cast<AgentId>(letter - 'A' + 1); }

enum class Stance : std::uint8_t {
  queued,  // a task that no worker has taken
  runs,  // goes on by itself
  stands,  // before a step
  looks,  // before a step that is none once others have done something: looking for what is not bound yet, an end that ends daemons
  waits,  // for what others do, and then goes on by itself
  ended,
};

// Whether an agent in it goes on as soon as it can, without a step.
constexpr bool goesOnByItself(Stance stance) {
  return stance == Stance::runs || stance == Stance::looks || stance == Stance::waits;
}

// What an agent waits for.
enum class Waits : std::uint8_t { nothing, acquire, wait, get, put, join, result, exception, shutdown, check, polls, worker };
std::string_view nameOf(Waits waits);

struct Why {
  Waits waits = Waits::nothing;
  Value object;  // absent: none
  AgentId holder = kNobody;
  // Of `polls`: a variable of the module or of a function, or, behind a dot, an attribute of the object.
  std::string variable;
};

struct Call {
  std::uint32_t function = 0;
  std::uint32_t pc = 0;
  std::uint32_t base = 0;  // of its slots on the agent's stack; operands come behind them
  bool makes = false;  // __init__: what is below its slots is the object that it is called for

  bool operator==(const Call&) const = default;
};

struct Agent {
  Stance stance = Stance::runs;
  bool daemon = false;
  bool isTask = false;
  // A call of the library that takes more than one step: how far it is, and what it keeps meanwhile.
  std::uint8_t phase = 0;
  Value memory;
  Value subject;  // the thread or future object; of main absent
  Value pool;  // of a task
  int line = 0;  // at which it was started or submitted; of main 0
  Value failure;  // the exception that ended it
  std::uint32_t made = 0;  // objects with an identity that it has made
  std::vector<Call> calls;
  Stack stack;

  // Of a machine of parts, what is missing (program/missing.h). While `self` is, the stance says only whether it goes on by itself
  // (`waits`) or is queued; else it is `stands`, or, if `summary` is not missing, `ended`.
  struct Missing {
    bool self = false;  // what is in no other part
    bool call = false;  // phase and memory
    bool summary = false;
  };
  Missing missing;
  bool goesThroughDeque = false;  // while `self` is missing
};

// An exception that nothing caught.
struct Error {
  AgentId agent = kMain;
  std::string type;
  std::string message;
  int line = 0;
  bool lost = false;  // of a task whose result nothing asked for
};

struct WaitingAgent {
  AgentId agent = kMain;
  Why why;
  int line = 0;
};

// What has happened in a step.
struct Taken {
  AgentId agent = kMain;
  lang::Span place;
  std::uint32_t function = 0;
  std::uint32_t pc = 0;
};

// What a program's question (Program::question) comes to in a state.
struct Answer {
  bool holds = false;
  std::string failure;  // it comes to nothing: why, as "NameError: name 'x' is not defined"; empty: it does
};

class Machine {
 public:
  // `output`: printing is a step, and what is printed belongs to the state. `keepsPrinted`: it is kept all the same.
  explicit Machine(std::shared_ptr<const Program> program, bool output = false, bool keepsPrinted = false);

  const Program& program() const { return *program_; }
  std::size_t agents() const { return agents_.size(); }
  const Agent& agent(AgentId agent) const { return agents_[agent]; }

  // All that has to end has ended.
  bool finished() const;
  bool hasEnded(AgentId agent) const {
    if (agents_[agent].missing.summary) source_->readSummary(agent);
    return agents_[agent].stance == Stance::ended;
  }
  // A bound or what the language leaves out ended the program: the message. Empty: not so.
  const std::string& stopped() const { return stopped_; }

  // Whether the agent stands before a step that can be taken now, regardless of whether it would change anything.
  bool canStep(AgentId agent);
  // Takes the step; then all agents that can go on by themselves do so. Only if canStep().
  Taken step(AgentId agent);
  // Why an unfinished agent cannot step.
  Why whyNot(AgentId agent);

  // Main waits for a thread to join, and then, without a step, for the next one, and the next: where it is among them nothing can tell,
  // and it is a function of which of them have ended. From now on main goes on only once all of them have, at once. Schedules and what
  // they leave stay the same; but whyNot() and lineOf() of main tell of the first join, until joinOneByOne().
  void joinTogether();
  // Lets main go on to the join at which it waits.
  void joinOneByOne();
  // The threads that main joins together.
  const std::vector<AgentId>& joined() const { return joined_; }
  // The line at which an agent is, and that of its step to come; 0 if it has ended.
  int lineOf(AgentId agent) const;

  // What nothing caught, in the order of the agents.
  std::vector<Error> errors() const;
  // Unfinished agents that are no daemons, with why they cannot step.
  std::vector<WaitingAgent> waiting();

  // Precondition: the program has a question. The state stays as it is.
  Answer ask() const;

  // Text that was printed and kept.
  const std::string& printed() const { return printed_; }

  const Heap& heap() const { return heap_; }
  const std::vector<Value>& globals() const { return globals_; }
  // Objects with variables that threads share, in the order of their making: instances and cells.
  const std::vector<ObjectId>& listed() const { return listed_; }

 private:
  // Keeps an object in listed().
  void list(ObjectId object);
  void sortListed();
  // Gives the objects that are shared the first numbers.
  void arrange();
  // Lets everyone that can go on by itself do so.
  void settle();
  bool mayGoOn(AgentId agent);
  void beginTasks();
  bool othersHaveEnded(AgentId agent) const;
  bool joinedHaveEnded() const;
  bool goesOnWhenEnds(AgentId agent);

  // ---- What may be missing ---------------------------------------------------------
  // An agent as a whole.
  Agent& use(AgentId agent) {
    if (agents_[agent].missing.self) source_->readAgent(agent);
    return agents_[agent];
  }
  // An agent of which phase and memory are looked at.
  const Agent& callOf(AgentId agent) {
    if (agents_[agent].missing.call) source_->readCall(agent);
    return agents_[agent];
  }
  Value global(std::size_t number) const {
    if (globals_[number].is(Tag::missing)) source_->readGlobal(number);
    return globals_[number];
  }
  void setGlobal(std::size_t number, Value value) {
    if (source_) source_->writeGlobal(number);
    globals_[number] = value;
  }
  bool mayGoThroughDeque(AgentId agent) const {
    if (!agents_[agent].missing.self) return true;
    if (agents_[agent].missing.summary) source_->readSummary(agent);
    return agents_[agent].goesThroughDeque;
  }
  // Before what belongs to no object and no agent is looked at, or an object that may be anywhere.
  void needRest() const {
    if (source_) source_->readRest();
  }
  void needEverything() const {
    if (source_) source_->readEverything();
  }

  // The same; afterwards the machine is no state of the program any more.
  Answer askInPlace();

  friend class Interpreter;
  friend class PartMachine;
  friend class PartWriter;
  friend class StepFollower;
  friend class StateEncoder;

  std::shared_ptr<const Program> program_;
  Heap heap_;
  std::vector<Value> globals_;
  std::vector<Agent> agents_;
  std::vector<ObjectId> listed_;
  std::vector<AgentId> joined_;
  std::uint32_t namedThreads_ = 0;  // threads that got a name by number
  bool output_;
  bool keepsPrinted_ = false;
  std::string printed_;
  std::string stopped_;
  MissingParts* source_ = nullptr;
};

}  // namespace interleave::program
