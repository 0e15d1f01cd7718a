// A machine that has only those parts of a state that a step looks at: what a step does to a state, as a function of those parts.
//
// A step that reads and writes the same parts does the same in every state, so that it can be remembered. The parts are found by
// letting the machine run without them: each is asked for when it is first looked at.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "program/like_agents.h"
#include "program/machine.h"
#include "program/missing.h"
#include "program/part_memory.h"
#include "program/part_table.h"
#include "program/part_writer.h"

namespace interleave::program {

// For one thread at a time; several of one base and one table may run on different threads.
class PartMachine final : private MissingParts {
 public:
  // `base`: the state with which exploring begins; each of its parts has the number 0. Both outlive the machine.
  PartMachine(const Machine& base, PartTable& table);
  PartMachine(const PartMachine&) = delete;
  PartMachine& operator=(const PartMachine&) = delete;

  using Position = PartTable::Position;
  struct Part {
    Position position = 0;
    std::uint32_t number = 0;

    bool operator==(const Part&) const = default;
  };
  // The number that a part has in a state; 0 of a part that was not known when the state was found.
  using State = std::function<std::uint32_t(Position)>;

  enum class Effect : std::uint8_t {
    none,  // the agent cannot step
    step,  // it steps
    stopped,  // it steps, and a bound or what the language leaves out ends the program
  };
  struct Step {
    Effect effect = Effect::none;
    std::vector<Part> reads;  // in the order of the first look
    bool needsAll = false;  // it depends on all parts: on the reads depends only that it does
    std::vector<Part> writes;  // what these parts are afterwards; where it is the same everywhere, nothing has changed
    std::string stopped;
  };
  // Good until the next call.
  const Step& step(AgentId agent, const State& state);

  // What the program's question comes to in a state, as a step that changes nothing: `step` where it holds, `none` where not, `stopped`
  // where it comes to nothing. Good until the next call.
  const Step& ask(const State& state);

  // A machine in that state, whole. Good until the next call.
  Machine& whole(const State& state);

  // The position of a part, which is known from then on.
  Position positionOf(const PartKey& key);
  // Agents that nothing tells apart (program/like_agents.h).
  LikeAgents likeAgents() { return program::likeAgents(base_, baseWriter_); }

  // The memory that it takes for what it has seen.
  std::size_t bytes() const { return memory_.bytes(); }
  // How many agents there are at most in the states that are known.
  std::size_t agentsKnown() const { return std::max(base_.agents(), table_.agents()); }

 private:
  class Reader;
  // A part that was read.
  struct Loaded {
    PartKey key;
    Part part;
    ObjectId object = 0;  // of a part that is one
    bool isPlain = false;  // it refers to numbered objects alone
    Value value;  // of a part that is one value
  };
  // What was read of an agent.
  struct LoadedAgent {
    std::vector<std::size_t> slots;  // the places on its stack that were slots, in ascending order
    std::uint64_t summary = 0;
    Stance stance = Stance::stands;
    std::uint8_t phase = 0;
    std::size_t stackSize = 0;
    bool hasRun = false;  // it has executed an instruction since
  };

  using Visit = std::function<void(const PartKey& key, ObjectId object)>;
  void forEachRoot(const Machine& machine, PartWriter& writer, const Visit& f) const;
  void numberObjects();
  void begin(const State& state);
  std::span<const std::uint64_t> writeBase(const PartKey& key);
  Part note(const PartKey& key);
  Reader open(const PartKey& key, ObjectId object = 0);
  Value readValue(const PartKey& key);
  void readCommon();
  void readCrew();
  void readTangled();
  bool collect();
  void write(const PartKey& key, ObjectId object, const Loaded* before);
  void writeOver(const PartKey& key);
  void writeAbsent(const PartKey& key);
  void writeAgent(AgentId agent);
  void writeSlots(AgentId agent, std::span<const std::size_t> before);
  std::span<const std::uint64_t> wordsOf(const Part& part) { return memory_.read(part.position, part.number); }
  bool isAsRead(const Loaded& part);
  bool agentIsAsRead(AgentId agent) const;
  const Loaded* loadedAs(const PartKey& key) const;
  bool hasDropped() const;
  void collectAll();
  void writeAll(std::vector<ObjectId>& tangled);
  PartKey keyOf(ObjectId object) const;
  ObjectId identified(std::int64_t serial, std::uint64_t kindAndDetail);

  void readObject(ObjectId object) override;
  void readFields(ObjectId object) override;
  void readField(ObjectId object, std::size_t index) override;
  // What has a value keeps having one: attributes are never deleted.
  bool hasValue(ObjectId object, std::size_t index) override { return base_.heap_.present(object)[index].bound(); }
  void writeField(ObjectId object, std::size_t index) override;
  void readGlobal(std::size_t global) override;
  void writeGlobal(std::size_t global) override;
  void readAgent(AgentId agent) override;
  void readSlot(AgentId agent, std::size_t index) override;
  void readCall(AgentId agent) override;
  void readSummary(AgentId agent) override;
  void readRest() override;
  void readEverything() override;
  void runs(AgentId agent) override { runs_ = agent; }
  void executed(bool done) override {
    if (done && runs_ < loadedAgents_.size()) loadedAgents_[runs_].hasRun = true;
  }

  const Machine& base_;
  PartTable& table_;
  std::vector<bool> numbered_;  // by object of the base
  Heap empty_;  // the base's numbered objects, of which everything is missing
  Machine machine_;
  PartWriter writer_, baseWriter_;
  PartMemory memory_;
  std::vector<std::pair<PartKey, Position>> positions_;  // that were asked for last, by hash

  const State* state_ = nullptr;
  bool recording_ = false;
  bool restIsRead_ = false;
  std::size_t crew_ = 0;  // agents of the state before the step
  AgentId runs_ = kMain;
  Step step_;
  std::vector<Loaded> loaded_;
  std::vector<LoadedAgent> loadedAgents_;  // by agent
  std::vector<PartKey> overwritten_;  // parts that were written and perhaps not read
  std::unordered_map<std::int64_t, ObjectId> bySerial_;  // what the parts that were read refer to
  std::vector<ObjectId> tangled_;
  std::vector<Value> values_;  // of the object that is read
  std::vector<ObjectId> own_;
};

}  // namespace interleave::program
