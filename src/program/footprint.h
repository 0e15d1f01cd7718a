// What a step of a machine looks at and what it changes, of all that others can reach: its footprint. Steps of different agents with
// footprints that do not touch can change places.
//
// It is found by following the machine: what the step's instruction asks the heap, the module's variables and the other agents for. So it
// is exact as far as an object goes: an object of the library or a container is one place, but for the elements of a list, which are one
// each, as are the variables of instances and classes.
#pragma once

#include <cstdint>
#include <vector>

#include "program/machine.h"

namespace interleave::program {

struct Place {
  enum class Of : std::uint8_t {
    global,  // a variable of the module
    object,  // an object: of the library, a container, a cell
    part,  // an element of a list, or a variable of an instance or a class
    end,  // whether an agent has ended
    pool,  // the queue of an executor
    agents,  // who is next to get a letter, or a name with a number
    output,
  };

  Of of = Of::object;
  ObjectId object = 0;  // or the number of the global or agent
  std::uint32_t index = 0;  // of a part

  bool operator==(const Place&) const = default;
};

struct Access {
  Place place;
  bool writes = false;

  bool operator==(const Access&) const = default;
};

// What happens without a step, behind one.
struct Aftermath {
  enum class What : std::uint8_t {
    looks,  // at a place, whose value decides how the agent goes on
    changes,  // a place
    alone,  // main does what would be a step, as it is alone
    joins,  // goes on as `other` has ended
    makes,  // starts or submits `other`
    begins,  // a task that was queued
    wakes,  // by what the step has done
  };

  What what = What::looks;
  AgentId agent = kMain;
  Place place;
  AgentId other = kNobody;
};

struct StepReport {
  std::vector<Access> accesses;  // of the step itself, each place once
  bool changes =
      false;  // something that threads share has changed, or an agent has been made, has ended, or has gone on by itself
  std::vector<Aftermath> aftermath;  // in the order in which it happens
  std::vector<AgentId> ended;
  // Objects that were made: from each `from` to the next one's by that agent.
  struct Makes {
    AgentId agent = kMain;
    ObjectId from = 0;
  };
  std::vector<Makes> makes;
};

// Takes the step. Only if machine.canStep(agent).
StepReport takeStep(Machine& machine, AgentId agent);
// What it depends on that an agent, which stands before a step, cannot take it.
std::vector<Access> looksAt(Machine& machine, AgentId agent);

}  // namespace interleave::program
