// Parts of a machine's state as numbers (program/part_table.h). Equal parts have equal numbers.
//
// What a part refers to is told as it can be found again: a numbered object of the base by its number, another one with an identity by
// its serial number, a tangled one by its place among these, and any other one as a whole, where it is first referred to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "program/machine.h"
#include "program/part_table.h"

namespace interleave::program {

// How values refer to objects, in the low bits of the payload.
enum class Reference : std::uint8_t { numbered, identified, own, tangled };
inline constexpr int kReferenceBits = 2;

constexpr std::uint64_t zigzag(std::int64_t number) {
  return static_cast<std::uint64_t>(number) << 1 ^ static_cast<std::uint64_t>(number >> 63);
}
constexpr std::int64_t fromZigzag(std::uint64_t number) {
  return static_cast<std::int64_t>(number >> 1) ^ -static_cast<std::int64_t>(number & 1);
}

// The slots of a call that are read again. A call that waits for another one stands behind its instruction.
inline std::span<const std::uint32_t> liveSlots(const Function& function, const Call& call, bool innermost) {
  return function.liveAt(innermost ? call.pc : call.pc - 1);
}

// Calls f(index) for each place on an agent's stack that is read again, in ascending order.
template <typename F>
void forEachLive(const Program& program, const Agent& agent, const F& f) {
  for (std::size_t i = 0; i < agent.calls.size(); ++i) {
    const Call& call = agent.calls[i];
    const bool innermost = i + 1 == agent.calls.size();
    const Function& function = program.functions[call.function];
    for (const std::uint32_t slot : liveSlots(function, call, innermost)) f(call.base + slot);
    const std::size_t end = innermost ? agent.stack.size() : agent.calls[i + 1].base;
    for (std::size_t k = call.base + function.slots; k < end; ++k) f(k);
  }
}

// For one thread at a time.
class PartWriter {
 public:
  // `numbered`: which objects of the base are told by their numbers. Both outlive the writer.
  PartWriter(const Machine& machine, const std::vector<bool>& numbered) : machine_(machine), numbered_(numbered) {}

  // Before parts of another state are written. `tangled`: which objects several parts refer to, in their order.
  void begin(std::span<const ObjectId> tangled = {});
  // A part as it is now, or, of an agent that there is not, nothing. `object`: of a part that is one. Good until the next call.
  std::span<const std::uint64_t> write(const PartKey& key, ObjectId object = 0);
  // Of the part that was written last: how many objects of its own it has, and whether it refers to one with an identity.
  std::size_t objects() const { return own_.size(); }
  bool names() const { return names_; }
  // The places on an agent's stack that are slots, in ascending order: what is read again and is not in the agent's own part, as it
  // leads to the same object that can change as another place, or goes through a deque.
  // Good until the next call of a function that is not const.
  std::span<const std::size_t> slotsOf(const Agent& agent);
  // Whether an object is told by its number.
  bool isNumbered(ObjectId object) const { return object < numbered_.size() && numbered_[object]; }

  // What a summary says: these bits.
  static constexpr std::uint64_t kHasEnded = 1, kGoesThroughDeque = 2;
  static std::uint64_t summaryOf(const Agent& agent, const Heap& heap);
  // Of the kinds goingOn and queued: a bit for each agent.
  std::uint64_t maskOf(PartKey::Kind kind) const;

  // Of the parts written since begin(): objects with an identity that they refer to, and objects that more than one of them refers to,
  // other than those that begin() was told.
  const std::vector<ObjectId>& identified() const { return identified_; }
  const std::vector<ObjectId>& tangled() const { return newlyTangled_; }

 private:
  // What is known of an object, for the part that was written last among those that refer to it.
  struct Mark {
    std::uint32_t part = 0;
    std::uint32_t number = 0;
    bool identified = false;
    bool tangled = false;
  };

  void writeCrew();
  void writeRest();
  void writeAgent(const Agent& agent);
  void writeCalls(const Agent& agent);
  void put(std::uint64_t number) { words_.push_back(number); }
  void put(Value value);
  void putHeader(std::vector<std::uint64_t>& to, ObjectId object) const;
  void putValues(ObjectId object);
  std::uint64_t own(ObjectId object);
  bool isOwn(Value value) const;
  const std::vector<std::size_t>& placesTogether(const Agent& agent);
  void findTogether(const Agent& agent);
  Mark& mark(ObjectId object) {
    if (object >= marks_.size()) marks_.resize(machine_.heap().size());
    return marks_[object];
  }

  const Machine& machine_;
  const std::vector<bool>& numbered_;
  std::vector<std::uint64_t> words_, headers_;
  std::vector<std::size_t> slots_, candidates_, together_;  // places on a stack
  const Agent* togetherOf_ = nullptr;  // whose together_ is
  std::vector<ObjectId> own_;  // of the part being written
  bool names_ = false;
  std::uint32_t part_ = 0;  // counts parts, from 1 on
  std::vector<Mark> marks_;
  std::vector<ObjectId> tangled_, newlyTangled_, identified_;
};

}  // namespace interleave::program
