// A run of the program that knows which of its steps depend on which.
//
// Two steps of one schedule depend on each other if
//   1. they are steps of the same task;
//   2. both access the balance, and one of them writes (reads commute);
//   3. both acquire or release the lock; or
//   4. the pool orders them. The step that ends a task also takes the next task from the queue, as the
//      worker does whose step it is. While the queue is not empty, such a step depends on every other
//      one that ends a task: it decides who lets whom into flight. And it depends on the steps of the
//      task that it lets in, which are the same worker's. Ends that find the queue empty commute.
//
// What decides this is written on a step's label, and a label follows from the steps before it that the
// step depends on, directly or through others: a read is the last of its task or not as the write that
// it sees has it, an end lets in the task that the ends before it have left. So two neighbours of a
// schedule that do not depend on each other can swap: both orders are possible, have the same labels
// and lead to the same state. One step can take another's away only where both acquire.
//
// Schedules that such swaps lead to from one another are a class (a Mazurkiewicz trace). All of its
// schedules have the same happens-before relation: the order of its dependent steps, made transitive.
// It is kept as vector clocks (Mattern, "Virtual Time and Global States of Distributed Systems", 1989).
//
// It knows plain programs only (CompactProgram::plain()): of the other locks it is not said what depends on
// what.
//
// A CausalRun is for one thread at a time. Its steps are those of model/program.h; tests hold it
// against that.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "explore/compact_program.h"
#include "model/account_program.h"

namespace interleave {

struct StepLabel {
  static constexpr std::uint8_t kNobody = 0xFF;

  std::uint8_t task = 0;
  Step step = Step::read;
  bool ends = false;               // its task
  std::uint8_t admits = kNobody;   // the task that this end lets into flight

  bool operator==(const StepLabel&) const = default;
};

// The relation above; symmetric.
bool dependent(const StepLabel& a, const StepLabel& b);

class CausalRun {
 public:
  // A step of the run: its place, counted from 0.
  using Place = std::size_t;

  explicit CausalRun(const AccountProgram& program);

  std::size_t length() const { return events_.size(); }
  const StepLabel& label(Place place) const { return events_[place].label; }
  // The letters so far.
  std::string schedule() const;
  Money balance() const { return balance_; }
  // Every task has ended.
  bool finished() const { return ends_ == program_.tasks(); }

  // The tasks that can step, in list order.
  void steppers(std::vector<std::size_t>& tasks) const { program_.steppers(positions_, tasks); }
  // The label of a task's next step. Precondition: the task can step.
  StepLabel next(std::size_t task) const { return labelAt(task, positions_[task], balance_, ends_); }
  // Precondition: the task can step.
  void step(std::size_t task);
  // Takes back the last step. Precondition: there is one.
  void undo();

  // Precondition: before <= after < length().
  bool happensBefore(Place before, Place after) const;
  // How many steps of `task` happen before the one at `place`, itself included.
  std::size_t stepsBefore(Place place, std::size_t task) const { return clocks_[place * program_.tasks() + task]; }

  // A race: two steps of different tasks, the first directly before the second in happens-before, whose
  // order can be turned round. The second is the next one of its task after everything that does not
  // depend on the first. Where it is an acquire, which nobody could take between `first`'s acquire and
  // its release, `first` is that acquire and not the release.
  struct Race {
    Place first = 0;
    std::size_t task = 0;                       // the second step's
    CompactProgram::Position position = 0;      // where that task stands before its second step
  };
  // All races of the run. A task that waits for the lock to the end of a deadlock races with who
  // acquired it. Precondition: no step is possible.
  void races(std::vector<Race>& found) const;
  // What turns a race round: the steps from `first` on that do not happen after it, and then the second
  // step as it is in that place. Possible after the steps before `first`.
  void reversal(const Race& race, std::vector<StepLabel>& sequence) const;

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  // The latest steps that a next one may depend on.
  struct Latest {
    std::uint32_t write = kNone;
    std::uint32_t lock = kNone;      // acquire or release
    std::uint32_t acquire = kNone;
    std::uint32_t admission = kNone;
  };
  struct Event {
    StepLabel label;
    std::uint32_t previous = kNone;  // of the same task, or else the one that let it into flight
    Latest latest;                   // before it, as all below
    CompactProgram::Position position = 0;
    std::uint32_t ends = 0;          // of tasks
    Money balance = 0;
    Money copy = 0;                  // the task's
  };

  // Places that a step depends on, among them all that directly happen before it.
  struct Causes {
    std::array<std::uint32_t, limits::kMaxTransactions + 4> places{};
    std::size_t count = 0;

    // A step can be a cause in two ways: a write that is also the latest end.
    void add(std::uint32_t place) {
      if (place != kNone && std::find(begin(), end(), place) == end()) places[count++] = place;
    }
    const std::uint32_t* begin() const { return places.data(); }
    const std::uint32_t* end() const { return places.data() + count; }
  };

  // The label of the step at `position` with that balance, after so many ends.
  StepLabel labelAt(std::size_t task, CompactProgram::Position position, Money balance, std::uint32_t ends) const;
  CompactProgram::Position positionAfter(std::size_t task, CompactProgram::Position position, Money balance) const;
  Causes causesOf(Place place) const;
  void keepClock(Place place);
  void racesOf(Place second, std::vector<Race>& found) const;
  void racesOfWaiting(std::vector<Race>& found) const;

  CompactProgram program_;
  std::vector<CompactProgram::Position> positions_;
  std::vector<Money> copies_;
  std::vector<std::uint32_t> lastOf_;  // each task's latest step, or else what let it into flight
  Money balance_;
  std::uint32_t ends_ = 0;
  Latest latest_;
  std::vector<Event> events_;
  std::vector<std::uint32_t> clocks_;  // for each event, steps of each task
};

}  // namespace interleave
