#include "program/key.h"

#include <algorithm>
#include <iterator>

#include "program/part_writer.h"

namespace interleave::program {
namespace {

// How an agent is told: as in the base, or anew.
constexpr std::uint64_t kAsInBase = 7;

}  // namespace

inline void StateEncoder::put(std::uint64_t number) {
  while (number >= 0x80) {
    *end_++ = static_cast<std::uint8_t>(number | 0x80);
    number >>= 7;
  }
  *end_++ = static_cast<std::uint8_t>(number);
}

// Room for all that a machine can have: a number takes ten bytes at most.
void StateEncoder::makeRoom(const Machine& machine) {
  std::size_t numbers =
      16 + 2 * machine.globals_.size() + machine.listed_.size() + machine.heap_.valueCount() + 3 * machine.heap_.size();
  for (const Agent& agent : machine.agents_) numbers += 13 + agent.stack.size() + 4 * agent.calls.size();
  if (bytes_.size() < 10 * numbers) bytes_.resize(20 * numbers);
  end_ = bytes_.data();
}

// The tag is in the low bits, as in Value; an integer's sign comes after it.
inline void StateEncoder::put(Value value) {
  std::uint64_t payload = value.payload();
  if (value.is(Tag::integer)) payload = zigzag(value.small());
  if (value.is(Tag::object) && payload >= shared_) {
    std::uint32_t& number = numbers_[static_cast<std::size_t>(payload - shared_)];
    if (number == 0) {
      reached_.push_back(static_cast<ObjectId>(payload));
      number = static_cast<std::uint32_t>(reached_.size());
    }
    payload = shared_ + number - 1;
  }
  put(payload << 4 | static_cast<std::uint64_t>(value.tag()));
}

// The agents of a state are told anew only where they differ in what is read again.
StateEncoder::StateEncoder(const Machine& base) : base_(base) {
  while (shared_ < base.heap_.size() && base.heap_.shared(shared_)) ++shared_;
  std::ranges::copy_if(base.listed_, std::back_inserter(listed_), [this](ObjectId object) { return object < shared_; });
  std::ranges::sort(listed_);
  makeRoom(base);
  numbers_.assign(base.heap_.size() - shared_, 0);
  for (const Agent& agent : base.agents_) {
    const std::uint8_t* const begin = end_;
    putAgent(agent, agent, *base.program_);
    baseAgents_.emplace_back(begin, static_cast<const std::uint8_t*>(end_));
  }
}

std::span<const std::uint8_t> StateEncoder::encode(const Machine& machine) {
  makeRoom(machine);
  reached_.clear();
  numbers_.assign(machine.heap_.size() - shared_, 0);
  putGlobals(machine);
  put(std::uint64_t{machine.agents_.size()});
  for (std::size_t i = 0; i < machine.agents_.size(); ++i) {
    std::uint8_t* const begin = end_;
    putAgent(machine.agents_[i], baseOf(i), *machine.program_);
    if (i >= baseAgents_.size() || !std::equal(begin, end_, baseAgents_[i].begin(), baseAgents_[i].end())) continue;
    end_ = begin;
    put(kAsInBase);
  }
  put(machine.namedThreads_);
  put(machine.output_ ? machine.program_->constants->text(machine.printed_).payload() : 0);
  put(std::uint64_t{machine.listed_.size() - listed_.size()});
  for (const ObjectId object : machine.listed_) {
    if (object >= shared_ || !std::ranges::binary_search(listed_, object)) put(objectValue(object));
  }
  putChanged(machine);
  for (std::size_t i = 0; i < reached_.size(); ++i) putObject(machine, reached_[i]);
  if (shared_ + reached_.size() > kMaxObjects) return {};
  return {bytes_.data(), end_};
}

// Places of those that differ from the base, and their values.
void StateEncoder::putGlobals(const Machine& machine) {
  std::size_t last = 0;
  for (std::size_t i = 0; i < machine.globals_.size(); ++i) {
    const Value value = machine.globals_[i];
    // An object that is not shared in the base has another number in each state.
    const bool isPrivate = value.is(Tag::object) && value.payload() >= shared_;
    if (!isPrivate && value == base_.globals_[i]) continue;
    put(std::uint64_t{i - last + 1});
    put(value);
    last = i;
  }
  put(std::uint64_t{0});
}

// Objects of the base whose values differ: the distance to the one before, whether it is shared, its length, and the values.
void StateEncoder::putChanged(const Machine& machine) {
  ObjectId last = 0;
  for (ObjectId object = machine.heap_.firstDifference(base_.heap_, 0, shared_); object < shared_;
       object = machine.heap_.firstDifference(base_.heap_, object + 1, shared_)) {
    put(std::uint64_t{object - last + 1} << 1 | (machine.heap_.shared(object) ? 1 : 0));
    put(std::uint64_t{machine.heap_.length(object)});
    for (const Value value : machine.heap_.values(object)) put(value);
    last = object;
  }
  put(std::uint64_t{0});
}

void StateEncoder::putObject(const Machine& machine, ObjectId object) {
  const Heap& heap = machine.heap_;
  put(static_cast<std::uint64_t>(heap.kind(object)) << 1 | (heap.shared(object) ? 1 : 0));
  put(std::uint64_t{heap.detail(object)});
  put(std::uint64_t{heap.length(object)});
  for (const Value value : heap.values(object)) put(value);
}

// Bits behind the stance of an agent.
namespace {
constexpr std::uint64_t kDaemon = 1 << 3, kTask = 1 << 4, kSubject = 1 << 5, kFailure = 1 << 6, kPhase = 1 << 7, kPool = 1 << 8,
                        kMade = 1 << 9;
}  // namespace

// What most agents have in common with the base is not told again.
void StateEncoder::putAgent(const Agent& agent, const Agent& base, const Program& program) {
  const bool ended = agent.stance == Stance::ended;
  std::uint64_t flags = static_cast<std::uint64_t>(agent.stance);
  if (agent.daemon) flags |= kDaemon;
  if (agent.isTask) flags |= kTask;
  if (agent.subject != base.subject || agent.line != base.line) flags |= kSubject;
  if (agent.failure.bound()) flags |= kFailure;
  if (!ended && agent.phase != 0) flags |= kPhase;
  if (!ended && agent.pool != base.pool) flags |= kPool;
  if (!ended && agent.made != base.made) flags |= kMade;
  put(flags);
  if ((flags & kSubject) != 0) {
    put(agent.subject);
    put(static_cast<std::uint64_t>(agent.line));
  }
  if ((flags & kFailure) != 0) put(agent.failure);
  if ((flags & kPhase) != 0) {
    put(std::uint64_t{agent.phase});
    put(agent.memory);
  }
  if ((flags & kPool) != 0) put(agent.pool);
  if ((flags & kMade) != 0) put(std::uint64_t{agent.made});
  if (!ended) putCalls(program, agent);
}

void StateEncoder::putCalls(const Program& program, const Agent& agent) {
  put(std::uint64_t{agent.calls.size()});
  for (std::size_t i = 0; i < agent.calls.size(); ++i) {
    const Call& call = agent.calls[i];
    const bool innermost = i + 1 == agent.calls.size();
    const Function& function = program.functions[call.function];
    put(std::uint64_t{call.function} << 1 | (call.makes ? 1 : 0));
    put(std::uint64_t{call.pc});
    for (const std::uint32_t slot : liveSlots(function, call, innermost)) put(agent.stack.at(call.base + slot));
    const std::size_t from = call.base + function.slots;
    const std::size_t to = innermost ? agent.stack.size() : agent.calls[i + 1].base;
    put(std::uint64_t{to - from});
    for (std::size_t k = from; k < to; ++k) put(agent.stack.at(k));
  }
}

}  // namespace interleave::program
