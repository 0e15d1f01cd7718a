#include "program/ending.h"

#include <algorithm>
#include <optional>

#include "program/names.h"
#include "program/operations.h"

namespace interleave::program {
namespace {

constexpr int kDeepest = 20;

// The values of an ending: of each variable that is shared, and of each constant that refers to a shared container.
class Values {
 public:
  explicit Values(const Machine& machine)
      : machine_(machine),
        program_(machine.program()),
        heap_(machine.heap()),
        operations_(program_, const_cast<Heap&>(machine.heap())) {
    operations_.showSetsInOrder();
  }

  void add(const std::string& name, Value value, bool constant, bool shared) {
    if (isPlain(value) && (constant ? isSharedHolder(value) : shared)) values_.emplace_back(name, operations_.repr(value));
  }

  // `# watch: NAME, …` says which variables there are.
  void watch() {
    values_.clear();
    for (const std::string& path : program_.watched) {
      if (const auto value = valueOf(path)) values_.emplace_back(path, operations_.repr(*value));
    }
  }

  NamedValues values() && { return std::move(values_); }

 private:
  // A value that can be shown: a number, a text, None, an Atomic, or a container of such values.
  bool isPlain(Value value, int depth = 0) const {
    switch (value.tag()) {
      case Tag::none:
      case Tag::boolean:
      case Tag::integer:
      case Tag::wide:
      case Tag::real:
      case Tag::text: return true;
      case Tag::object: break;
      default: return false;
    }
    const Kind kind = heap_.kind(idOf(value));
    if (kind == Kind::atomic) return isPlain(heap_.at(idOf(value), 1), depth + 1);
    if ((!isContainer(kind) && kind != Kind::tuple) || depth > kDeepest) return false;
    return std::ranges::all_of(heap_.values(idOf(value)), [&](Value one) { return isPlain(one, depth + 1); });
  }

  bool isSharedHolder(Value value) const {
    if (!value.is(Tag::object) || !heap_.shared(idOf(value))) return false;
    const Kind kind = heap_.kind(idOf(value));
    return isContainer(kind) || kind == Kind::atomic;
  }

  std::optional<Value> valueOf(const std::string& path) const {
    std::size_t from = path.find('.');
    const auto global = std::ranges::find(program_.globals, path.substr(0, from), &Global::name);
    if (global == program_.globals.end()) return std::nullopt;
    Value value = machine_.globals()[static_cast<std::size_t>(global - program_.globals.begin())];
    while (from != std::string::npos && value.is(Tag::object)) {
      const std::size_t to = path.find('.', from + 1);
      value = fieldOf(idOf(value), path.substr(from + 1, to - from - 1));
      from = to;
    }
    return value.bound() && from == std::string::npos ? std::optional(value) : std::nullopt;
  }

  Value fieldOf(ObjectId object, const std::string& name) const {
    const Kind kind = heap_.kind(object);
    if (kind != Kind::instance && kind != Kind::classes) return kAbsent;
    const Class& type = program_.classes[heap_.detail(object)];
    const auto& names = kind == Kind::instance ? type.attributeNames : type.variableNames;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const Value value = heap_.at(object, (kind == Kind::instance ? kFirstAttribute : kFirstVariable) + i);
      if (program_.names[names[i]] == name && value.bound()) return value;
    }
    return kind == Kind::instance ? fieldOf(idOf(heap_.at(object, 0)), name) : kAbsent;
  }

  const Machine& machine_;
  const Program& program_;
  const Heap& heap_;
  Operations operations_;
  NamedValues values_;
};

// With the names of the state, which are found on the way.
std::pair<NamedValues, Names> namedValuesOf(const Machine& machine) {
  Values values(machine);
  Names names(machine, [&values](const std::string& name, Value value, bool constant, bool shared) {
    values.add(name, value, constant, shared);
  });
  if (!machine.program().watched.empty()) values.watch();
  return {std::move(values).values(), std::move(names)};
}

EndingError textOf(const Error& error) {
  std::string text = std::string(1, letterOf(error.agent)) + ": " + error.type + " at line " + std::to_string(error.line);
  if (!error.message.empty()) text += ": " + error.message;
  return {std::move(text), error.lost};
}

// Of a function of the program, without what it stands in; empty: it is none.
std::string functionName(const Machine& machine, Value value) {
  const bool isObject = value.is(Tag::object) && machine.heap().kind(idOf(value)) == Kind::function;
  if (!isObject && !value.is(Tag::function)) return "";
  const std::string& name = machine.program().functions[isObject ? machine.heap().detail(idOf(value)) : value.index()].name;
  return name.substr(name.rfind('.') + 1);
}

// As `repr` shows it, but for what that shows by an address: by its name.
std::string argumentText(const Machine& machine, Operations& operations, Value value) {
  if (std::string name = functionName(machine, value); !name.empty()) return name;
  std::string text = operations.repr(value);
  operations.takeFailure();
  if (!value.is(Tag::object) || text.find(" at 0x") == std::string::npos) return text;
  return Names(machine).of(value);
}

// By letter, main last.
bool before(AgentId one, AgentId other) { return one != kMain && (other == kMain || one < other); }

}  // namespace

Ending endingOf(Machine& machine) {
  Ending ending;
  auto [values, names] = namedValuesOf(machine);
  std::vector<Error> errors = machine.errors();
  std::ranges::sort(errors, before, &Error::agent);
  for (const Error& error : errors) ending.errors.push_back(textOf(error));
  if (!machine.finished()) {
    std::vector<WaitingAgent> waiting = machine.waiting();
    std::ranges::sort(waiting, before, &WaitingAgent::agent);
    for (const WaitingAgent& one : waiting) {
      const std::string held = one.why.holder == kNobody ? "" : std::string(1, letterOf(one.why.holder));
      std::string object = names.of(one.why.object) + one.why.variable;
      ending.deadlock.push_back({letterOf(one.agent), nameOf(one.why.waits), std::move(object), held, one.line});
    }
  }
  ending.printed = machine.printed();
  ending.values = std::move(values);
  return ending;
}

NamedValues valuesOf(const Machine& machine) { return namedValuesOf(machine).first; }

std::string titleOf(Machine& machine, AgentId agent) {
  if (agent == kMain) return "main";
  const Agent& one = machine.agent(agent);
  if (one.calls.empty() || one.stack.size() < 2) return "";
  Operations operations(machine.program(), const_cast<Heap&>(machine.heap()));
  operations.showSetsInOrder();
  const Heap& heap = machine.heap();
  Value callee = one.stack.at(0);
  while (callee.is(Tag::object) && heap.kind(idOf(callee)) == Kind::method) callee = heap.at(idOf(callee), 1);
  std::string name = functionName(machine, callee);
  if (name.empty()) {
    name = operations.typeName(callee);
    name = name.substr(name.rfind('.') + 1);
  }
  std::string arguments;
  if (one.stack.at(1).is(Tag::object)) {
    for (const Value argument : heap.values(idOf(one.stack.at(1))))
      arguments += (arguments.empty() ? "" : ", ") + argumentText(machine, operations, argument);
  }
  return name + "(" + arguments + ")";
}

}  // namespace interleave::program
