// The one fold over the events of a trace. It keeps the state that follows from them (trace/thread_states.h), and shows each
// event to observers, with what the event has changed. What an event means to a task, a lock or a balance is stated by
// advance() alone; an observer keeps what it makes of that: lanes, lines of a file, vector clocks.
//
// An observer is anything that can be called with a FoldStep; it is called statically. Several can observe one fold:
//
//   fold.append(trace.events, [&](const FoldStep& step) {
//     timeline.observe(step);
//     races.observe(step);
//   });
//
// Not thread-safe.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <ranges>
#include <utility>

#include "model/account_program.h"
#include "trace/event.h"
#include "trace/thread_states.h"

namespace interleave {

using ObjectMask = std::uint32_t;  // a bit an account and its lock
static_assert(ObjectSpan::kMostObjects <= 32);

// What an event has changed, beside its task's state.
struct StateChange {
  ObjectMask acquired = 0;    // locks that the task holds from now on; not those that it has acquired before
  ObjectMask released = 0;    // locks that it holds until now; not those that it has acquired more often than released
  ObjectMask waiters = 0;     // locks for which other tasks wait from now on than until now
  TaskMask outdated = 0;      // tasks whose copies are stale from now on
};

// Takes a state from before an event to after it. O(tasks).
StateChange advance(ThreadStates& states, const AccountProgram& program, const Event& event);

struct FoldStep {
  const Event& event;
  std::size_t index;        // of the event in the trace
  TaskState before;         // of the event's task
  StateChange change;
  const ThreadStates& states; // after the event

  const ThreadState& task() const { return states.tasks[event.task]; }
  bool leaves(TaskState state) const { return before == state && task().state != state; }
};

class TraceFold {
 public:
  // Before the first event.
  explicit TraceFold(const AccountProgram& program) : TraceFold(program, threadStatesBefore(program), 0) {}
  // After so many events.
  TraceFold(AccountProgram program, ThreadStates states, std::size_t events)
      : program_(std::move(program)), states_(std::move(states)), events_(events) {}

  // Any range of events, in the order in which they happened.
  template <std::invocable<const FoldStep&> Observer>
  void append(const std::ranges::input_range auto& events, Observer&& observer) {
    for (const Event& event : events) add(event, observer);
  }
  template <std::invocable<const FoldStep&> Observer>
  void add(const Event& event, Observer&& observer) {
    const TaskState before = states_.tasks[event.task].state;
    const StateChange change = advance(states_, program_, event);
    observer(FoldStep{event, events_, before, change, states_});
    ++events_;
  }
  // Without an observer.
  void append(const std::ranges::input_range auto& events) {
    for (const Event& event : events) advance(states_, program_, event);
    events_ += static_cast<std::size_t>(std::ranges::distance(events));
  }

  const ThreadStates& states() const { return states_; }
  std::size_t events() const { return events_; }

 private:
  AccountProgram program_;
  ThreadStates states_;
  std::size_t events_;
};

// After the first events of a trace, any range of them. Pure; O(events).
ThreadStates threadStatesAfter(const AccountProgram& program, const std::ranges::input_range auto& events) {
  TraceFold fold(program);
  fold.append(events);
  return fold.states();
}

}  // namespace interleave
