// The search for one schedule of each class, for any kind of run that knows which of its steps depend on which.
//
// Schedules of one class differ only in the order of independent steps; all of a class have the same ending. The search is
// Optimal-DPOR (Abdulla, Aronis, Jonsson, Sagonas: "Optimal Dynamic Partial Order Reduction", POPL 2014; "Source Sets: A Foundation
// for Optimal Dynamic Partial Order Reduction", Journal of the ACM 64(4), 2017). It runs one schedule to its end, finds the races in
// it, and notes for each, at the node before the race, a sequence that reverses it. Sleep sets and wakeup trees ensure that no class is
// run twice and that no run is abandoned as redundant.
//
// The papers first assume that no step disables another. Here steps do: an acquire, a get of a queue's last item, a flag that is
// taken back. A race therefore relates a step with the latest step before it without which it could be taken, although there may be
// others in between that made it possible again: a race of two acquires relates the later with the earlier, and not with the release.
// A step that cannot be taken at the end of a schedule races in the same way.
//   This is complete: let q be explored at a node and w be a class from there that q cannot begin. The part w' of w that does not
// depend on q may be run after q. The next step of w is possible after w' alone. If it is after q.w', too, the papers' argument goes on.
// Else take the shortest continuation of q.w' that makes it possible, or a schedule in which none does: each step between q and it is
// one without which it cannot be taken, so that it races with q, and reversing that race runs w' and then the step.
//
// Memory: the current schedule, with a sleep set for each of its steps, and the wakeup trees. Those may grow with the number of
// classes; a bound limits them.
#pragma once

#include <array>
#include <atomic>
#include <cassert>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "explore/wakeup_tree.h"
#include "model/limits.h"
#include "text/format.h"

namespace interleave {

// Bounds. A search that reaches one ends early and reports it.
struct PartialOrderOptions {
  std::uint64_t maxClasses = limits::kDefaultClasses;
  std::chrono::milliseconds maxTime = limits::kDefaultExploreTime;
  std::size_t maxWakeups = limits::kDefaultWakeups;  // nodes of wakeup trees
};

struct ClassCounts {
  bool complete = true;
  std::string bound;  // what cut it short, in words; empty: nothing
  std::uint64_t classes = 0;  // a deadlock's included
  std::uint64_t steps = 0;  // taken in all
  std::uint64_t blocked = 0;  // runs abandoned as redundant: always 0
  std::size_t wakeups = 0;  // the most nodes of wakeup trees at a time
};

// A Run has
//   Label, kMostAsleep    a step's label (wakeup_tree.h), and the most tasks that can have a step at once
//   length(), label(i), step(task), undo()
//   next(asleep)          the label of the first task that has a step and is not among `asleep`; none: there is no such task
//   hasNext()             some task has a step
//   reverseRaces(search)  for each race of the run, which has come to its end: search.wants(first, before), which says whether to go on,
//                         and then search.reverse(first, sequence)
//   trouble()             why the run cannot go on; empty: it can
template <class Run>
class ClassSearch {
 public:
  using Label = typename Run::Label;

  // `atEnd`: called at the end of a schedule of each class; false: the search is over. Returns soon after `cancel` is set.
  ClassSearch(Run& run, const PartialOrderOptions& options, std::function<bool()> atEnd, const std::atomic<bool>& cancel)
      : run_(run), options_(options), atEnd_(std::move(atEnd)), cancel_(cancel), end_(Clock::now() + options.maxTime) {}

  ClassCounts search() {
    nodes_.emplace_back();
    arrive();
    while (!nodes_.empty() && found_.complete && !over_) {
      if (nodes_.back().wakeups == Trees::kEmpty) {
        leave();
      } else {
        descend();
      }
    }
    return std::move(found_);
  }

  // Whether a sequence from the node before a race on that begins with these steps may be new.
  bool wants(std::size_t first, std::span<const Label> before) {
    spend();
    if (!found_.complete) return false;
    for (const Label& asleep : nodes_[first].sleep.all()) {
      std::size_t found = 0;
      if (fit(asleep, before, found) == Fit::first) return false;
    }
    return true;
  }

  // The sequence is possible at that node, and not of the present class. Consumes it.
  void reverse(std::size_t first, std::vector<Label>& sequence) {
    Node& node = nodes_[first];
    for (const Label& asleep : node.sleep.all()) {
      if (isWeakInitial(asleep, sequence)) return;
    }
    trees_.insert(node.wakeups, sequence);
    found_.wakeups = std::max(found_.wakeups, trees_.size());
    if (trees_.size() > options_.maxWakeups) stop("it has come to the bound of its memory");
  }

 private:
  using Clock = std::chrono::steady_clock;
  using Trees = WakeupTrees<Label>;
  static constexpr unsigned kStepsPerLook = 256;

  // Steps that were explored at a node or above it and are independent of all steps since. Continuing with one of them leads to a class
  // that has been seen. At most one for each task.
  class SleepSet {
   public:
    void add(const Label& label) { labels_[count_++] = label; }
    std::span<const Label> all() const { return {labels_.data(), count_}; }

    SleepSet after(const Label& step) const {
      SleepSet rest;
      for (const Label& asleep : all()) {
        if (!dependent(asleep, step)) rest.add(asleep);
      }
      return rest;
    }

   private:
    std::array<Label, Run::kMostAsleep> labels_{};
    std::size_t count_ = 0;
  };

  // A state of the current run: one before each of its steps, and the one after the last.
  struct Node {
    SleepSet sleep{};
    typename Trees::Tree wakeups = Trees::kEmpty;
  };

  void descend() {
    Node& node = nodes_.back();
    const Label label = trees_.front(node.wakeups);
    Node below{.sleep = node.sleep.after(label)};
    below.wakeups = trees_.takeFront(node.wakeups);
    run_.step(label.task);
    assert(run_.label(run_.length() - 1) == label);
    ++found_.steps;
    nodes_.push_back(below);
    spend();
    if (found_.complete) arrive();
  }

  void leave() {
    nodes_.pop_back();
    if (nodes_.empty()) return;
    nodes_.back().sleep.add(run_.label(run_.length() - 1));
    run_.undo();
  }

  // Called at a node that has not been visited before.
  void arrive() {
    if (std::string trouble = run_.trouble(); !trouble.empty()) return stop(std::move(trouble));
    Node& node = nodes_.back();
    if (node.wakeups != Trees::kEmpty) return;
    const std::optional<Label> next = run_.next(node.sleep.all());
    if (!next) {
      if (run_.hasNext()) ++found_.blocked;
      else if (std::string trouble = run_.trouble(); !trouble.empty()) stop(std::move(trouble));
      else reachEnd();
      return;
    }
    if (run_.length() == limits::kMaxScheduleSteps) {
      stop("a schedule has more than " + formatCount(limits::kMaxScheduleSteps, "step"));
      return;
    }
    node.wakeups = trees_.chain(std::span(&*next, 1));
  }

  void reachEnd() {
    if (found_.classes == options_.maxClasses) {
      stop("it has come to the bound of " + formatNumber(static_cast<std::int64_t>(options_.maxClasses)) + " classes");
      return;
    }
    ++found_.classes;
    if (atEnd_ && !atEnd_()) {
      over_ = true;
      return;
    }
    run_.reverseRaces(*this);
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

  Run& run_;
  const PartialOrderOptions options_;
  const std::function<bool()> atEnd_;
  const std::atomic<bool>& cancel_;
  const Clock::time_point end_;
  Trees trees_;
  std::vector<Node> nodes_;
  ClassCounts found_;
  bool over_ = false;
  unsigned spent_ = 0;
};

// The alphabetically first schedule of the same class: a topological order that always takes the first letter among the steps that are
// ready. `letterOf`: of a task. Run::stepsBefore(place, task) says how many steps of a task happen before a step, which counts itself.
// Precondition: `run` has taken the schedule.
template <class Run>
std::string canonicalSchedule(const Run& run, std::size_t tasks, const std::function<char(std::size_t task)>& letterOf) {
  std::vector<std::vector<std::size_t>> places(tasks);
  for (std::size_t place = 0; place < run.length(); ++place) places[run.label(place).task].push_back(place);
  std::vector<std::size_t> taken(tasks, 0);
  const auto ready = [&](std::size_t task) {
    if (taken[task] == places[task].size()) return false;
    const std::size_t place = places[task][taken[task]];
    for (std::size_t other = 0; other < tasks; ++other) {
      if (taken[other] + (other == task ? 1 : 0) < run.stepsBefore(place, other)) return false;
    }
    return true;
  };
  std::string first;
  while (first.size() < run.length()) {
    std::size_t task = 0;
    while (!ready(task)) ++task;
    ++taken[task];
    first += letterOf(task);
  }
  return first;
}

}  // namespace interleave
