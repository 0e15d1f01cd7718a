#include "program/part_writer.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "program/interpreter.h"

namespace interleave::program {
namespace {

// What can change of an object without an identity; two parts that refer to the same other one might as well have one each.
bool canChange(Kind kind) { return isContainer(kind) || kind == Kind::iterator || kind == Kind::exception; }

// An iterator over a deque, or one that goes on with such a one.
bool isOverDeque(const Heap& heap, Value value) {
  if (!value.is(Tag::object)) return false;
  const Kind kind = heap.kind(idOf(value));
  if (kind == Kind::tuple)
    return std::ranges::any_of(heap.present(idOf(value)), [&](Value one) { return isOverDeque(heap, one); });
  if (kind != Kind::iterator) return false;
  switch (heap.detail(idOf(value))) {
    case kOfDeque: return true;
    case kOfEnumerate:
    case kOfZip: return isOverDeque(heap, heap.present(idOf(value))[0]);
    default: return false;
  }
}

}  // namespace

std::uint64_t PartWriter::summaryOf(const Agent& agent, const Heap& heap) {
  const auto isIterator = [&](Value value) {
    return value.is(Tag::object) && heap.kind(idOf(value)) == Kind::iterator && isOverDeque(heap, value);
  };
  return (agent.stance == Stance::ended ? kHasEnded : 0) |
         (std::ranges::any_of(agent.stack.present(), isIterator) ? kGoesThroughDeque : 0);
}

std::uint64_t PartWriter::maskOf(PartKey::Kind kind) const {
  std::uint64_t mask = 0;
  for (std::size_t i = 0; i < machine_.agents(); ++i) {
    const Stance stance = machine_.agents_[i].stance;
    if (kind == PartKey::Kind::goingOn ? goesOnByItself(stance) : stance == Stance::queued) mask |= std::uint64_t{1} << i;
  }
  return mask;
}

void PartWriter::begin(std::span<const ObjectId> tangled) {
  part_ = 0;
  marks_.assign(machine_.heap().size(), {});
  tangled_.assign(tangled.begin(), tangled.end());
  newlyTangled_.clear();
  identified_.clear();
  togetherOf_ = nullptr;
  for (std::size_t i = 0; i < tangled_.size(); ++i) {
    Mark& of = mark(tangled_[i]);
    of.tangled = true;
    of.number = static_cast<std::uint32_t>(i);
  }
}

// How many objects of its own it has, what they are, and then its values and theirs.
std::span<const std::uint64_t> PartWriter::write(const PartKey& key, ObjectId object) {
  ++part_;
  words_.assign(1, 0);
  own_.clear();
  names_ = false;
  const Heap& heap = machine_.heap();
  const auto agent = [&]() -> const Agent& { return machine_.agents_[key.number]; };
  using Part = PartKey::Kind;
  const bool ofAgent = key.kind == Part::agent || key.kind == Part::slot || key.kind == Part::call || key.kind == Part::summary;
  if (ofAgent && key.number >= machine_.agents()) return {};
  switch (key.kind) {
    case Part::tangled:
      if (tangled_.empty()) return {};
      put(std::uint64_t{tangled_.size()});
      for (const ObjectId one : tangled_) putHeader(words_, one);
      for (const ObjectId one : tangled_) putValues(one);
      break;
    case Part::crew: writeCrew(); break;
    case Part::goingOn:
    case Part::queued: put(maskOf(key.kind)); break;
    case Part::rest: writeRest(); break;
    case Part::global: put(machine_.globals_[key.number]); break;
    case Part::agent: writeAgent(agent()); break;
    case Part::call:
      put(std::uint64_t{agent().phase});
      if (agent().phase != 0) put(agent().memory);
      break;
    case Part::slot: put(agent().stack.present()[key.index]); break;
    case Part::summary: put(summaryOf(agent(), heap)); break;
    case Part::field: put(heap.present(key.number)[key.index]); break;
    case Part::object:
    case Part::made:
      put(std::uint64_t{heap.sharedNow(object) ? 1u : 0u});
      put(std::uint64_t{heap.present(object).size()});
      putValues(object);
      break;
  }
  for (std::size_t i = 0; i < own_.size(); ++i) putValues(own_[i]);
  if (own_.empty()) return words_;
  headers_.clear();
  for (const ObjectId one : own_) putHeader(headers_, one);
  words_.front() = own_.size();
  words_.insert(words_.begin() + 1, headers_.begin(), headers_.end());
  return words_;
}

void PartWriter::putHeader(std::vector<std::uint64_t>& to, ObjectId object) const {
  const Heap& heap = machine_.heap();
  to.push_back(static_cast<std::uint64_t>(heap.kind(object)) << 1 | (heap.sharedNow(object) ? 1 : 0));
  to.push_back(heap.detail(object));
  to.push_back(heap.present(object).size());
}

void PartWriter::putValues(ObjectId object) {
  for (const Value value : machine_.heap().present(object)) put(value);
}

// The tag is in the low bits, as in Value; an integer's sign comes after it.
void PartWriter::put(Value value) {
  if (value.is(Tag::integer)) return put(zigzag(value.small()) << 4 | static_cast<std::uint64_t>(Tag::integer));
  if (!value.is(Tag::object)) return put(value.payload() << 4 | static_cast<std::uint64_t>(value.tag()));
  const ObjectId object = idOf(value);
  const Heap& heap = machine_.heap();
  Reference how = Reference::numbered;
  std::uint64_t number = object;
  if (!isNumbered(object)) {
    if (hasIdentity(heap.kind(object))) {
      how = Reference::identified;
      number = static_cast<std::uint64_t>(heap.serial(object).small());
      if (!std::exchange(mark(object).identified, true)) identified_.push_back(object);
      names_ = true;
    } else if (mark(object).tangled) {
      how = Reference::tangled;
      number = mark(object).number;
    } else {
      how = Reference::own;
      number = own(object);
    }
  }
  put((number << kReferenceBits | static_cast<std::uint64_t>(how)) << 4 | static_cast<std::uint64_t>(Tag::object));
  if (how == Reference::identified) put(static_cast<std::uint64_t>(heap.kind(object)) << 16 | heap.detail(object));
}

std::uint64_t PartWriter::own(ObjectId object) {
  Mark& of = mark(object);
  if (of.part == part_) return of.number;
  if (of.part != 0 && canChange(machine_.heap().kind(object))) newlyTangled_.push_back(object);
  of.part = part_;
  of.number = static_cast<std::uint32_t>(own_.size());
  own_.push_back(object);
  return of.number;
}

void PartWriter::writeCrew() {
  put(std::uint64_t{machine_.agents()});
  for (const Agent& agent : machine_.agents_) {
    put(std::uint64_t{agent.daemon ? 1u : 0u} | (agent.isTask ? 2u : 0u));
    put(agent.subject);
    put(agent.pool);
    put(static_cast<std::uint64_t>(agent.line));
  }
}

void PartWriter::writeRest() {
  put(std::uint64_t{machine_.namedThreads_});
  put(machine_.output_ ? machine_.program().constants->text(machine_.printed_).payload() : 0);
  put(std::uint64_t{machine_.listed_.size()});
  for (const ObjectId object : machine_.listed_) put(objectValue(object));
}

void PartWriter::writeAgent(const Agent& agent) {
  put(static_cast<std::uint64_t>(agent.stance));
  put(agent.failure);
  if (agent.stance == Stance::ended) return;
  put(std::uint64_t{agent.made});
  writeCalls(agent);
}

// Where a place that is read again is not told, it is a slot.
void PartWriter::writeCalls(const Agent& agent) {
  put(std::uint64_t{agent.calls.size()});
  for (std::size_t i = 0; i < agent.calls.size(); ++i) {
    const Call& call = agent.calls[i];
    const Function& function = machine_.program().functions[call.function];
    put(std::uint64_t{call.function} << 1 | (call.makes ? 1 : 0));
    put(std::uint64_t{call.pc});
    const std::size_t end = i + 1 == agent.calls.size() ? agent.stack.size() : agent.calls[i + 1].base;
    put(std::uint64_t{end - call.base - function.slots});
  }
  const std::vector<std::size_t>& together = placesTogether(agent);
  put(std::uint64_t{together.size()});
  for (const std::size_t place : together) {
    put(std::uint64_t{place});
    put(agent.stack.present()[place]);
  }
}

bool PartWriter::isOwn(Value value) const {
  if (!value.is(Tag::object)) return false;
  const ObjectId object = idOf(value);
  return !isNumbered(object) && !hasIdentity(machine_.heap().kind(object));
}

std::span<const std::size_t> PartWriter::slotsOf(const Agent& agent) {
  slots_.clear();
  const std::vector<std::size_t>& together = placesTogether(agent);
  forEachLive(machine_.program(), agent, [&](std::size_t place) {
    if (together.empty() || !std::ranges::binary_search(together, place)) slots_.push_back(place);
  });
  return slots_;
}

// In ascending order. Good until the next call, and the same until begin().
const std::vector<std::size_t>& PartWriter::placesTogether(const Agent& agent) {
  if (std::exchange(togetherOf_, &agent) == &agent) return together_;
  candidates_.clear();
  together_.clear();
  forEachLive(machine_.program(), agent, [&](std::size_t place) {
    const Value value = agent.stack.present()[place];
    if (!isOwn(value)) return;
    const Heap& heap = machine_.heap();
    if (heap.kind(idOf(value)) == Kind::iterator && isOverDeque(heap, value)) together_.push_back(place);
    candidates_.push_back(place);
  });
  if (candidates_.size() > 1) findTogether(agent);
  return together_;
}

// Of the candidates, those that lead to the same object that can change.
void PartWriter::findTogether(const Agent& agent) {
  std::unordered_map<ObjectId, std::size_t> reachedFrom;
  for (const std::size_t place : candidates_) {
    std::vector<ObjectId> open{idOf(agent.stack.present()[place])};
    for (std::size_t i = 0; i < open.size(); ++i) {
      if (canChange(machine_.heap().kind(open[i]))) {
        const auto [known, isNew] = reachedFrom.try_emplace(open[i], place);
        if (!isNew && known->second != place) together_.insert(together_.end(), {known->second, place});
      }
      for (const Value value : machine_.heap().present(open[i])) {
        if (isOwn(value) && std::ranges::find(open, idOf(value)) == open.end()) open.push_back(idOf(value));
      }
    }
  }
  std::ranges::sort(together_);
  together_.erase(std::unique(together_.begin(), together_.end()), together_.end());
}

}  // namespace interleave::program
