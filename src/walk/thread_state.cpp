#include "walk/thread_state.h"

#include <algorithm>

#include "program/operations.h"
#include "walk/step_words.h"
#include "words/phrases.h"

namespace interleave::walk {
namespace {

using program::AgentId;
using program::Heap;
using program::Kind;
using program::Machine;
using program::Names;
using program::Value;

// The function that every thread begins with has no text.
constexpr std::uint32_t kBeginning = 1;

class FramesOf {
 public:
  FramesOf(const Machine& machine, const Names& names)
      : machine_(machine), names_(names), operations_(machine.program(), const_cast<Heap&>(machine.heap())) {
    operations_.showSetsInOrder();
  }

  std::vector<Frame> of(AgentId agent) {
    std::vector<Frame> frames;
    const program::Agent& one = machine_.agent(agent);
    for (std::size_t i = 0; i < one.calls.size(); ++i) {
      const program::Call& call = one.calls[i];
      const program::Function& function = machine_.program().functions[call.function];
      // That of a caller is behind its call.
      const std::size_t pc = i + 1 == one.calls.size() ? call.pc : call.pc - 1;
      const int line = pc < function.places.size() ? function.places[pc].line : 0;
      if (call.function == kBeginning || line == 0) continue;
      frames.push_back({function.name, line, localsOf(one, call, function)});
    }
    return frames;
  }

 private:
  std::vector<Variable> localsOf(const program::Agent& agent, const program::Call& call, const program::Function& function) {
    std::vector<Variable> locals;
    const auto values = agent.stack.present();
    for (std::size_t slot = 0; slot < function.slotNames.size() && call.base + slot < values.size(); ++slot) {
      std::string name = function.slotNames[slot];
      Value value = values[call.base + slot];
      if (name.empty() || name.find('@') != std::string::npos) continue;
      if (value.is(program::Tag::object) && machine_.heap().kind(program::idOf(value)) == Kind::cell) {
        // A reader says `n` inside its function, and not `main.n`.
        name = name.substr(name.rfind('.') + 1);
        value = machine_.heap().at(program::idOf(value), 1);
      }
      if (value.bound()) locals.push_back({std::move(name), shown(value)});
    }
    return locals;
  }

  std::string shown(Value value) {
    if (value.is(program::Tag::function)) return machine_.program().functions[value.index()].name;
    if (value.is(program::Tag::object)) {
      const Kind kind = machine_.heap().kind(program::idOf(value));
      if (kind == Kind::function) return machine_.program().functions[machine_.heap().detail(program::idOf(value))].name;
      if (kind >= Kind::classes && kind != Kind::exception) return names_.of(value);
    }
    std::string text = operations_.repr(value);
    operations_.takeFailure();
    return text;
  }

  const Machine& machine_;
  const Names& names_;
  program::Operations operations_;
};

}  // namespace

ThreadState threadStateOf(Machine& machine, AgentId agent, bool able, const Names& names, std::string_view source) {
  ThreadState state;
  state.letter = program::letterOf(agent);
  state.ended = machine.hasEnded(agent);
  state.able = able;
  if (state.ended) {
    state.whyNot = "has ended";
    return state;
  }
  state.frames = FramesOf(machine, names).of(agent);
  state.line = machine.lineOf(agent);
  state.source = trimmedLine(source, state.line);
  if (able) {
    const words::Event event = words::nextOf(machine, agent);
    state.next = stepWords(event, words::nameOf(event.place, machine.program(), names));
    return state;
  }
  if (machine.finished() || !machine.stopped().empty()) {
    state.whyNot = "was cut off by the end of the program";
    return state;
  }
  const program::Why why = machine.whyNot(agent);
  // Of a thread, its letter says more than a variable that refers to it.
  const auto other = words::agentOf(machine, why.object);
  state.waitsFor = other ? words::letterText(*other) : names.of(why.object) + why.variable;
  const std::string holder = why.holder == program::kNobody ? "" : std::string(1, program::letterOf(why.holder));
  state.whyNot = waitWords(program::nameOf(why.waits), state.waitsFor, holder);
  return state;
}

}  // namespace interleave::walk
