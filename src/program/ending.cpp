#include "program/ending.h"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <unordered_map>

#include "program/operations.h"

namespace interleave::program {
namespace {

constexpr int kDeepest = 20;

class Namer {
 public:
  explicit Namer(Machine& machine)
      : machine_(machine), program_(machine.program()), heap_(const_cast<Heap&>(machine.heap())), operations_(program_, heap_) {
    operations_.showSetsInOrder();
    for (std::size_t i = 0; i < program_.globals.size(); ++i) {
      const Global& global = program_.globals[i];
      if (global.hidden) continue;
      const Value value = machine_.globals()[i];
      show(global.name, value, global.constant, global.shared);
      visitLater(value, global.name);
    }
    while (!open_.empty()) {
      const auto [object, name] = open_.front();
      open_.pop_front();
      visitObject(object, name, true);
    }
    nameListed();
    if (!program_.watched.empty()) watch();
  }

  std::vector<std::pair<std::string, std::string>> values() && { return std::move(values_); }

  std::string nameOf(Value object) {
    if (!object.is(Tag::object)) return "";
    if (const auto known = names_.find(idOf(object)); known != names_.end()) return known->second;
    // By type and number, in the order of their making.
    std::int64_t number = 1;
    const ObjectId id = idOf(object);
    for (ObjectId other = 0; other < heap_.size(); ++other) {
      if (heap_.kind(other) == heap_.kind(id) && heap_.length(other) > 0 && heap_.at(other, 0).small() < heap_.at(id, 0).small())
        ++number;
    }
    return operations_.typeName(object) + "#" + std::to_string(number);
  }

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

  // Shows a variable that is shared, and a constant that refers to a shared container.
  void show(const std::string& name, Value value, bool constant, bool shared) {
    if (isPlain(value) && (constant ? isSharedHolder(value) : shared)) values_.emplace_back(name, operations_.repr(value));
  }

  void visitLater(Value value, const std::string& name) {
    if (!value.is(Tag::object) || !names_.try_emplace(idOf(value), name).second) return;
    open_.emplace_back(idOf(value), name);
  }

  void visitObject(ObjectId object, const std::string& name, bool further) {
    switch (heap_.kind(object)) {
      case Kind::instance: {
        const Class& type = program_.classes[heap_.detail(object)];
        return visitFields(object, name, type.attributeNames, kFirstAttribute, further);
      }
      case Kind::classes:
        return visitFields(object, name, program_.classes[heap_.detail(object)].variableNames, kFirstVariable, further);
      case Kind::tuple:
      case Kind::list:
      case Kind::deque:
        for (std::size_t i = 0; i < heap_.length(object); ++i)
          visitLater(heap_.at(object, i), name + "[" + std::to_string(i) + "]");
        return;
      case Kind::dict:
        for (std::size_t i = 0; i < heap_.length(object); i += 2) {
          visitLater(heap_.at(object, i + 1), name + "[" + operations_.repr(heap_.at(object, i)) + "]");
        }
        return;
      case Kind::condition: return visitLater(heap_.at(object, 1), name);
      default: return;
    }
  }

  void visitFields(ObjectId object, const std::string& name, const std::vector<std::uint32_t>& names, std::size_t first,
                   bool further) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      const Value value = heap_.at(object, first + i);
      const std::string full = name + "." + program_.names[names[i]];
      show(full, value, program_.constantNames[names[i]], heap_.shared(object));
      if (further) visitLater(value, full);
      else if (value.is(Tag::object)) names_.try_emplace(idOf(value), full);
    }
  }

  // What no name of the module leads to: cells by their function, objects by class and number in the order of their making.
  void nameListed() {
    std::map<std::uint16_t, int> cells, instances;
    for (const ObjectId object : machine_.listed()) {
      if (heap_.kind(object) == Kind::cell) {
        const int number = ++cells[heap_.detail(object)];
        const Cell& cell = program_.cells[heap_.detail(object)];
        const std::string name = cell.name + (number == 1 ? "" : "#" + std::to_string(number));
        const Value value = heap_.at(object, 1);
        show(name, value, cell.constant, true);
        if (value.is(Tag::object) && heap_.kind(idOf(value)) != Kind::instance) names_.try_emplace(idOf(value), name);
        continue;
      }
      const std::string name =
          program_.classes[heap_.detail(object)].name + "#" + std::to_string(++instances[heap_.detail(object)]);
      if (names_.try_emplace(object, name).second) visitObject(object, name, false);
    }
  }

  // `# watch: NAME, …` says which variables there are.
  void watch() {
    values_.clear();
    for (const std::string& path : program_.watched) {
      if (const auto value = valueOf(path)) values_.emplace_back(path, operations_.repr(*value));
    }
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

  Machine& machine_;
  const Program& program_;
  Heap& heap_;
  Operations operations_;
  std::vector<std::pair<std::string, std::string>> values_;
  std::unordered_map<ObjectId, std::string> names_;
  std::deque<std::pair<ObjectId, std::string>> open_;
};

EndingError textOf(const Error& error) {
  std::string text = std::string(1, letterOf(error.agent)) + ": " + error.type + " at line " + std::to_string(error.line);
  if (!error.message.empty()) text += ": " + error.message;
  return {std::move(text), error.lost};
}

// By letter, main last.
bool before(AgentId one, AgentId other) { return one != kMain && (other == kMain || one < other); }

}  // namespace

Ending endingOf(Machine& machine) {
  Ending ending;
  Namer namer(machine);
  std::vector<Error> errors = machine.errors();
  std::ranges::sort(errors, before, &Error::agent);
  for (const Error& error : errors) ending.errors.push_back(textOf(error));
  if (!machine.finished()) {
    std::vector<WaitingAgent> waiting = machine.waiting();
    std::ranges::sort(waiting, before, &WaitingAgent::agent);
    for (const WaitingAgent& one : waiting) {
      const std::string held = one.why.holder == kNobody ? "" : std::string(1, letterOf(one.why.holder));
      std::string object = namer.nameOf(one.why.object) + one.why.variable;
      ending.deadlock.push_back({letterOf(one.agent), nameOf(one.why.waits), std::move(object), held, one.line});
    }
  }
  ending.printed = machine.printed();
  ending.values = std::move(namer).values();
  return ending;
}

std::string titleOf(Machine& machine, AgentId agent) {
  if (agent == kMain) return "main";
  const Agent& one = machine.agent(agent);
  if (one.calls.empty() || one.stack.size() < 2) return "";
  Operations operations(machine.program(), const_cast<Heap&>(machine.heap()));
  operations.showSetsInOrder();
  const Heap& heap = machine.heap();
  Value callee = one.stack.at(0);
  while (callee.is(Tag::object) && heap.kind(idOf(callee)) == Kind::method) callee = heap.at(idOf(callee), 1);
  std::string name = operations.typeName(callee);
  if (callee.is(Tag::function)) name = machine.program().functions[callee.index()].name;
  else if (callee.is(Tag::object) && heap.kind(idOf(callee)) == Kind::function)
    name = machine.program().functions[heap.detail(idOf(callee))].name;
  name = name.substr(name.rfind('.') + 1);
  std::string arguments = one.stack.at(1).is(Tag::object) ? operations.repr(one.stack.at(1)) : "()";
  if (arguments.ends_with(",)")) arguments.replace(arguments.size() - 2, 2, ")");
  return name + arguments;
}

}  // namespace interleave::program
