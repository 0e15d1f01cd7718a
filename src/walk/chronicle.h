// What happens in an execution, state by state: what the lanes of a timeline are made of. It grows with the steps that are taken, and is
// cut where a schedule goes on in another way. For one thread at a time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "program/ending.h"
#include "walk/program_schedule.h"
#include "walk/stepping.h"
#include "words/program_trace.h"

namespace interleave::walk {

// Whether objects of a kind are locks, or give permits.
bool canBeHeld(program::Kind kind);

class Chronicle {
 public:
  // Begins with the state before the first step. `stepping` must outlive this.
  explicit Chronicle(Stepping& stepping);

  // Steps that are told of.
  std::size_t size() const { return events_.size(); }
  // Forgets all steps but the first ones. Precondition: as many.
  void cut(std::size_t steps);
  // Takes the step on a machine in the state after the newest one. Only if the agent can step.
  void take(program::Machine& machine, program::AgentId agent);

  const std::vector<words::Event>& events() const { return events_; }
  // What an agent does, as it was when it began: "update('deposit', 50)".
  const std::string& titleOf(program::AgentId agent) const { return titles_[agent]; }
  // Names of what the agent holds after so many steps, in the names of a state.
  std::vector<std::string> heldBy(program::AgentId agent, std::size_t steps, const program::Names& names) const;

  // `end`: the state after the newest step. `source`: the program's text.
  std::vector<Step> steps(const program::Machine& end, std::string_view source) const;
  std::vector<Lock> locks(const program::Machine& end) const;
  std::vector<History> histories() const;
  std::vector<Track> tracks() const;

 private:
  using Letters = std::pair<program::ObjectId, std::string>;
  struct Moment {
    program::NamedValues values;
    std::vector<Letters> holds;  // by object
    std::vector<Letters> waits;  // those who wait for it
    std::vector<Standing> standings;  // by agent
    std::size_t objects = 0;  // of the heap
  };

  void look(program::Machine& machine);
  void lookAtThreads(program::Machine& machine, Moment& moment);
  void lookAtLocks(const program::Machine& machine, Moment& moment) const;
  std::string holdersByDeeds(program::ObjectId object) const;

  Stepping& stepping_;
  std::vector<words::Event> events_;
  std::vector<Moment> moments_;  // one more
  std::vector<std::string> titles_;
  std::vector<program::ObjectId> locks_;  // all that can be held
};

}  // namespace interleave::walk
