#include "model/program.h"

#include <algorithm>
#include <cassert>

namespace interleave {
std::string_view stepName(Step step) {
  switch (step) {
    case Step::acquire: return "acquire";
    case Step::read: return "read";
    case Step::write: return "write";
    case Step::release: return "release";
    case Step::check: return "check";
    case Step::ticket: return "ticket";
    case Step::add: return "add";
    case Step::swap: return "swap";
  }
  return "";
}

Program::Program(const AccountProgram& program)
    : transactions_(program.transactions),
      tasks_(program.transactions.size()),
      workers_(static_cast<std::size_t>(program.workers)),
      lock_(program.lock),
      mode_(program.mode),
      permits_(static_cast<std::size_t>(program.permits)),
      balances_(accountsOf(program.mode), program.start),
      holders_(balances_.size()),
      unfinished_(program.transactions.size()),
      due_(balance()) {
  for (std::size_t task = 0; task < tasks_.size(); ++task) {
    steps_.push_back(updateSteps(program, task));
    const std::vector<Action>& actions = steps_.back().actions;
    firstRead_.push_back(static_cast<std::size_t>(std::ranges::find(actions, Step::read, &Action::step) - actions.begin()));
    checks_.push_back(checksOverdraft(program, task));
    readers_.push_back(readsOnly(program, task));
    tasks_[task].updatesLeft = transactions_[task].times;
    standAt(task, 0);
  }
}

void Program::standAt(std::size_t task, std::size_t at) {
  const Action& action = steps_[task].actions[at];
  tasks_[task].at = at;
  tasks_[task].next = action.step;
  tasks_[task].objects = action.objects;
}

std::vector<std::optional<std::size_t>> Program::lockOwners() const {
  std::vector<std::optional<std::size_t>> owners;
  for (const std::vector<std::size_t>& holders : holders_) {
    owners.push_back(holders.empty() ? std::nullopt : std::optional(holders.front()));
  }
  return owners;
}

std::optional<std::size_t> Program::lockOwner() const {
  for (const std::vector<std::size_t>& holders : holders_) {
    if (!holders.empty()) return holders.front();
  }
  return std::nullopt;
}

FinalState Program::finalState(const EndParts& parts) const {
  FinalState state{balance()};
  if (parts.due) state.due = due_;
  state.lost = parts.lost && lost_;
  state.gaveUp = parts.gaveUp && givenUp_ > 0;
  return state;
}

bool Program::inFlight(std::size_t task) const {
  if (task >= tasks_.size() || tasks_[task].ended) return false;
  const auto ahead = std::count_if(tasks_.begin(), tasks_.begin() + static_cast<std::ptrdiff_t>(task),
                                   [](const Task& other) { return !other.ended; });
  return static_cast<std::size_t>(ahead) < workers_;
}

std::vector<std::size_t> Program::tasksInFlight() const {
  std::vector<std::size_t> tasks;
  for (std::size_t task = 0; task < tasks_.size(); ++task) {
    if (inFlight(task)) tasks.push_back(task);
  }
  return tasks;
}

bool Program::admits(std::size_t account, std::size_t task) const {
  const std::vector<std::size_t>& holders = holders_[account];
  const auto others = [&](std::size_t holder) { return holder != task; };
  switch (lockInfo(lock_).admission) {
    case Admission::always: return true;
    case Admission::alone: return std::ranges::none_of(holders, others);
    case Admission::readersTogether:
      return readers_[task] ? std::ranges::all_of(holders, [&](std::size_t holder) { return readers_[holder]; })
                            : holders.empty();
    case Admission::permits: return holders.size() < permits_;
    case Admission::inTurn: return tasks_[task].ticket == serving_;
  }
  return true;
}

// Blocked by a lock at its next step.
bool Program::blockedByLock(std::size_t task) const {
  const Task& each = tasks_[task];
  if (each.next == Step::check) return flagTaken_;
  if (each.next != Step::acquire) return false;
  return std::ranges::any_of(each.objects.begin(), each.objects.end(),
                             [&](std::size_t account) { return !admits(account, task); });
}

std::size_t Program::waitsFor(std::size_t task) const {
  const Task& each = tasks_[task];
  for (const std::size_t account : each.objects) {
    if (!holders_[account].empty()) return holders_[account].front();
  }
  // No task holds the lock: it waits for the task with the ticket that is being served.
  for (std::size_t other = 0; other < tasks_.size(); ++other) {
    const bool drawn = inFlight(other) && tasks_[other].at > 0;
    if (drawn && tasks_[other].ticket == serving_) return other;
  }
  return task;
}

bool Program::deadlocked() const {
  if (finished()) return false;
  for (std::size_t task = 0; task < tasks_.size(); ++task) {
    if (canStep(task)) return false;
  }
  return true;
}

Program::Taken Program::step(std::size_t task) {
  assert(canStep(task));
  Taken taken{tasks_[task].next, tasks_[task].objects, StepOutcome::done, false};
  taken.outcome = take(task);
  taken.updateOver = goOn(task, taken.outcome);
  return taken;
}

StepOutcome Program::take(std::size_t task) {
  Task& each = tasks_[task];
  switch (each.next) {
    case Step::acquire:
      if (givesUp(lock_) && blockedByLock(task)) {
        ++givenUp_;
        return StepOutcome::gaveUp;
      }
      hold(task);
      break;
    case Step::release: letGo(task); break;
    case Step::read: return read(task);
    case Step::write:
      lost_ = lost_ || each.stale;
      store(task, each.copy + changeOf(mode_, transactions_[task].amount, each.objects.first()));
      break;
    case Step::check: break;
    case Step::ticket: each.ticket = nextTicket_++; break;
    case Step::add:
      store(task, balances_[0] + transactions_[task].amount);
      return transactions_[task].throws ? StepOutcome::threw : StepOutcome::done;
    case Step::swap: {
      const bool good = lockInfo(lock_).copyCheck == CopyCheck::value ? balances_[0] == each.copy : !each.stale;
      if (!good) return StepOutcome::failed;
      store(task, each.copy + transactions_[task].amount);
      break;
    }
  }
  return StepOutcome::done;
}

StepOutcome Program::read(std::size_t task) {
  Task& each = tasks_[task];
  const ObjectId account = each.objects.first();
  const Money amount = transactions_[task].amount;
  each.copy = balances_[account];
  each.stale = false;
  if (each.at != firstRead_[task]) return StepOutcome::done;
  if (transactions_[task].throws) return StepOutcome::threw;
  if (!checks_[task] || each.copy + changeOf(mode_, amount, account) >= 0) return StepOutcome::done;
  ++refusals_;
  return StepOutcome::refused;
}

void Program::store(std::size_t task, Money balance) {
  const ObjectId account = tasks_[task].objects.first();
  balances_[account] = balance;
  due_ += changeOf(mode_, transactions_[task].amount, account);
  for (std::size_t other = 0; other < tasks_.size(); ++other) {
    if (other != task && tasks_[other].objects == account) tasks_[other].stale = true;
  }
}

void Program::hold(std::size_t task) {
  for (const std::size_t account : tasks_[task].objects) holders_[account].push_back(task);
  flagTaken_ = true;
}

void Program::letGo(std::size_t task) {
  for (const std::size_t account : tasks_[task].objects) {
    std::vector<std::size_t>& holders = holders_[account];
    holders.erase(std::ranges::find(holders, task));
  }
  flagTaken_ = false;
  ++serving_;
}

// Returns whether an update has ended, other than by an exception.
bool Program::goOn(std::size_t task, StepOutcome outcome) {
  Task& each = tasks_[task];
  const std::size_t length = steps_[task].actions.size();
  std::size_t next = each.at + 1;
  switch (outcome) {
    case StepOutcome::done: break;
    case StepOutcome::refused: next = steps_[task].exit; break;
    // Only a lock by hand is still held after an exception.
    case StepOutcome::threw: next = keepsOnException(lock_) ? length : steps_[task].exit; break;
    case StepOutcome::gaveUp: next = length; break;
    case StepOutcome::failed: next = each.at - 1; break;
  }
  if (next < length) {
    standAt(task, next);
    return false;
  }
  const bool throws = transactions_[task].throws && outcome != StepOutcome::gaveUp;
  if (throws || --each.updatesLeft == 0) {
    endTask(task);
  } else {
    standAt(task, 0);
  }
  return !throws;
}

void Program::endTask(std::size_t task) {
  tasks_[task].ended = true;
  --unfinished_;
}

std::size_t possiblePrefix(const AccountProgram& source, std::string_view schedule) {
  Program program(source);
  std::size_t taken = 0;
  for (const char letter : schedule) {
    const std::size_t task = taskOf(letter);
    if (!program.canStep(task)) break;
    program.step(task);
    ++taken;
  }
  return taken;
}

}  // namespace interleave
