#include "explore/partial_order.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <span>
#include <utility>
#include <vector>

#include "explore/causal_run.h"
#include "explore/wakeup_tree.h"
#include "text/format.h"

namespace interleave {
namespace {

// A sleep set: steps that were explored at a node or above it and are independent of all steps since. Continuing with
// one of them leads to a class that has been seen. At most one for each task in flight.
class SleepSet {
 public:
  void add(const StepLabel& label) { labels_[count_++] = label; }
  std::span<const StepLabel> all() const { return {labels_.data(), count_}; }

  SleepSet after(const StepLabel& step) const {
    SleepSet rest;
    for (const StepLabel& asleep : all()) {
      if (!dependent(asleep, step)) rest.add(asleep);
    }
    return rest;
  }

 private:
  std::array<StepLabel, limits::kMaxWorkers> labels_{};
  std::size_t count_ = 0;
};

class Search {
 public:
  Search(const AccountProgram& program, const PartialOrderOptions& options,
         const std::function<void(std::string_view)>& onRepresentative, const std::atomic<bool>& cancel)
      : options_(options),
        onRepresentative_(onRepresentative),
        cancel_(cancel),
        end_(Clock::now() + options.maxTime),
        run_(program) {}

  ScheduleClasses search() {
    nodes_.emplace_back();
    arrive();
    while (!nodes_.empty() && found_.complete) {
      if (nodes_.back().wakeups == WakeupTrees::kEmpty) {
        leave();
      } else {
        descend();
      }
    }
    return std::move(found_);
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr unsigned kStepsPerLook = 256;

  // A state of the current run: one before each of its steps, and the one after the last.
  struct Node {
    SleepSet sleep;
    WakeupTrees::Tree wakeups = WakeupTrees::kEmpty;
  };

  void descend() {
    Node& node = nodes_.back();
    const StepLabel label = trees_.front(node.wakeups);
    Node below{.sleep = node.sleep.after(label)};
    below.wakeups = trees_.takeFront(node.wakeups);
    run_.step(label.task);
    assert(run_.label(run_.length() - 1) == label);
    ++found_.steps;
    nodes_.push_back(below);
    spend();
    arrive();
  }

  void leave() {
    nodes_.pop_back();
    if (nodes_.empty()) return;
    nodes_.back().sleep.add(run_.label(run_.length() - 1));
    run_.undo();
  }

  // Called at a node that has not been visited before.
  void arrive() {
    Node& node = nodes_.back();
    if (node.wakeups != WakeupTrees::kEmpty) return;
    run_.enabledTasks(enabledTasks_);
    if (enabledTasks_.empty()) {
      reachEnd();
      return;
    }
    if (run_.length() == limits::kMaxScheduleSteps) {
      stop("a schedule has more than " + formatCount(limits::kMaxScheduleSteps, "step"));
      return;
    }
    for (const std::size_t task : enabledTasks_) {
      const StepLabel label = run_.next(task);
      const auto asleep = node.sleep.all();
      if (std::ranges::find(asleep, label) != asleep.end()) continue;
      node.wakeups = trees_.chain(std::span(&label, 1));
      return;
    }
    ++found_.blocked;
  }

  void reachEnd() {
    if (found_.classes == options_.maxClasses) {
      stop("it has come to the bound of " + formatNumber(options_.maxClasses) + " classes");
      return;
    }
    ++found_.classes;
    if (run_.finished()) {
      ++found_.endings[run_.balance()];
    } else {
      ++found_.deadlocks;
    }
    if (onRepresentative_) onRepresentative_(run_.schedule());
    run_.races(races_);
    for (const CausalRun::Race& race : races_) {
      spend();
      if (!found_.complete) return;
      reverse(race);
    }
  }

  void reverse(const CausalRun::Race& race) {
    Node& node = nodes_[race.first];
    run_.reversal(race, sequence_);
    for (const StepLabel& asleep : node.sleep.all()) {
      if (isWeakInitial(asleep, sequence_)) return;
    }
    trees_.insert(node.wakeups, sequence_);
    found_.wakeups = std::max(found_.wakeups, trees_.size());
    if (trees_.size() > options_.maxWakeups) stop("it has come to the bound of its memory");
  }

  void spend() {
    if (cancel_.load(std::memory_order_relaxed)) stop("it was cancelled");
    if (++spent_ % kStepsPerLook == 0 && Clock::now() > end_) {
      stop("it has come to the bound of " + formatDuration(std::chrono::nanoseconds(options_.maxTime).count()));
    }
  }

  void stop(std::string bound) {
    if (!found_.complete) return;
    found_.complete = false;
    found_.bound = std::move(bound);
  }

  const PartialOrderOptions options_;
  const std::function<void(std::string_view)>& onRepresentative_;
  const std::atomic<bool>& cancel_;
  const Clock::time_point end_;
  CausalRun run_;
  WakeupTrees trees_;
  std::vector<Node> nodes_;
  ScheduleClasses found_;
  unsigned spent_ = 0;
  // Kept from run to run to reuse their memory.
  std::vector<std::size_t> enabledTasks_;
  std::vector<CausalRun::Race> races_;
  std::vector<StepLabel> sequence_;
};

}  // namespace

ScheduleClasses exploreClasses(const AccountProgram& program, const PartialOrderOptions& options,
                               const std::function<void(std::string_view schedule)>& onRepresentative,
                               const std::atomic<bool>& cancel) {
  return Search(program, options, onRepresentative, cancel).search();
}

// A topological order that always takes the first letter among the steps that are ready.
std::string canonicalSchedule(const AccountProgram& program, std::string_view schedule) {
  CausalRun run(program);
  std::vector<std::vector<CausalRun::Place>> places(program.transactions.size());
  for (const char letter : schedule) {
    const std::size_t task = taskOf(letter);
    places[task].push_back(run.length());
    run.step(task);
  }
  std::vector<std::size_t> taken(places.size(), 0);
  const auto ready = [&](std::size_t task) {
    if (taken[task] == places[task].size()) return false;
    const CausalRun::Place place = places[task][taken[task]];
    for (std::size_t other = 0; other < taken.size(); ++other) {
      if (taken[other] + (other == task ? 1 : 0) < run.stepsBefore(place, other)) return false;
    }
    return true;
  };
  std::string first;
  while (first.size() < schedule.size()) {
    std::size_t task = 0;
    while (!ready(task)) ++task;
    ++taken[task];
    first += taskLetter(task);
  }
  return first;
}

}  // namespace interleave
