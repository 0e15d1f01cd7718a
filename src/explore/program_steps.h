// The steps of a program, told by their footprints, and the states that they lead to.
//
// Each step is found once: states that are the same are one, whatever led to them. Objects are named by their makers in footprints, so
// that they have the same names in all orders of independent steps. States are the same only if their objects have the same names.
//
// Memory: the states, of which most are forgotten where they become many, and all footprints.
//
// For one thread at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "program/footprint.h"
#include "program/key.h"
#include "program/limits.h"
#include "program/machine.h"

namespace interleave {

// Places with whether they are written, packed, in ascending order.
using Footprint = std::vector<std::uint64_t>;
bool touch(const Footprint& one, const Footprint& other);

struct ProgramLabel {
  std::uint8_t task = 0;  // a LetterRank
  const Footprint* footprint = nullptr;  // of a ProgramSteps

  bool operator==(const ProgramLabel&) const = default;
};
inline bool dependent(const ProgramLabel& a, const ProgramLabel& b) {
  return a.task == b.task || touch(*a.footprint, *b.footprint);
}

class ProgramSteps {
 public:
  struct State;

  // What happens without a step, behind one. A task that begins `wakes`, and `joins` each task of its pool that has just ended.
  struct Effect {
    using What = program::Aftermath::What;

    What what = What::looks;
    program::AgentId agent = program::kMain;
    program::AgentId other = program::kNobody;
    const Footprint* footprint = nullptr;  // of what it looks at or changes; of `alone`: the ends of all others
  };
  struct Step {
    ProgramLabel label;
    std::vector<Effect> effects;  // in the order in which they happen
    State* to = nullptr;
  };

  // A state, with what it takes to name its objects.
  struct Situation {
    program::Machine machine;
    std::vector<std::uint64_t> names;  // by object
    std::array<std::uint32_t, program::kMaxAgents> made{};  // objects, by agent
    std::uint32_t makers = 0;  // of agents, a bit each
    std::uint32_t quietMakers = 0;  // those that made some while they went on by themselves
    std::string trouble;  // why nothing can go on from there, in words; empty: it can
  };
  struct State {
    Situation now;
    std::string key;
    std::size_t machineKey = 0;  // how much of the key tells the machine
    // What is known of it.
    std::uint32_t looked = 0;  // for the steps of these tasks, a bit each
    std::array<std::unique_ptr<Step>, program::kMaxAgents> steps;  // null: none
    std::optional<std::vector<ProgramLabel>> waiting;
  };

  ProgramSteps(std::shared_ptr<const program::Program> program, bool output);

  State* start() { return states_.front().get(); }
  // The step of a task. Null: it has none. Good until states are forgotten.
  const Step* stepOf(State& state, std::size_t task);
  // The agents that stand before a step which cannot be taken, with what they look at. Good until states are forgotten.
  const std::vector<ProgramLabel>& waitingIn(State& state);
  // Where states have become many, forgets all but these, of which the first is the start, and all steps.
  void forgetIfMany(std::span<State* const> kept);

 private:
  const Footprint* intern(const Situation& now, std::span<const program::Access> accesses);
  std::unique_ptr<Step> find(const State& from, std::size_t task);
  std::vector<Effect> effectsOf(const Situation& now, const program::StepReport& report);
  void encode(const Situation& now);
  State* keepSpare();
  void index(State& state);

  const program::Machine base_;
  program::StateEncoder encoder_;
  std::set<Footprint> footprints_;
  std::vector<std::unique_ptr<State>> states_;
  std::unordered_map<std::string_view, State*> byKey_;
  std::size_t size_ = 0, most_;  // of all states together
  std::unique_ptr<State> spare_;  // in which the next step is taken
  // Of the state that was encoded last.
  std::string key_;
  std::size_t machineKey_ = 0;
};

}  // namespace interleave
