#include "program/part_writer.h"

#include <algorithm>
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
  if (kind == Kind::tuple) return std::ranges::any_of(heap.present(idOf(value)), [&](Value one) { return isOverDeque(heap, one); });
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
  const auto isIterator = [&](Value value) { return value.is(Tag::object) && heap.kind(idOf(value)) == Kind::iterator && isOverDeque(heap, value); };
  return (agent.stance == Stance::ended ? kHasEnded : 0) | (std::ranges::any_of(agent.stack, isIterator) ? kGoesThroughDeque : 0);
}

void PartWriter::begin(std::span<const ObjectId> tangled) {
  part_ = 0;
  marks_.assign(machine_.heap().size(), {});
  tangled_.assign(tangled.begin(), tangled.end());
  newlyTangled_.clear();
  identified_.clear();
  for (std::size_t i = 0; i < tangled_.size(); ++i) {
    Mark& of = mark(tangled_[i]);
    of.tangled = true;
    of.number = static_cast<std::uint32_t>(i);
  }
}

std::span<const std::uint8_t> PartWriter::write(const PartKey& key, ObjectId object) {
  ++part_;
  body_.clear();
  own_.clear();
  const Heap& heap = machine_.heap();
  const auto agent = [&]() -> const Agent& { return machine_.agents_[key.number]; };
  using Part = PartKey::Kind;
  const bool ofAgent = key.kind == Part::agent || key.kind == Part::call || key.kind == Part::summary;
  if (ofAgent && key.number >= machine_.agents()) return {};
  switch (key.kind) {
    case Part::tangled:
      if (tangled_.empty()) return {};
      put(std::uint64_t{tangled_.size()});
      for (const ObjectId one : tangled_) {
        put(static_cast<std::uint64_t>(heap.kind(one)) << 1 | (heap.sharedNow(one) ? 1 : 0));
        put(std::uint64_t{heap.detail(one)});
        put(std::uint64_t{heap.present(one).size()});
      }
      for (const ObjectId one : tangled_) {
        for (const Value value : heap.present(one)) put(value);
      }
      break;
    case Part::crew: writeCrew(); break;
    case Part::goingOn:
    case Part::queued: {
      std::uint64_t mask = 0;
      for (std::size_t i = 0; i < machine_.agents(); ++i) {
        const Stance stance = machine_.agents_[i].stance;
        const bool goesOn = stance == Stance::runs || stance == Stance::looks || stance == Stance::waits;
        if (key.kind == Part::goingOn ? goesOn : stance == Stance::queued) mask |= std::uint64_t{1} << i;
      }
      put(mask);
      break;
    }
    case Part::rest: writeRest(); break;
    case Part::global: put(machine_.globals_[key.number]); break;
    case Part::agent: writeAgent(agent()); break;
    case Part::call:
      put(std::uint64_t{agent().phase});
      if (agent().phase != 0) put(agent().memory);
      break;
    case Part::summary: put(summaryOf(agent(), heap)); break;
    case Part::field: put(heap.present(key.number)[key.index]); break;
    case Part::object:
    case Part::made:
      put(std::uint64_t{heap.sharedNow(object) ? 1u : 0u});
      put(std::uint64_t{heap.present(object).size()});
      for (const Value value : heap.present(object)) put(value);
      break;
  }
  for (std::size_t i = 0; i < own_.size(); ++i) {
    for (const Value value : heap.present(own_[i])) put(value);
  }
  bytes_.clear();
  bytes_.put(own_.size());
  for (const ObjectId one : own_) {
    bytes_.put(static_cast<std::uint64_t>(heap.kind(one)) << 1 | (heap.sharedNow(one) ? 1 : 0));
    bytes_.put(heap.detail(one));
    bytes_.put(heap.present(one).size());
  }
  bytes_.append(body_);
  return bytes_.bytes();
}

// The tag is in the low bits, as in Value; an integer's sign comes after it.
void PartWriter::put(Value value) {
  if (value.is(Tag::integer)) return put(zigzag(value.small()) << 4 | static_cast<std::uint64_t>(Tag::integer));
  if (!value.is(Tag::object)) return put(value.payload() << 4 | static_cast<std::uint64_t>(value.tag()));
  const ObjectId object = idOf(value);
  const Heap& heap = machine_.heap();
  Reference how = Reference::numbered;
  std::uint64_t number = object;
  if (object >= numbered_.size() || !numbered_[object]) {
    if (hasIdentity(heap.kind(object))) {
      how = Reference::identified;
      number = static_cast<std::uint64_t>(heap.serial(object).small());
      refer(object);
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

void PartWriter::claim(ObjectId object) {
  Mark& of = mark(object);
  if (of.part != 0 && canChange(machine_.heap().kind(object))) newlyTangled_.push_back(object);
  of.part = part_;
}

std::uint64_t PartWriter::own(ObjectId object) {
  Mark& of = mark(object);
  if (of.part == part_) return of.number;
  claim(object);
  of.number = static_cast<std::uint32_t>(own_.size());
  own_.push_back(object);
  return of.number;
}

void PartWriter::keep(ObjectId firstOwn, ObjectId lastOwn, std::span<const ObjectId> identified) {
  ++part_;
  for (ObjectId object = firstOwn; object < lastOwn; ++object) claim(object);
  for (const ObjectId object : identified) refer(object);
}

void PartWriter::writeCrew() {
  put(std::uint64_t{machine_.agents()});
  for (const Agent& agent : machine_.agents_) {
    put(std::uint64_t{agent.daemon ? 1u : 0u} | (agent.isTask ? 2u : 0u));
    put(agent.subject);
    put(agent.pool);
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

void PartWriter::writeCalls(const Agent& agent) {
  put(std::uint64_t{agent.calls.size()});
  for (std::size_t i = 0; i < agent.calls.size(); ++i) {
    const Call& call = agent.calls[i];
    const bool innermost = i + 1 == agent.calls.size();
    const Function& function = machine_.program().functions[call.function];
    put(std::uint64_t{call.function} << 1 | (call.makes ? 1 : 0));
    put(std::uint64_t{call.pc});
    for (const std::uint32_t slot : liveSlots(function, call, innermost)) put(agent.stack[call.base + slot]);
    const std::size_t from = call.base + function.slots;
    const std::size_t to = innermost ? agent.stack.size() : agent.calls[i + 1].base;
    put(std::uint64_t{to - from});
    for (std::size_t k = from; k < to; ++k) put(agent.stack[k]);
  }
}

}  // namespace interleave::program
