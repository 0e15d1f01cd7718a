#include "program/names.h"

#include <map>
#include <utility>
#include <vector>

#include "program/part_writer.h"

namespace interleave::program {

// Operations look at a heap and may change it; here they only look.
Names::Names(const Machine& machine, Visit visit)
    : machine_(machine),
      program_(machine.program()),
      heap_(machine.heap()),
      operations_(program_, const_cast<Heap&>(machine.heap())),
      visit_(std::move(visit)) {
  operations_.showSetsInOrder();
  for (std::size_t i = 0; i < program_.globals.size(); ++i) {
    const Global& global = program_.globals[i];
    if (global.hidden) continue;
    const Value value = machine_.globals()[i];
    if (visit_) visit_(global.name, value, global.constant, global.shared);
    visitLater(value, global.name);
  }
  while (!open_.empty()) {
    const auto [object, name] = open_.front();
    open_.pop_front();
    visitObject(object, name, true);
  }
  nameListed();
  visit_ = nullptr;
}

std::string Names::of(Value object) const {
  if (!object.is(Tag::object)) return "";
  if (const auto known = names_.find(idOf(object)); known != names_.end()) return known->second;
  const ObjectId id = idOf(object);
  const int number = hasIdentity(heap_.kind(id)) ? numberByMaking(id) : numberByReach(id);
  return operations_.typeName(object) + "#" + std::to_string(number);
}

int Names::numberByMaking(ObjectId object) const {
  int number = 1;
  for (ObjectId other = 0; other < heap_.size(); ++other) {
    if (heap_.kind(other) == heap_.kind(object) && heap_.serial(other).small() < heap_.serial(object).small()) ++number;
  }
  return number;
}

// Of what has no identity: by what leads to it, as a state that is put together from parts has it.
int Names::numberByReach(ObjectId object) const {
  if (reached_.empty()) reach();
  int number = 1;
  for (const ObjectId other : reached_) {
    if (other == object) break;
    if (heap_.kind(other) == heap_.kind(object)) ++number;
  }
  return number;
}

void Names::reach() const {
  std::vector<bool> known(heap_.size(), false);
  const auto add = [&](Value value) {
    if (!value.is(Tag::object) || known[idOf(value)]) return;
    known[idOf(value)] = true;
    reached_.push_back(idOf(value));
  };
  for (const Value value : machine_.globals()) add(value);
  for (const ObjectId object : machine_.listed()) add(objectValue(object));
  for (std::size_t i = 0; i < machine_.agents(); ++i) {
    const Agent& agent = machine_.agent(static_cast<AgentId>(i));
    for (const Value value : {agent.subject, agent.pool, agent.failure, agent.memory}) add(value);
    if (agent.stance != Stance::ended) forEachLive(program_, agent, [&](std::size_t place) { add(agent.stack.at(place)); });
  }
  for (std::size_t i = 0; i < reached_.size(); ++i) {
    for (const Value value : heap_.values(reached_[i])) add(value);
  }
}

void Names::visitLater(Value value, const std::string& name) {
  if (!value.is(Tag::object) || !names_.try_emplace(idOf(value), name).second) return;
  open_.emplace_back(idOf(value), name);
}

void Names::visitObject(ObjectId object, const std::string& name, bool further) {
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

void Names::visitFields(ObjectId object, const std::string& name, const std::vector<std::uint32_t>& names, std::size_t first,
                        bool further) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Value value = heap_.at(object, first + i);
    const std::string full = name + "." + program_.names[names[i]];
    if (visit_) visit_(full, value, program_.constantNames[names[i]], heap_.shared(object));
    if (further) visitLater(value, full);
    else if (value.is(Tag::object)) names_.try_emplace(idOf(value), full);
  }
}

// What no name of the module leads to: cells by their function, objects by class and number in the order of their making.
void Names::nameListed() {
  std::map<std::uint16_t, int> cells, instances;
  for (const ObjectId object : machine_.listed()) {
    if (heap_.kind(object) == Kind::cell) {
      const int number = ++cells[heap_.detail(object)];
      const Cell& cell = program_.cells[heap_.detail(object)];
      const std::string name = cell.name + (number == 1 ? "" : "#" + std::to_string(number));
      const Value value = heap_.at(object, 1);
      if (visit_) visit_(name, value, cell.constant, true);
      names_.try_emplace(object, name);
      if (value.is(Tag::object) && heap_.kind(idOf(value)) != Kind::instance) names_.try_emplace(idOf(value), name);
      continue;
    }
    const std::string name =
        program_.classes[heap_.detail(object)].name + "#" + std::to_string(++instances[heap_.detail(object)]);
    if (names_.try_emplace(object, name).second) visitObject(object, name, false);
  }
}

}  // namespace interleave::program
