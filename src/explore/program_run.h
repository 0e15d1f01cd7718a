// An execution of a program that knows which of its steps depend on which.
//
// Two steps depend on each other if they are of one agent, or if one writes what the other looks at or writes (program/footprint.h). What
// follows a step by itself is told apart from it: who goes on after a join goes on after the end that it waits for, whatever comes last.
// The steps of main depend on the end of a thread that leaves main alone, as they are none then. Ends of tasks of an executor commute
// while none is queued.
//
// A label follows from the earlier steps that the step depends on, so that two neighbours that do not depend on each other can swap: both
// orders are possible, have the same labels and lead to the same state.
//
// Left out, as their footprints would have to tell more: conditions, waiting with a timeout, daemons, agents made by several others where
// one of them goes on by itself. trouble() then says so.
//
// For one thread at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "explore/program_steps.h"
#include "program/limits.h"
#include "program/machine.h"

namespace interleave {

class ProgramRun {
 public:
  using Label = ProgramLabel;
  static constexpr std::size_t kMostAsleep = program::kMaxAgents;

  ProgramRun(std::shared_ptr<const program::Program> program, bool output);

  std::size_t length() const { return events_.size(); }
  const Label& label(std::size_t place) const { return events_[place].label; }
  std::string schedule() const;
  // The state after the last step.
  const program::Machine& machine() const { return states_.back()->now.machine; }
  // Why it cannot go on, in words; empty: it can.
  const std::string& trouble() const { return states_.back()->now.trouble; }
  // That is what is left out here, and no bound of the language.
  bool isLeftOut() const { return !trouble().empty() && machine().stopped().empty(); }

  // The label of the first agent, in the order of letters, that has a step and is not among those.
  std::optional<Label> next(std::span<const Label> asleep);
  bool hasNext() { return next({}).has_value(); }
  bool canStep(std::size_t task) { return steps_.stepOf(*states_.back(), task) != nullptr; }
  // Precondition: the agent has a step.
  void step(std::size_t task);
  void undo();

  // How many steps of an agent happen before a step, which counts itself.
  std::size_t stepsBefore(std::size_t place, std::size_t task) const { return events_[place].clock[task]; }

  // The latest steps that each step, and each agent that cannot step, could have come before; with the steps between that do not happen
  // after them. Precondition: no step is possible.
  void reverseRaces(auto& search) {
    std::vector<Label> sequence;
    for (const Probe& probe : probes()) {
      fates_.clear();
      for (std::size_t first = probe.limit; first-- > 0;) {
        if (!mayReverse(probe, first)) continue;
        collectBefore(probe.until, first, sequence);
        fates_.push_back({first, true});
        if (!search.wants(first, sequence)) continue;
        if (const auto label = labelBefore(probe, first)) {
          sequence.push_back(*label);
          search.reverse(first, sequence);
        } else {
          fates_.back().reversed = false;
        }
      }
    }
  }

 private:
  // By rank: a number of steps of each agent.
  using Clock = std::array<std::uint16_t, program::kMaxAgents>;

  using State = ProgramSteps::State;
  using Effect = ProgramSteps::Effect;

  // A step, or what an agent does by itself, that might have come before steps which happen before it.
  struct Probe {
    std::uint8_t task = 0;
    const Footprint* footprint = nullptr;
    Clock before{};  // what happens before it, whatever its footprint
    std::size_t limit = 0;  // what it depends on is before this step
    std::size_t until = 0;  // steps from there on may depend on it
    bool patient = true;  // where it is not possible before a step, it may be before an earlier one
  };
  struct Change {
    const Footprint* footprint = nullptr;
    Clock clock{};
  };
  struct Event {
    Label label;
    Clock clock{};
    std::vector<Change> changes;  // that agents made by themselves afterwards
    std::vector<Probe> probes;
  };
  // A step that a probe depends on: what it is of could have come before the step, or is not possible without it.
  struct Fate {
    std::size_t place = 0;
    bool reversed = false;
  };

  bool happensBefore(std::size_t place, const Clock& clock) const {
    const Event& event = events_[place];
    return clock[event.label.task] >= event.clock[event.label.task];
  }
  static void join(Clock& clock, const Clock& other);
  void joinTouching(Clock& clock, const Footprint& footprint) const;
  void follow(const Effect& effect);
  void followLook(const Effect& effect);
  void followAlone(const Effect& effect);

  std::vector<Probe> probes();
  bool mayReverse(const Probe& probe, std::size_t first) const;
  void collectBefore(std::size_t until, std::size_t first, std::vector<Label>& sequence) const;
  std::optional<Label> labelBefore(const Probe& probe, std::size_t first);

  ProgramSteps steps_;
  std::vector<State*> states_;  // before each step, and the present one
  std::vector<std::vector<Clock>> clocks_;  // of each of these states, by agent: what happens before its next step
  std::vector<Event> events_;
  std::vector<Fate> fates_;  // for a probe, from the end on
};

}  // namespace interleave
