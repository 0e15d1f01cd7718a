#include "trace/explanation.h"

#include <algorithm>
#include <iterator>

#include "text/format.h"
#include "trace/names.h"
#include "trace/verdict.h"

namespace interleave {
namespace {

std::string listOf(const AccountProgram& program, const std::vector<std::size_t>& tasks) {
  std::string text;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    if (i > 0) text += i + 1 == tasks.size() ? " and " : ", ";
    text += nameOf(program, tasks[i]);
  }
  return text;
}

// The change that an event's update makes to the event's account.
Money changeMade(const RunResult& result, const Event& event) {
  return changeOf(result.settings.program.mode, result.settings.program.transactions[event.task].amount, event.objects.first());
}

// " in the first account"; nothing where there is but one.
std::string accountOf(const RunResult& result, const Event& event) {
  if (result.settings.program.mode == Mode::account) return "";
  return " in the " + ordinalOf(event.objects.first()) + " account";
}

std::string explainOneLost(const RunResult& result, const LostUpdate& update) {
  const Event& lost = result.trace.events[update.write];
  const Event& by = result.trace.events[update.by];
  const std::string loser = capitalized(nameOf(result.settings.program, by.task));
  const std::string amount = formatSigned(changeMade(result, lost)) + accountOf(result, lost);
  return loser + " read " + formatNumber(result.trace.events[update.read].value) + " before " +
         nameOf(result.settings.program, lost.task) + " wrote " + formatNumber(lost.value) + ": " + amount + " was lost.";
}

std::string explainLost(const RunResult& result) {
  std::string text = explainOneLost(result, result.lost.front());
  if (const std::size_t more = result.lost.size() - 1; more > 0) {
    text += " " + formatCount(more, "more update") + (more == 1 ? " was" : " were") + " lost.";
  }
  if (result.trace.dropped > 0) text += " Later losses were not recorded.";
  return text;
}

std::string explainDeadlock(const RunResult& result) {
  const auto ownerOf = [&](std::size_t account) {
    return result.owners[account] ? nameOf(result.settings.program, *result.owners[account]) : std::string("nobody");
  };
  if (result.settings.program.mode == Mode::transfer && result.exceptions == 0) {
    return "Deadlock: " + ownerOf(0) + " holds the first lock and waits for the second, " + ownerOf(1) +
           " holds the second and waits for the first.";
  }
  const std::string waiters = capitalized(listOf(result.settings.program, result.waiters));
  const std::string wait = result.waiters.size() == 1 ? " waits" : " wait";
  const std::string owner = ownerOf(0);
  return "Deadlock: " + owner + " raised an exception while it held the lock and never released it. " + waiters + wait +
         " for ever.";
}

std::string explainRefusal(const RunResult& result) {
  const auto& events = result.trace.events;
  const auto refused = std::ranges::find(events, EventKind::refused, &Event::kind);
  if (refused == events.end()) return formatCount(result.refusals, "overdraft") + " refused.";
  const Money amount = changeMade(result, *refused);
  std::string text = capitalized(nameOf(result.settings.program, refused->task)) + " read " +
                     formatNumber(refused->value - amount) + ", too little for " + formatSigned(amount) + ", and was refused.";
  if (result.refusals > 1) {
    text += " " + formatCount(result.refusals - 1, "more overdraft") + " refused.";
  }
  return text;
}

std::string explainException(const RunResult& result) {
  const auto& events = result.trace.events;
  const auto thrown = std::ranges::find(events, EventKind::thrown, &Event::kind);
  const std::string who = thrown == events.end() ? "A task" : capitalized(nameOf(result.settings.program, thrown->task));
  const LockKind lock = result.settings.program.lock;
  if (keepsOnException(lock)) {
    return who + " raised an exception while it held the lock, which is held still; no thread was left to wait for it.";
  }
  if (acquires(lock)) return who + " raised an exception inside the lock, and the context manager released it.";
  const bool added = lockInfo(lock).form == UpdateForm::added && thrown != events.end() && thrown != events.begin() &&
                     std::prev(thrown)->kind == EventKind::added;
  return who + " raised an exception " + (added ? "after it had added" : "before it wrote") + "; there was no lock to release.";
}

std::string explainGivenUp(const RunResult& result) {
  const auto& events = result.trace.events;
  const auto gaveUp = std::ranges::find(events, EventKind::gaveUp, &Event::kind);
  if (gaveUp == events.end()) return formatCount(result.givenUp, "update") + " given up.";
  const Money amount = result.settings.program.transactions[gaveUp->task].amount;
  std::string text = capitalized(nameOf(result.settings.program, gaveUp->task)) +
                     " waited for the lock for too long and gave up: " + formatSigned(amount) + " was not made.";
  if (result.givenUp > 1) text += " " + formatCount(result.givenUp - 1, "more update") + " given up.";
  return text;
}

bool overdrawn(const RunResult& result) {
  return result.settings.program.start >= 0 && std::ranges::any_of(result.trace.events, [](const Event& event) {
           return writesBalance(event.kind) && event.value < 0;
         });
}

// Why nothing was lost.
std::string explainSafety(const RunResult& result) {
  if (mayLoseUpdates(result.settings.program)) {
    return result.lost.empty() ? "No update was lost this time, but nothing guarantees that."
                               : "An update of 0 was overwritten: this time nothing was lost, but nothing guarantees that.";
  }
  switch (lockInfo(result.settings.program.lock).form) {
    case UpdateForm::added: return "Each addition was one step that nothing could come into: no update was lost.";
    case UpdateForm::swapped: {
      const auto retries = std::ranges::count(result.trace.events, EventKind::retry, &Event::kind);
      if (retries == 0) return "Each thread found its copy still good when it wrote: no update was lost.";
      return formatCount(static_cast<std::uint64_t>(retries), "copy was", "copies were") +
             " stale and read again before writing: no update was lost.";
    }
    default: return "Each thread waited for the lock before it read: no update was lost.";
  }
}

std::string explainSuccess(const RunResult& result) {
  std::string text;
  if (result.settings.program.workers == 1 || result.settings.program.transactions.size() == 1) {
    text = "One thread did one update after another: no race is possible.";
  } else {
    text = explainSafety(result);
  }
  if (overdrawn(result)) text += " On the way the account was overdrawn.";
  return text;
}

std::string lockOf(const RunResult& result, const Event& event) {
  if (result.settings.program.mode == Mode::account) return "the lock";
  if (event.objects.size() == 1) return "the " + ordinalOf(event.objects.first()) + " lock";
  return event.objects.size() == 2 ? "both locks" : formatCount(event.objects.size(), "lock");
}

bool throwsNext(const EventList& events, std::size_t step) {
  return step + 1 < events.size() && events[step + 1].kind == EventKind::thrown;
}

// `step` is an event of the result's trace that is a step.
std::string explainStep(const RunResult& result, std::size_t step) {
  const auto& events = result.trace.events;
  const Event& event = events[step];
  const std::string who = capitalized(nameOf(result.settings.program, event.task));
  switch (event.kind) {
    case EventKind::acquired: return who + " acquired " + lockOf(result, event) + ".";
    case EventKind::released: return who + " released " + lockOf(result, event) + ".";
    case EventKind::checked: return who + " saw that the lock is free.";
    case EventKind::ticket: return who + " drew number " + formatNumber(event.value) + ".";
    case EventKind::gaveUp: return who + " found the lock held and gave up.";
    case EventKind::added:
      return who + " added " + formatSigned(result.settings.program.transactions[event.task].amount) + ": the balance is " +
             formatNumber(event.value) + (throwsNext(events, step) ? ", and raised an exception." : ".");
    case EventKind::retry: return who + " found that its copy is stale, and starts again.";
    case EventKind::swapped: return who + " found its copy still good and wrote " + formatNumber(event.value) + ".";
    case EventKind::read: {
      // The outcome of a read is recorded right behind it.
      const EventKind next = step + 1 < events.size() ? events[step + 1].kind : EventKind::read;
      const std::string read = who + " read " + formatNumber(event.value);
      if (next == EventKind::thrown) return read + " and raised an exception.";
      if (next != EventKind::refused) return read + ".";
      return read + ", too little for " + formatSigned(changeMade(result, event)) + ", and was refused.";
    }
    default: break;
  }
  const auto lost = std::ranges::find(result.lost, step, &LostUpdate::by);
  return lost == result.lost.end() ? who + " wrote " + formatNumber(event.value) + "." : explainOneLost(result, *lost);
}

std::string explainSoFar(const RunResult& result) {
  const auto& events = result.trace.events;
  std::size_t step = events.size();
  while (step > 0 && !isStep(events[step - 1].kind)) --step;
  if (step == 0) return "No thread has taken a step yet.";
  --step;
  std::string text = "Step " + formatNumber(events[step].timeNs) + ": " + explainStep(result, step);
  const std::size_t lost = result.lost.size();
  if (lost > 1 || (lost == 1 && result.lost.front().by != step)) {
    text += " " + formatCount(lost, "update") + (lost == 1 ? " is" : " are") + " lost so far.";
  }
  return text;
}

// Nothing was lost or refused, and still the ending is another: in list order an overdraft would have been refused.
std::string explainOrder() {
  return "No update was lost, but in list order an overdraft would have been refused: the threads went in "
         "another order, and nothing guarantees which goes first.";
}

std::string explainCompleted(const RunResult& result) {
  const Verdict verdict = verdictOf(result);
  if (verdict == Verdict::unjudged) {
    return "What was not recorded cannot be judged: whether updates were lost is not known.";
  }
  const bool lost = verdict == Verdict::chance || (verdict == Verdict::wrong && mayLoseUpdates(result.settings.program));
  if (lost && result.lost.empty()) return "Updates were lost after the part of the run that was recorded.";
  if (lost) return explainLost(result);
  if (result.givenUp > 0) return explainGivenUp(result);
  if (result.refusals > 0) return explainRefusal(result);
  if (verdict == Verdict::order) return explainOrder();
  if (result.exceptions > 0) return explainException(result);
  return explainSuccess(result);
}

}  // namespace

std::string explain(const RunResult& result) {
  switch (result.end) {
    case RunEnd::stopped:
      if (result.replayed) return explainSoFar(result);
      return result.scheduleEnded ? "The schedule ends here, before the program does." : "The run was stopped before it ended.";
    case RunEnd::deadlocked: return explainDeadlock(result);
    case RunEnd::completed: break;
  }
  std::string text = explainCompleted(result);
  if (!result.expected) text += " Nothing is expected: one after another in list order, the tasks deadlock.";
  return text;
}

std::string describe(const Event& event) {
  switch (event.kind) {
    case EventKind::read: return "read " + formatNumber(event.value);
    case EventKind::write: return "wrote " + formatNumber(event.value);
    case EventKind::refused: return "refused: " + formatNumber(event.value) + " would be below 0";
    case EventKind::thrown: return "raised an exception";
    case EventKind::added: return "added in one step: " + formatNumber(event.value);
    case EventKind::swapped: return "found its copy good and wrote " + formatNumber(event.value);
    case EventKind::retry: return "found its copy stale: the balance is " + formatNumber(event.value);
    case EventKind::checked: return "saw the lock free";
    case EventKind::ticket: return "drew number " + formatNumber(event.value);
    case EventKind::gaveUp: return "gave up waiting for the lock";
    case EventKind::waiting: return "waits for the lock";
    case EventKind::acquired: return "acquired the lock";
    case EventKind::released: return "released the lock";
    case EventKind::updating: return "began an update";
    case EventKind::finishing: return "finished its update";
  }
  return {};
}

}  // namespace interleave
