// What happens in one execution of a program: an event a step, in terms of the program's own variables, objects and lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "program/machine.h"
#include "program/names.h"

namespace interleave::words {

// What a step does.
enum class Deed : std::uint8_t {
  read,  // of a variable, an element of a container, or an Atomic
  write,
  update,  // both at once, of an Atomic
  look,  // at a container as a whole, or for an element of it
  change,  // of a container
  acquire,  // of a lock or a permit
  release,
  giveUp,  // what would have had to wait is not done: acquire(False), get_nowait(), a timeout that is up
  sleep,  // in a condition, an event or a barrier
  wake,  // from a condition, with its lock
  pass,  // an event or a barrier, without sleeping
  notify,  // of a condition
  set,
  clear,
  put,  // into a queue
  get,
  finish,  // task_done
  check,  // of a CheckThenLock, or whether something is locked, empty, alive, …
  start,  // of a thread or task
  wait,  // for the end of a thread, or for a queue, and it has come
  shutdown,
  end,  // of the thread
  print,
  other,
};

// What is read or written: a variable, a container or one of its elements, an object of the library.
struct Place {
  enum class Of : std::uint8_t { nothing, global, attribute, object, output };

  Of of = Of::nothing;
  program::ObjectId object = 0;  // a cell, a container and an object of the library are themselves the object
  std::uint32_t number = 0;  // of a global, or the name of an attribute
  std::string key;  // of an element, as repr prints it; empty: all of the container

  bool operator==(const Place&) const = default;
};

// Whether what is done to one can be seen at the other.
bool overlap(const Place& one, const Place& other);

struct Event {
  program::AgentId agent = program::kMain;
  std::uint32_t function = 0, pc = 0;  // the instruction
  int line = 0;  // 0: the library's own code
  Deed deed = Deed::other;
  Place place;
  bool reads = false;  // what it does depends on what the place holds
  bool writes = false;  // and what it holds afterwards may differ from before
  program::Value value;  // read, or written; absent: several, or none
  std::string shown;  // what is read or written, or the arguments of a call, as repr prints it
  std::string before;  // of a write: what the place held
  std::vector<program::ObjectId> held;  // locks that the agent has before the step, in the order of their numbers

  bool changes() const { return writes && (before != shown || shown.empty()); }
};

// What the next step of an agent is, before it is taken. The agent stands before a step.
Event nextOf(const program::Machine& machine, program::AgentId agent);
// Takes that step, and says what it was. Only if the agent can step.
Event take(program::Machine& machine, program::AgentId agent);

// Who holds a lock: letters, one for each time that it is held. Of what counts and does not keep its holders, and of what is no lock,
// empty.
std::string holdersOf(const program::Heap& heap, program::ObjectId object);

// What a reader calls a place; `names` are those of any state at which it is there.
std::string nameOf(const Place& place, const program::Program& program, const program::Names& names);

// What the library's objects have, in a state.
struct BarrierState {
  std::int64_t waiting = 0, parties = 0;
};
// Of a queue: items that were put and of which task_done() was not told.
std::optional<std::int64_t> unfinishedIn(const program::Machine& machine, program::ObjectId object);
std::optional<BarrierState> barrierIn(const program::Machine& machine, program::ObjectId object);
// The agent of a thread that was started, or of a task.
std::optional<program::AgentId> agentOf(const program::Machine& machine, program::Value object);
// How many workers an executor has.
std::int64_t workersOf(const program::Machine& machine, program::ObjectId executor);
// The line of the `with` in which an agent is, and by which it has entered a lock; 0: it is in none.
int withLineOf(const program::Machine& machine, program::AgentId agent, program::ObjectId lock);

// For one thread at a time.
class ProgramTrace {
 public:
  // `schedule`: as many of its steps as can be taken. `source` is the text of the program, and must outlive this.
  ProgramTrace(std::shared_ptr<const program::Program> program, std::string_view source, bool output, std::string_view schedule);
  ProgramTrace(const ProgramTrace&) = delete;
  ProgramTrace& operator=(const ProgramTrace&) = delete;

  const std::vector<Event>& events() const { return events_; }
  const Event& operator[](std::size_t step) const { return events_[step]; }
  std::size_t size() const { return events_.size(); }
  const program::Program& program() const { return end_.program(); }

  // What-if questions (what_if.h) take steps, of which there are so many for all of them. Whether `steps` are left, which are then taken.
  bool spend(std::size_t steps) const;

  // The state before a step; of size(): the end.
  program::Machine before(std::size_t step) const;
  // The state at the end.
  program::Machine& end() const { return end_; }

  // For readers, in the names of the end.
  std::string nameOf(const Place& place) const;
  std::string nameOf(program::ObjectId object) const { return names_->of(program::objectValue(object)); }
  std::string nameOf(program::Value value) const { return names_->of(value); }
  // The text of a line, without indentation, comment, and the colon at its end.
  std::string sourceOf(int line) const;
  // What an agent does: `update('deposit', 50)`; empty for main.
  const std::string& titleOf(program::AgentId agent) const { return titles_[agent]; }

 private:
  void look(program::Machine& machine);

  std::string_view source_;
  program::Machine start_;
  mutable program::Machine end_;
  mutable std::size_t left_ = 200'000;
  std::vector<program::Machine> kept_;  // the states before some of the steps
  std::vector<Event> events_;
  std::vector<std::string> titles_;
  std::optional<program::Names> names_;
};

}  // namespace interleave::words
