#include "explore/contradiction.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "model/program.h"
#include "model/task_letter.h"
#include "text/format.h"
#include "trace/names.h"

namespace interleave {
namespace {

class TraceCheck {
 public:
  explicit TraceCheck(const RunResult& result)
      : result_(result),
        settings_(result.settings),
        program_(withoutLabels(settings_.program)),
        workerOf_(settings_.program.transactions.size()),
        refused_(settings_.program.transactions.size(), false) {}

  std::string firstWrong(const std::atomic<bool>& cancel) {
    for (const Event& event : result_.trace.events) {
      take(event);
      if (!wrong_.empty() || cancel.load(std::memory_order_relaxed)) return wrong_;
      ++index_;
    }
    checkTimes();
    if (result_.trace.dropped == 0) checkEnd();
    return wrong_;
  }

 private:
  // The first one stays.
  void refuse(std::string place, const std::string& given, const std::string& allowed) {
    if (wrong_.empty()) wrong_ = std::move(place) + ": " + given + " is not allowed; allowed is " + allowed;
  }
  void refuseEvent(std::string_view field, const std::string& given, const std::string& allowed) {
    refuse("event " + std::to_string(index_) + (field.empty() ? "" : "." + std::string(field)), given, allowed);
  }
  void checkValue(const Event& event, Money right) {
    if (event.value != right)
      refuseEvent("value", std::to_string(event.value), std::to_string(right) + ", as the program stands");
  }

  void take(const Event& event) {
    std::optional<std::uint8_t>& worker = workerOf_[event.task];
    if (worker.value_or(event.worker) != event.worker)
      refuseEvent("worker", std::to_string(event.worker), std::to_string(*worker) + ", which has the task");
    worker = event.worker;
    switch (event.kind) {
      case EventKind::checked: return takeStep(event, Step::check);
      case EventKind::ticket: return takeStep(event, Step::ticket);
      case EventKind::acquired: return takeStep(event, Step::acquire);
      case EventKind::released: return takeStep(event, Step::release);
      case EventKind::gaveUp: ++givenUp_; return takeStep(event, Step::acquire, StepOutcome::gaveUp);
      case EventKind::read:
      case EventKind::retry: return takeRead(event);
      case EventKind::write:
      case EventKind::added:
      case EventKind::swapped: return takeWrite(event);
      case EventKind::refused:
        if (!refused_[event.task]) refuseEvent("", "a refusal", "one after a read that found too little");
        refused_[event.task] = false;
        ++refusals_;
        return;
      case EventKind::thrown:
        if (!settings_.program.transactions[event.task].throws) refuseEvent("", "an exception", "none of this task");
        ++exceptions_;
        return;
      case EventKind::updating:
      case EventKind::waiting:
      case EventKind::finishing: return;
    }
  }

  void takeRead(const Event& event) {
    checkValue(event, program_.balances()[event.objects.first()]);
    if (refused_[event.task]) refuseEvent("", "a read", "the refusal of the one before");
    if (event.kind == EventKind::read) takeStep(event, Step::read);
    else takeStep(event, Step::swap, StepOutcome::failed);
  }

  void takeWrite(const Event& event) {
    takeStep(event, event.kind == EventKind::write ? Step::write : event.kind == EventKind::added ? Step::add : Step::swap);
    checkValue(event, program_.balances()[event.objects.first()]);
    ++updates_;
  }

  void takeStep(const Event& event, Step step, StepOutcome outcome = StepOutcome::done) {
    if (!wrong_.empty()) return;
    const std::string what = std::string(stepName(step)) + " by " + taskLetter(event.task);
    if (!program_.canStep(event.task)) return refuseEvent("", what, "no step of it there");
    const Program::Taken taken = program_.step(event.task);
    refused_[event.task] = refused_[event.task] || taken.outcome == StepOutcome::refused;
    if (taken.step != step) return refuseEvent("", what, std::string(stepName(taken.step)));
    if (taken.objects != event.objects) return refuseEvent("account", "another account", "that of the step");
    // These are recorded by an event of their own.
    const bool recordedNext =
        outcome == StepOutcome::done && (taken.outcome == StepOutcome::refused || taken.outcome == StepOutcome::threw);
    if (taken.outcome != outcome && !recordedNext) refuseEvent("", "that outcome of " + what, "the other one");
  }

  // 0: the duration is not known, as of a schedule that was replayed.
  void checkTimes() {
    const EventList& events = result_.trace.events;
    if (events.empty() || result_.durationNs == 0 || result_.durationNs >= events.back().timeNs) return;
    refuse("otherData.durationNs", std::to_string(result_.durationNs),
           std::to_string(events.back().timeNs) + " or more, the time of the last event");
  }

  void checkCount(std::string_view name, std::uint64_t given, std::uint64_t right) {
    if (given != right)
      refuse("otherData." + std::string(name), std::to_string(given), std::to_string(right) + ", as there are events");
  }

  void checkEnd() {
    if (std::ranges::find(refused_, true) != refused_.end()) refuseEvent("", "the end", "the refusal of the last read");
    for (std::size_t account = 0; account < program_.balances().size(); ++account) {
      const Money right = program_.balances()[account];
      const Money given = account < result_.balances.size() ? result_.balances[account] : 0;
      if (given != right) refuse("otherData.balances", std::to_string(given), std::to_string(right) + ", which the events leave");
    }
    checkCount("updates", result_.updates, updates_);
    checkCount("exceptions", result_.exceptions, exceptions_);
    checkCount("refusals", result_.refusals, refusals_);
    checkCount("givenUp", result_.givenUp, givenUp_);
    checkCount("linesPrinted", result_.linesPrinted,
               static_cast<std::uint64_t>(std::ranges::count_if(result_.trace.events, prints, &Event::kind)));
    checkRunEnd();
  }

  void checkRunEnd() {
    if (result_.end == RunEnd::completed && !program_.finished())
      refuse("otherData.end", "\"completed\"", "\"stopped\": a task has steps left");
    if (result_.end != RunEnd::deadlocked) return;
    if (!program_.deadlocked()) return refuse("otherData.end", "\"deadlocked\"", "another: no task waits for ever");
    for (std::size_t account = 0; account < result_.owners.size(); ++account) {
      const auto& holders = program_.holders(account);
      if (result_.owners[account] == (holders.empty() ? std::nullopt : std::optional(holders.front()))) continue;
      refuse("otherData.owners", "another owner", "the task that holds the lock");
    }
    std::vector<std::size_t> waiters;
    for (std::size_t task = 0; task < workerOf_.size(); ++task) {
      if (program_.inFlight(task)) waiters.push_back(task);
    }
    if (result_.waiters != waiters) refuse("otherData.waiters", "another list", "the tasks that wait");
  }

  const RunResult& result_;
  const RunSettings& settings_;
  Program program_;
  std::vector<std::optional<std::uint8_t>> workerOf_;
  std::vector<bool> refused_;  // the task's refusal is still to be recorded
  std::size_t index_ = 0;
  std::uint64_t updates_ = 0;
  std::uint64_t exceptions_ = 0;
  std::uint64_t refusals_ = 0;
  std::uint64_t givenUp_ = 0;
  std::string wrong_;
};

}  // namespace

std::string contradictionIn(const RunResult& result, const std::atomic<bool>& cancel) {
  return TraceCheck(result).firstWrong(cancel);
}

std::string contradictionIn(const RunResult& result) {
  const std::atomic<bool> never{false};
  return contradictionIn(result, never);
}

}  // namespace interleave
