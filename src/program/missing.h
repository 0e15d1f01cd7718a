// Where a machine that has only parts of a state gets what it lacks (PartMachine in program/part_machine.h): each look at a part that is
// missing asks for it, so that what a step has asked for is all that it depends on.
//
// For one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>

namespace interleave::program {

// An object's number in its heap.
using ObjectId = std::uint32_t;
// An agent's number: 0 is main, then threads and tasks in the order in which they are started or submitted.
using AgentId = std::uint8_t;

class MissingParts {
 public:
  virtual void readObject(ObjectId object) = 0;
  virtual void readFields(ObjectId object) = 0;
  virtual void readField(ObjectId object, std::size_t index) = 0;
  // Whether it is known, without a look at it, that there is a value.
  virtual bool hasValue(ObjectId /*object*/, std::size_t /*index*/) { return false; }
  // It is about to be written.
  virtual void writeField(ObjectId object, std::size_t index) = 0;
  virtual void readGlobal(std::size_t global) = 0;
  virtual void writeGlobal(std::size_t global) = 0;
  virtual void readAgent(AgentId agent) = 0;
  virtual void readSlot(AgentId agent, std::size_t index) = 0;
  // The phase and the memory of its call of the library.
  virtual void readCall(AgentId agent) = 0;
  // Whether it has ended, and whether it goes through a deque.
  virtual void readSummary(AgentId agent) = 0;
  // What belongs to no object and no agent.
  virtual void readRest() = 0;
  virtual void readEverything() = 0;

  // ---- What happens, for a source that follows it -------------------------------------
  // An agent that goes on by itself begins to run, and has run.
  virtual void runs(AgentId /*agent*/) {}
  virtual void hasRun(AgentId /*agent*/) {}
  // An instruction was executed, or cannot be executed yet, and has done nothing.
  virtual void executed(bool /*done*/) {}
  // What would be a step is none, as main is alone.
  virtual void actsAlone() {}

 protected:
  ~MissingParts() = default;
};

}  // namespace interleave::program
