#include "program/part_machine.h"

#include <algorithm>
#include <set>
#include <utility>

#include "program/limits.h"

namespace interleave::program {

using Kinds = PartKey::Kind;

// Positions that are found without the table; a power of two.
constexpr std::size_t kPositionsAtHand = 1024;
constexpr PartTable::Position kNowhere = 0xffff'ffff;

// The numbers of a part (program/part_writer.h). Objects of its own are made first; finish() gives them their values.
class PartMachine::Reader {
 public:
  Reader(PartMachine& machine, std::span<const std::uint64_t> words)
      : machine_(machine), next_(words.data()), isEmpty_(words.empty()) {
    machine_.own_.clear();
    if (isEmpty_) return;
    for (std::uint64_t count = get(); count > 0; --count) machine_.own_.push_back(makeObject());
  }

  ObjectId makeObject() {
    const std::uint64_t kind = get(), detail = get(), length = get();
    Heap& heap = machine_.machine_.heap_;
    const ObjectId made =
        heap.make(static_cast<Kind>(kind >> 1), static_cast<std::size_t>(length), static_cast<std::uint16_t>(detail));
    if ((kind & 1) != 0) heap.setShared(made);
    return made;
  }
  void readValues(ObjectId object) {
    for (std::size_t i = 0; i < machine_.machine_.heap_.present(object).size(); ++i) {
      const Value read = value();
      machine_.machine_.heap_.field(object, i) = read;
    }
  }
  void finish() {
    for (const ObjectId own : machine_.own_) readValues(own);
  }

  bool isEmpty() const { return isEmpty_; }
  std::uint64_t get() { return *next_++; }
  std::size_t count() { return static_cast<std::size_t>(get()); }

  Value value() {
    const std::uint64_t bits = get();
    const Tag tag = static_cast<Tag>(bits & 15);
    if (tag == Tag::integer) return number(fromZigzag(bits >> 4));
    if (tag != Tag::object) return {tag, bits >> 4};
    const std::uint64_t of = bits >> (4 + kReferenceBits);
    const auto how = static_cast<Reference>(bits >> 4 & ((1u << kReferenceBits) - 1));
    if (how != Reference::numbered) machine_.loaded_.back().isPlain = false;
    switch (how) {
      case Reference::numbered: return objectValue(static_cast<ObjectId>(of));
      case Reference::identified: return objectValue(machine_.identified(static_cast<std::int64_t>(of), get()));
      case Reference::own: return objectValue(machine_.own_[static_cast<std::size_t>(of)]);
      case Reference::tangled: break;
    }
    return objectValue(machine_.tangled_[static_cast<std::size_t>(of)]);
  }

 private:
  PartMachine& machine_;
  const std::uint64_t* next_;
  bool isEmpty_;
};

PartMachine::PartMachine(const Machine& base, PartTable& table)
    : base_(base),
      table_(table),
      machine_(base),
      writer_(machine_, numbered_),
      baseWriter_(base_, numbered_),
      memory_(table),
      positions_(kPositionsAtHand, {PartKey{}, kNowhere}) {
  numberObjects();
  empty_ = base.heap_;
  for (ObjectId object = 0; object < empty_.size(); ++object) {
    if (!numbered_[object]) {
      empty_.vacate(object);
      continue;
    }
    const bool fields = hasFields(empty_.kind(object));
    for (std::size_t i = kFirstField; fields && i < empty_.present(object).size(); ++i) empty_.field(object, i) = kMissing;
    empty_.setMissing(object, fields ? Heap::Missing::fields : Heap::Missing::all);
  }
  machine_.source_ = this;
  machine_.heap_.setSource(this);
}

// Calls f(part, object) for each part of a whole state but the tangled one and those that are objects with serial numbers.
void PartMachine::forEachRoot(const Machine& machine, PartWriter& writer, const Visit& f) const {
  for (const Kinds kind : {Kinds::crew, Kinds::goingOn, Kinds::queued, Kinds::rest}) f({kind}, 0);
  for (std::uint32_t i = 0; i < machine.globals_.size(); ++i) f({Kinds::global, i}, 0);
  for (AgentId agent = 0; agent < machine.agents(); ++agent) {
    for (const Kinds kind : {Kinds::agent, Kinds::call, Kinds::summary}) f({kind, agent}, 0);
    const auto slots = writer.slotsOf(machine.agent(agent));
    for (const std::size_t place : std::vector(slots.begin(), slots.end()))
      f({Kinds::slot, agent, static_cast<std::uint32_t>(place)}, 0);
  }
  for (ObjectId object = 0; object < numbered_.size(); ++object) {
    if (!numbered_[object]) continue;
    if (!hasFields(machine.heap_.kind(object))) f({Kinds::object, object}, object);
    else
      for (std::uint32_t i = kFirstField; i < machine.heap_.present(object).size(); ++i) f({Kinds::field, object, i}, 0);
  }
}

// Objects that threads share, and those without an identity to which several parts of the base refer.
void PartMachine::numberObjects() {
  for (ObjectId object = 0; object < base_.heap_.size(); ++object) numbered_.push_back(base_.heap_.shared(object));
  do {
    baseWriter_.begin();
    forEachRoot(base_, baseWriter_, [this](const PartKey& key, ObjectId object) { baseWriter_.write(key, object); });
    for (std::size_t i = 0; i < baseWriter_.identified().size(); ++i)
      baseWriter_.write({Kinds::made}, baseWriter_.identified()[i]);
    for (const ObjectId object : baseWriter_.tangled()) numbered_[object] = true;
  } while (!baseWriter_.tangled().empty());
}

PartKey PartMachine::keyOf(ObjectId object) const {
  if (writer_.isNumbered(object)) return {Kinds::object, object};
  return {Kinds::made, static_cast<std::uint32_t>(machine_.heap_.serial(object).small())};
}

PartMachine::Position PartMachine::positionOf(const PartKey& key) {
  auto& [known, position] = positions_[PartKeyHash()(key) & (kPositionsAtHand - 1)];
  if (position != kNowhere && known == key) return position;
  known = key;
  return position = table_.positionOf(key, [&] {
    const auto words = writeBase(key);
    return std::pair(words, baseWriter_.names());
  });
}

// A part as it is in the base; nothing if it is not there.
std::span<const std::uint64_t> PartMachine::writeBase(const PartKey& key) {
  baseWriter_.begin();
  if (key.kind == Kinds::made) {
    const Heap& heap = base_.heap_;
    for (ObjectId object = 0; object < heap.size(); ++object) {
      if (!numbered_[object] && hasIdentity(heap.kind(object)) && heap.serial(object) == number(key.number))
        return baseWriter_.write(key, object);
    }
    return {};
  }
  if (key.kind == Kinds::slot) {
    if (key.number >= base_.agents()) return {};
    const auto slots = baseWriter_.slotsOf(base_.agent(static_cast<AgentId>(key.number)));
    if (!std::ranges::binary_search(slots, key.index)) return {};
  }
  return baseWriter_.write(key, key.number);
}

PartMachine::Part PartMachine::note(const PartKey& key) {
  const Position position = positionOf(key);
  const Part part{position, (*state_)(position)};
  // Only the agent that steps is looked at twice: before everything else, and when it is read.
  if (recording_ && (step_.reads.empty() || step_.reads.front().position != position)) step_.reads.push_back(part);
  return part;
}

PartMachine::Reader PartMachine::open(const PartKey& key, ObjectId object) {
  const Part part = note(key);
  loaded_.push_back({key, part, object, true, kAbsent});
  return Reader(*this, memory_.read(part.position, part.number));
}

ObjectId PartMachine::identified(std::int64_t serial, std::uint64_t kindAndDetail) {
  const auto [at, isNew] = bySerial_.try_emplace(serial, 0);
  if (isNew) {
    at->second = machine_.heap_.makeMissing(static_cast<Kind>(kindAndDetail >> 16), static_cast<std::uint16_t>(kindAndDetail),
                                            number(serial));
  }
  return at->second;
}

// ---- Reading -----------------------------------------------------------------------------

void PartMachine::begin(const State& state) {
  memory_.forgetIfFull();
  state_ = &state;
  recording_ = true;
  restIsRead_ = false;
  step_.effect = Effect::none;
  step_.needsAll = false;
  step_.reads.clear();
  step_.writes.clear();
  loaded_.clear();
  overwritten_.clear();
  bySerial_.clear();
  tangled_.clear();
  machine_.heap_.beginWith(empty_);
  machine_.globals_.assign(base_.globals_.size(), kMissing);
  machine_.stopped_.clear();
  machine_.joined_ = base_.joined_;
}

void PartMachine::readCrew() {
  readTangled();
  Reader crew = open({Kinds::crew});
  crew_ = crew.count();
  machine_.agents_.resize(crew_);
  if (loadedAgents_.size() < crew_) loadedAgents_.resize(crew_);
  for (Agent& agent : machine_.agents_) {
    const std::uint64_t flags = crew.get();
    agent.daemon = (flags & 1) != 0;
    agent.isTask = (flags & 2) != 0;
    agent.subject = crew.value();
    agent.pool = crew.value();
    agent.line = static_cast<int>(crew.get());
    agent.missing = {true, true, true};
    agent.calls.clear();
    agent.stack.clear();
    agent.stack.setSource(this, static_cast<AgentId>(&agent - machine_.agents_.data()));
  }
  loaded_.back().value = machine_.agents_[kMain].subject;
  crew.finish();
  for (Agent& agent : machine_.agents_) agent.stance = Stance::stands;
}

// What every step depends on.
void PartMachine::readCommon() {
  readCrew();
  const std::uint64_t goingOn = open({Kinds::goingOn}).get(), queued = open({Kinds::queued}).get();
  for (std::size_t i = 0; i < crew_; ++i) {
    const bool goesOn = (goingOn >> i & 1) != 0, isQueued = (queued >> i & 1) != 0;
    machine_.agents_[i].stance = goesOn ? Stance::waits : isQueued ? Stance::queued : Stance::stands;
  }
}

void PartMachine::readTangled() {
  Reader reader = open({Kinds::tangled});
  if (reader.isEmpty()) return;
  for (std::size_t count = reader.count(); count > 0; --count) tangled_.push_back(reader.makeObject());
  for (const ObjectId object : tangled_) reader.readValues(object);
  reader.finish();
  step_.needsAll = true;
  recording_ = false;
}

void PartMachine::readObject(ObjectId object) {
  Reader reader = open(keyOf(object), object);
  const bool shared = reader.get() != 0;
  values_.resize(reader.count());
  for (Value& value : values_) value = reader.value();
  machine_.heap_.fill(object, values_, shared);
  reader.finish();
}

void PartMachine::readFields(ObjectId object) {
  for (std::size_t i = kFirstField; i < machine_.heap_.present(object).size(); ++i) readField(object, i);
}

// A part that is one value.
Value PartMachine::readValue(const PartKey& key) {
  Reader reader = open(key);
  const Value value = reader.value();
  loaded_.back().value = value;
  reader.finish();
  return value;
}

void PartMachine::readField(ObjectId object, std::size_t index) {
  if (!machine_.heap_.field(object, index).is(Tag::missing)) return;
  const Value value = readValue({Kinds::field, object, static_cast<std::uint32_t>(index)});
  machine_.heap_.field(object, index) = value;
}

void PartMachine::writeField(ObjectId object, std::size_t index) {
  if (index < kFirstField) return;
  const PartKey key{Kinds::field, object, static_cast<std::uint32_t>(index)};
  if (std::ranges::find(overwritten_, key) == overwritten_.end()) overwritten_.push_back(key);
}

void PartMachine::readGlobal(std::size_t global) {
  machine_.globals_[global] = readValue({Kinds::global, static_cast<std::uint32_t>(global)});
}

void PartMachine::writeGlobal(std::size_t global) {
  const PartKey key{Kinds::global, static_cast<std::uint32_t>(global)};
  if (std::ranges::find(overwritten_, key) == overwritten_.end()) overwritten_.push_back(key);
}

void PartMachine::readAgent(AgentId id) {
  machine_.agents_[id].missing.self = machine_.agents_[id].missing.summary = false;
  Reader reader = open({Kinds::agent, id});
  Agent& agent = machine_.agents_[id];
  agent.stance = static_cast<Stance>(reader.get());
  agent.failure = reader.value();
  if (agent.stance != Stance::ended) {
    agent.made = static_cast<std::uint32_t>(reader.get());
    const std::size_t count = reader.count();
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t function = reader.get();
      Call call;
      call.function = static_cast<std::uint32_t>(function >> 1);
      call.makes = (function & 1) != 0;
      call.pc = static_cast<std::uint32_t>(reader.get());
      call.base = static_cast<std::uint32_t>(agent.stack.size());
      agent.stack.resize(call.base + base_.program().functions[call.function].slots + reader.count());
      agent.calls.push_back(call);
    }
    forEachLive(base_.program(), agent, [&](std::size_t place) { agent.stack.set(place, kMissing); });
    for (std::size_t together = reader.count(); together > 0; --together) {
      const std::size_t place = reader.count();
      agent.stack.set(place, reader.value());
    }
  }
  reader.finish();
  LoadedAgent& loaded = loadedAgents_[id];
  loaded.slots.clear();
  for (std::size_t place = 0; place < agent.stack.size(); ++place) {
    if (agent.stack.present()[place].is(Tag::missing)) loaded.slots.push_back(place);
  }
  loaded.summary = PartWriter::summaryOf(agent, machine_.heap_);
  loaded.stance = agent.stance;
  loaded.stackSize = agent.stack.size();
  loaded.hasRun = false;
}

void PartMachine::readSlot(AgentId id, std::size_t index) {
  machine_.agents_[id].stack.set(index, readValue({Kinds::slot, id, static_cast<std::uint32_t>(index)}));
}

void PartMachine::readCall(AgentId id) {
  Agent& agent = machine_.agents_[id];
  agent.missing.call = false;
  Reader reader = open({Kinds::call, id});
  agent.phase = static_cast<std::uint8_t>(reader.get());
  agent.memory = agent.phase != 0 ? reader.value() : kAbsent;
  loaded_.back().value = agent.memory;
  loadedAgents_[id].phase = agent.phase;
  reader.finish();
}

void PartMachine::readSummary(AgentId id) {
  Agent& agent = machine_.agents_[id];
  agent.missing.summary = false;
  const std::uint64_t summary = open({Kinds::summary, id}).get();
  if ((summary & PartWriter::kHasEnded) != 0) agent.stance = Stance::ended;
  agent.goesThroughDeque = (summary & PartWriter::kGoesThroughDeque) != 0;
}

void PartMachine::readRest() {
  if (std::exchange(restIsRead_, true)) return;
  Reader reader = open({Kinds::rest});
  machine_.namedThreads_ = static_cast<std::uint32_t>(reader.get());
  const std::uint64_t printed = reader.get();
  if (machine_.output_) machine_.printed_ = base_.program().constants->textOf(Value(Tag::text, printed));
  machine_.listed_.resize(reader.count());
  for (ObjectId& object : machine_.listed_) object = idOf(reader.value());
  reader.finish();
}

void PartMachine::readEverything() {
  for (AgentId agent = 0; agent < machine_.agents(); ++agent) {
    machine_.use(agent).stack.from(0);
    machine_.callOf(agent);
  }
  for (std::size_t i = 0; i < machine_.globals_.size(); ++i) machine_.global(i);
  readRest();
  for (ObjectId object = 0; object < machine_.heap_.size(); ++object) {
    if (machine_.heap_.missing(object) != Heap::Missing::none) std::as_const(machine_.heap_).values(object);
  }
}

Machine& PartMachine::whole(const State& state) {
  begin(state);
  recording_ = false;
  readCommon();
  readEverything();
  return machine_;
}

// ---- A step --------------------------------------------------------------------------------

const PartMachine::Step& PartMachine::step(AgentId agent, const State& state) {
  begin(state);
  note({Kinds::agent, agent});
  readCommon();
  if (agent >= crew_ || !machine_.canStep(agent)) return step_;
  runs_ = agent;
  machine_.step(agent);
  step_.effect = machine_.stopped().empty() ? Effect::step : Effect::stopped;
  step_.stopped = machine_.stopped();
  if (step_.effect == Effect::stopped) return step_;
  const bool many = numbered_.size() + table_.mostObjects() > kMaxObjects;
  if (step_.needsAll || many || !collect()) collectAll();
  return step_;
}

// Who goes on by itself makes no difference: that an agent has ended is asked for.
const PartMachine::Step& PartMachine::ask(const State& state) {
  begin(state);
  readCrew();
  const Answer answer = machine_.askInPlace();
  step_.effect = !answer.failure.empty() ? Effect::stopped : answer.holds ? Effect::step : Effect::none;
  step_.stopped = answer.failure;
  return step_;
}

// Whether that is clear without writing it.
bool PartMachine::isAsRead(const Loaded& part) {
  if (!part.isPlain) return false;
  switch (part.key.kind) {
    // Of agents that there are already, only main's thread is made later.
    case Kinds::crew: return machine_.agents() == crew_ && machine_.agents_[kMain].subject == part.value;
    case Kinds::goingOn:
    case Kinds::queued: return wordsOf(part.part).back() == writer_.maskOf(part.key.kind);
    case Kinds::call: {
      const Agent& agent = machine_.agents_[part.key.number];
      return agent.phase == loadedAgents_[part.key.number].phase && (agent.phase == 0 || agent.memory == part.value);
    }
    case Kinds::global: return machine_.globals_[part.key.number] == part.value;
    case Kinds::slot: return machine_.agents_[part.key.number].stack.present()[part.key.index] == part.value;
    case Kinds::field: return machine_.heap_.present(part.key.number)[part.key.index] == part.value;
    default: return false;
  }
}

// The same, of an agent that was read and refers to no object of its own.
bool PartMachine::agentIsAsRead(AgentId agent) const {
  const LoadedAgent& loaded = loadedAgents_[agent];
  const Agent& now = machine_.agents_[agent];
  return !loaded.hasRun && now.stance == loaded.stance && now.stack.size() == loaded.stackSize;
}

// `before`: of a part that was read, what it was.
void PartMachine::write(const PartKey& key, ObjectId object, const Loaded* before) {
  if (before && isAsRead(*before)) return;
  const auto words = writer_.write(key, object);
  if (before && std::ranges::equal(words, wordsOf(before->part))) return;
  const Position position = before ? before->part.position : positionOf(key);
  const std::size_t objects = writer_.objects() + (words.empty() ? 0 : 1);
  step_.writes.push_back({position, memory_.numberOf(position, words, objects, writer_.names())});
}

// A part that was written and not read. What it was is looked at where that may have been the last reference to an object.
void PartMachine::writeOver(const PartKey& key) {
  if (table_.hasNamed(positionOf(key))) open(key).value();
  write(key, 0, nullptr);
}

void PartMachine::writeAbsent(const PartKey& key) {
  const Position position = positionOf(key);
  if (!loadedAs(key) && table_.hasNamed(position)) open(key).value();
  step_.writes.push_back({position, memory_.numberOf(position, {}, 0, false)});
}

// An agent that was read.
void PartMachine::writeAgent(AgentId agent) {
  writeSlots(agent, loadedAgents_[agent].slots);
  if (PartWriter::summaryOf(machine_.agents_[agent], machine_.heap_) != loadedAgents_[agent].summary)
    write({Kinds::summary, agent}, 0, nullptr);
}

// `before`: the places that were slots before the step.
void PartMachine::writeSlots(AgentId agent, std::span<const std::size_t> before) {
  const Agent& of = machine_.agents_[agent];
  const auto keyOf = [agent](std::size_t place) { return PartKey{Kinds::slot, agent, static_cast<std::uint32_t>(place)}; };
  auto old = before.begin();
  for (const std::size_t place : writer_.slotsOf(of)) {
    for (; old != before.end() && *old < place; ++old) writeAbsent(keyOf(*old));
    const bool wasSlot = old != before.end() && *old == place;
    if (wasSlot) ++old;
    if (of.stack.present()[place].is(Tag::missing)) continue;
    const Loaded* const loaded = wasSlot ? loadedAs(keyOf(place)) : nullptr;
    if (wasSlot && !loaded) writeOver(keyOf(place));
    else write(keyOf(place), 0, loaded);
  }
  for (; old != before.end(); ++old) writeAbsent(keyOf(*old));
}

const PartMachine::Loaded* PartMachine::loadedAs(const PartKey& key) const {
  const auto found = std::ranges::find(loaded_, key, &Loaded::key);
  return found == loaded_.end() ? nullptr : &*found;
}

// Writes the parts that were read, or written without that, and new ones. False: that is not enough, as objects have become tangled, or
// one that was referred to may not be any more.
bool PartMachine::collect() {
  writer_.begin();
  // Reading what is overwritten adds to the parts.
  for (std::size_t i = 0, count = loaded_.size(); i < count; ++i) {
    const Loaded one = loaded_[i];
    switch (one.key.kind) {
      case Kinds::made:
      case Kinds::slot:
      case Kinds::summary:
      case Kinds::tangled: continue;
      case Kinds::agent:
        if (one.isPlain && agentIsAsRead(static_cast<AgentId>(one.key.number))) continue;
        write(one.key, 0, &one);
        writeAgent(static_cast<AgentId>(one.key.number));
        continue;
      default: write(one.key, one.object, &one);
    }
  }
  for (const PartKey& key : overwritten_) {
    if (!loadedAs(key)) writeOver(key);
  }
  for (std::size_t agent = crew_; agent < machine_.agents(); ++agent) {
    for (const Kinds kind : {Kinds::agent, Kinds::call, Kinds::summary})
      write({kind, static_cast<std::uint32_t>(agent)}, 0, nullptr);
    writeSlots(static_cast<AgentId>(agent), {});
  }
  for (std::size_t i = 0; i < writer_.identified().size(); ++i) {
    const ObjectId object = writer_.identified()[i];
    if (machine_.heap_.missing(object) != Heap::Missing::none) continue;
    write(keyOf(object), object, loadedAs(keyOf(object)));
  }
  return writer_.tangled().empty() && !hasDropped();
}

bool PartMachine::hasDropped() const {
  return std::ranges::any_of(bySerial_, [this](const auto& one) {
    return std::ranges::find(writer_.identified(), one.second) == writer_.identified().end();
  });
}

// Writes all parts, again and again until it is known which objects are tangled.
void PartMachine::collectAll() {
  step_.needsAll = true;
  recording_ = false;
  readEverything();
  std::vector<ObjectId> tangled;
  for (std::vector<ObjectId> before;; before = tangled) {
    writeAll(tangled);
    if (tangled == before) break;
  }
  // Objects that cannot be reached any more.
  std::set<Position> reached;
  for (const Part& part : step_.writes) reached.insert(part.position);
  const auto positions = static_cast<Position>(table_.positions());
  for (Position position = 0; position < positions; ++position) {
    const Kinds kind = table_.key(position).kind;
    if ((kind != Kinds::made && kind != Kinds::slot) || reached.contains(position)) continue;
    step_.writes.push_back({position, memory_.numberOf(position, {}, 0, false)});
  }
  std::erase_if(step_.writes, [this](const Part& part) { return (*state_)(part.position) == part.number; });
}

// `tangled`: those that are known to be so, and then the ones that are, in the order in which they are reached.
void PartMachine::writeAll(std::vector<ObjectId>& tangled) {
  step_.writes.clear();
  writer_.begin(tangled);
  auto objects = static_cast<std::size_t>(std::ranges::count(numbered_, true));
  const auto writePart = [&](const PartKey& key, ObjectId object) {
    write(key, object, nullptr);
    objects += writer_.objects();
  };
  forEachRoot(machine_, writer_, writePart);
  writePart({Kinds::tangled}, 0);
  for (std::size_t i = 0; i < writer_.identified().size(); ++i)
    writePart(keyOf(writer_.identified()[i]), writer_.identified()[i]);
  tangled.insert(tangled.end(), writer_.tangled().begin(), writer_.tangled().end());
  if (objects + writer_.identified().size() + tangled.size() <= kMaxObjects) return;
  step_.effect = Effect::stopped;
  step_.stopped = "more than " + std::to_string(kMaxObjects) + " objects";
}

}  // namespace interleave::program
