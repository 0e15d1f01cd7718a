// A run of the program that knows which of its steps depend on which.
//
// Two steps of one schedule depend on each other if
//   1. they are steps of the same task;
//   2. both access the balance, and one of them writes (reads commute);
//   3. both acquire or release the lock; or
//   4. the pool orders them. The step that ends a task also takes the next task from the queue, on the
//      same worker. While the queue is not empty, such a step depends on every other step that ends a
//      task, since their order decides which worker admits which task into flight. It also depends on
//      the steps of the task that it admits, which run on the same worker. Ends that find the queue
//      empty commute.
//
// A step's label records all that decides this. A label follows from the earlier steps that the step
// depends on, directly or indirectly: the write that a read sees decides whether that read is the last
// step of its task, and the earlier ends decide which task an end admits. So two neighbours of a schedule that
// do not depend on each other can swap: both orders are possible, have the same labels and lead to the
// same state. A step can disable another only if both acquire.
//
// Schedules that are connected by such swaps form a class (a Mazurkiewicz trace). All schedules of a
// class have the same happens-before relation: the transitive closure of the order of dependent steps.
// It is kept as vector clocks (Mattern, "Virtual Time and Global States of Distributed Systems", 1989).
//
// Plain programs only (CompactProgram::plain()): for the other locks, dependence is not defined here.
//
// A CausalRun is for one thread at a time. Its steps are those of model/program.h; tests compare the two.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "explore/compact_program.h"
#include "model/account_program.h"

namespace interleave {

struct StepLabel {
  static constexpr std::uint8_t kNoTask = 0xFF;

  std::uint8_t task = 0;
  Step step = Step::read;
  bool ends = false;               // the step ends its task
  std::uint8_t admits = kNoTask;   // the task that this end admits into flight

  bool operator==(const StepLabel&) const = default;
};

// Whether two steps depend on each other, as defined above; symmetric.
bool dependent(const StepLabel& a, const StepLabel& b);

class CausalRun {
 public:
  // A step of the run: its place, counted from 0.
  using Place = std::size_t;
  // What the search for classes asks for (explore/class_search.h).
  using Label = StepLabel;
  static constexpr std::size_t kMostAsleep = limits::kMaxWorkers;

  explicit CausalRun(const AccountProgram& program);

  std::size_t length() const { return events_.size(); }
  const StepLabel& label(Place place) const { return events_[place].label; }
  // The letters so far.
  std::string schedule() const;
  Money balance() const { return balance_; }
  // Every task has ended.
  bool finished() const { return ends_ == program_.tasks(); }

  // The tasks that can step, in list order.
  void enabledTasks(std::vector<std::size_t>& tasks) const { program_.enabledTasks(positions_, tasks); }
  // The label of a task's next step. Precondition: the task can step.
  StepLabel next(std::size_t task) const { return labelAt(task, positions_[task], balance_, ends_); }
  // The label of the first task that can step and is not among those.
  std::optional<StepLabel> next(std::span<const StepLabel> asleep) const;
  bool hasNext() const;
  // Precondition: the task can step.
  void step(std::size_t task);
  // Takes back the last step. Precondition: there is one.
  void undo();

  // Precondition: before <= after < length().
  bool happensBefore(Place before, Place after) const;
  // How many steps of `task` happen before the step at `place`, which counts itself.
  std::size_t stepsBefore(Place place, std::size_t task) const { return clocks_[place * program_.tasks() + task]; }

  // A race: two steps of different tasks whose order can be reversed; the first is directly before the second in
  // happens-before. The second is the next step of its task after everything that does not depend on the
  // first. If the second is an acquire, `first` is the acquire that blocked it and not the release in between.
  struct Race {
    Place first = 0;
    std::size_t task = 0;                       // the second step's
    CompactProgram::Position position = 0;      // where that task stands before its second step
  };
  // All races of the run. A task that still waits for the lock in a deadlock races with the acquire of the
  // lock's owner. Precondition: no step is possible.
  void races(std::vector<Race>& found) const;
  // The sequence that reverses a race: the steps from `first` on that do not happen after it, and then the
  // second step, with the label that it has there. Possible after the steps before `first`.
  void reversal(const Race& race, std::vector<StepLabel>& sequence) const;
  void reverseRaces(auto& search) const {
    std::vector<Race> found;
    std::vector<StepLabel> sequence;
    races(found);
    for (const Race& race : found) {
      if (!search.wants(race.first, {})) continue;
      reversal(race, sequence);
      search.reverse(race.first, sequence);
    }
  }
  std::string trouble() const { return {}; }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  // The latest steps that the next step may depend on.
  struct Latest {
    std::uint32_t write = kNone;
    std::uint32_t lock = kNone;      // acquire or release
    std::uint32_t acquire = kNone;
    std::uint32_t admission = kNone;
  };
  struct Event {
    StepLabel label;
    std::uint32_t previous = kNone;  // of the same task; for its first step, the end that admitted it
    Latest latest;                   // before this step, as all members below
    CompactProgram::Position position = 0;
    std::uint32_t ends = 0;          // of tasks
    Money balance = 0;
    Money copy = 0;                  // the task's
  };

  // Places of steps that a step depends on, including all that directly happen before it.
  struct Causes {
    std::array<std::uint32_t, limits::kMaxTransactions + 4> places{};
    std::size_t count = 0;

    // One step can be two of the causes: a write that is also the latest end.
    void add(std::uint32_t place) {
      if (place != kNone && std::find(begin(), end(), place) == end()) places[count++] = place;
    }
    const std::uint32_t* begin() const { return places.data(); }
    const std::uint32_t* end() const { return places.data() + count; }
  };

  // The label of the step at `position` with that balance, after `ends` ends.
  StepLabel labelAt(std::size_t task, CompactProgram::Position position, Money balance, std::uint32_t ends) const;
  CompactProgram::Position positionAfter(std::size_t task, CompactProgram::Position position, Money balance) const;
  Causes causesOf(Place place) const;
  void keepClock(Place place);
  void racesOf(Place second, std::vector<Race>& found) const;
  void racesOfWaiting(std::vector<Race>& found) const;

  CompactProgram program_;
  std::vector<CompactProgram::Position> positions_;
  std::vector<Money> copies_;
  std::vector<std::uint32_t> lastOf_;  // each task's latest step; before its first step, the end that admitted it
  Money balance_;
  std::uint32_t ends_ = 0;
  Latest latest_;
  std::vector<Event> events_;
  std::vector<std::uint32_t> clocks_;  // for each step of the run, a number of steps of each task
};

}  // namespace interleave
