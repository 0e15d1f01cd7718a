#include "explore/contradiction.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "model/program.h"
#include "model/task_letter.h"

namespace interleave {
namespace {

std::string listOf(const Balances& balances) {
  std::string list;
  for (const Money each : balances) list += (list.empty() ? "" : ", ") + std::to_string(each);
  return list;
}

class TraceCheck {
 public:
  explicit TraceCheck(const RunResult& result)
      : result_(result),
        settings_(result.settings),
        program_(withoutLabels(settings_.program)),
        workerOf_(settings_.program.transactions.size()),
        taskOf_(static_cast<std::size_t>(settings_.program.workers)),
        refused_(settings_.program.transactions.size()),
        threw_(settings_.program.transactions.size(), false) {}

  std::string firstWrong(const std::atomic<bool>& cancel) {
    for (const Event& event : result_.trace.events) {
      take(event);
      if (!wrong_.empty() || cancel.load(std::memory_order_relaxed)) return wrong_;
      ++index_;
    }
    checkTimes();
    checkCounts();
    // What later events would have changed is not known.
    if (result_.trace.dropped == 0 || program_.finished()) checkEnd();
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
    takeWorker(event);
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
      case EventKind::refused: return takeRefusal(event);
      case EventKind::thrown:
        if (!threw_[event.task]) refuseEvent("", "an exception", "one after a step that raises it");
        threw_[event.task] = false;
        ++exceptions_;
        return;
      case EventKind::updating:
      case EventKind::waiting:
      case EventKind::finishing: return;
    }
  }

  // A task keeps its worker, which begins the next one when it has ended.
  void takeWorker(const Event& event) {
    std::optional<std::uint8_t>& worker = workerOf_[event.task];
    if (!worker) {
      std::optional<std::size_t>& task = taskOf_[event.worker];
      if (task && !program_.tasks()[*task].ended) {
        refuseEvent("worker", std::to_string(event.worker), "one without a task: it has " + letterText(*task));
      }
      task = event.task;
      worker = event.worker;
    }
    if (*worker != event.worker)
      refuseEvent("worker", std::to_string(event.worker), std::to_string(*worker) + ", which has the task");
  }

  void takeRefusal(const Event& event) {
    if (!refused_[event.task]) return refuseEvent("", "a refusal", "one after a read that found too little");
    const ObjectId account = event.objects.first();
    const Money amount = changeOf(settings_.program.mode, settings_.program.transactions[event.task].amount, account);
    checkValue(event, *refused_[event.task] + amount);
    refused_[event.task].reset();
    ++refusals_;
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
    const auto what = [&] { return std::string(stepName(step)) + " by " + letterText(event.task); };
    if (!program_.canStep(event.task)) return refuseEvent("", what(), "no step of it there");
    const Program::Taken taken = program_.step(event.task);
    if (taken.outcome == StepOutcome::refused) refused_[event.task] = event.value;
    threw_[event.task] = threw_[event.task] || taken.outcome == StepOutcome::threw;
    if (taken.step != step) return refuseEvent("", what(), std::string(stepName(taken.step)));
    if (taken.objects != event.objects) return refuseEvent("account", "another account", "that of the step");
    // These are recorded by an event of their own.
    const bool recordedNext =
        outcome == StepOutcome::done && (taken.outcome == StepOutcome::refused || taken.outcome == StepOutcome::threw);
    if (taken.outcome != outcome && !recordedNext) refuseEvent("", "that outcome of " + what(), "the other one");
  }

  // 0: the duration is not known, as of a schedule that was replayed.
  void checkTimes() {
    const EventList& events = result_.trace.events;
    if (events.empty() || result_.durationNs == 0 || result_.durationNs >= events.back().timeNs) return;
    refuse("otherData.durationNs", std::to_string(result_.durationNs),
           std::to_string(events.back().timeNs) + " or more, the time of the last event");
  }

  // Each event that was not kept may have counted, too.
  void checkCount(std::string_view name, std::uint64_t given, std::uint64_t recorded) {
    const std::uint64_t most = recorded + result_.trace.dropped;
    if (given >= recorded && given <= most) return;
    const std::string right = std::to_string(recorded) + (most > recorded ? " to " + std::to_string(most) : "");
    refuse("otherData." + std::string(name), std::to_string(given), right + ", as there are events");
  }

  void checkCounts() {
    checkCount("updates", result_.updates, updates_);
    checkCount("exceptions", result_.exceptions, exceptions_);
    checkCount("refusals", result_.refusals, refusals_);
    checkCount("givenUp", result_.givenUp, givenUp_);
    checkCount("linesPrinted", result_.linesPrinted,
               static_cast<std::uint64_t>(std::ranges::count_if(result_.trace.events, prints, &Event::kind)));
  }

  void checkEnd() {
    const auto isDue = [](const std::optional<Money>& refusal) { return refusal.has_value(); };
    if (result_.trace.dropped == 0) {
      if (std::ranges::any_of(refused_, isDue)) refuseEvent("", "the end", "the refusal of the last read");
      if (std::ranges::find(threw_, true) != threw_.end()) refuseEvent("", "the end", "the exception of the last step");
    }
    // Behind its last step a task has a refusal or an exception, and a line.
    const std::uint64_t mostDropped = 2 * settings_.program.transactions.size();
    if (result_.trace.dropped > mostDropped) {
      refuse("otherData.dropped", std::to_string(result_.trace.dropped),
             "0 to " + std::to_string(mostDropped) + ", as no task has a step left");
    }
    const std::string right = listOf(program_.balances());
    if (result_.balances != program_.balances())
      refuse("otherData.balances", listOf(result_.balances), right + ", which the events leave");
    if (result_.balance != program_.balance()) refuse("the balance", std::to_string(result_.balance), "the sum of " + right);
    checkRunEnd();
  }

  void checkRunEnd() {
    if (result_.end == RunEnd::completed && !program_.finished())
      refuse("otherData.end", "\"completed\"", "\"stopped\": a task has steps left");
    if (result_.end != RunEnd::deadlocked) return;
    if (!program_.deadlocked()) return refuse("otherData.end", "\"deadlocked\"", "another: no task waits for ever");
    if (result_.owners != program_.lockOwners()) refuse("otherData.owners", "another owner", "the task that holds the lock");
    if (result_.waiters != program_.tasksInFlight()) refuse("otherData.waiters", "another list", "the tasks that wait");
  }

  const RunResult& result_;
  const RunSettings& settings_;
  Program program_;
  std::vector<std::optional<std::uint8_t>> workerOf_;
  std::vector<std::optional<std::size_t>> taskOf_;  // the newest, of each worker
  std::vector<std::optional<Money>> refused_;       // what the task read; its refusal is still to be recorded
  std::vector<bool> threw_;                         // the task's exception is still to be recorded
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
