// A state of a machine as bytes.
//
// Equal states have equal bytes. They are told by what differs from a base, the state in which the program's first step is to be taken:
// objects that are shared there keep their numbers, others are numbered in the order in which they are reached, and what of them cannot
// be reached is left out, as are variables of functions that are never read again. Numbers take as many bytes as they need (LEB128).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "program/machine.h"

namespace interleave::program {

// For one thread at a time; keeps memory between calls.
class StateEncoder {
 public:
  // `base` is a new machine of the program and options whose states are to be encoded. It must outlive the encoder.
  explicit StateEncoder(const Machine& base);

  // The bytes of the machine's state are good until the next call. Empty: more objects can be reached than are allowed.
  std::span<const std::uint8_t> encode(const Machine& machine);
  // The objects that it has told by numbers of that state alone, in the order of these.
  const std::vector<ObjectId>& reached() const { return reached_; }

 private:
  void makeRoom(const Machine& machine);
  void put(std::uint64_t number);
  void put(Value value);
  void putGlobals(const Machine& machine);
  void putAgent(const Agent& agent, const Agent& base, const Program& program);
  void putCalls(const Program& program, const Agent& agent);
  void putChanged(const Machine& machine);
  void putObject(const Machine& machine, ObjectId object);
  // The agent of the base that an agent is told by.
  const Agent& baseOf(std::size_t agent) const { return agent < base_.agents_.size() ? base_.agents_[agent] : newcomer_; }

  const Machine& base_;
  ObjectId shared_ = 0;  // objects that are shared in the base: they have the first numbers
  std::vector<ObjectId> listed_;  // of these, those that Machine::listed() has, in ascending order
  std::vector<std::vector<std::uint8_t>> baseAgents_;  // the agents of the base, encoded
  const Agent newcomer_{};
  std::vector<std::uint8_t> bytes_;
  std::uint8_t* end_ = nullptr;  // of what is written
  std::vector<std::uint32_t> numbers_;  // by object that the base does not have: its number in the key, and 1; 0: not reached yet
  std::vector<ObjectId> reached_;  // these objects, in the order of their numbers
};

}  // namespace interleave::program
