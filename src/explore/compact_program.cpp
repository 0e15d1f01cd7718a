#include "explore/compact_program.h"

#include <cstdlib>

namespace interleave {

CompactProgram::CompactProgram(const AccountProgram& program)
    : workers_(static_cast<std::size_t>(program.workers)),
      permits_(static_cast<std::size_t>(program.permits)),
      lock_(program.lock),
      keepsOnException_(interleave::keepsOnException(program.lock)),
      admission_(lockInfo(program.lock).admission),
      locks_(acquires(program.lock)) {
  std::uint64_t updates = 0;
  for (std::size_t task = 0; task < program.transactions.size(); ++task) {
    const Transaction& transaction = program.transactions[task];
    const Script& script = scripts_.emplace_back(scriptOf(program, task));
    const std::size_t length = script.steps.actions.size();
    // A task that throws makes one update, after the updates that it has given up.
    const std::int64_t times = transaction.throws && !givesUp(lock_) ? 1 : transaction.times;
    ends_.push_back(static_cast<Position>(static_cast<std::size_t>(times) * length));
    throws_.push_back(transaction.throws);
    amounts_.push_back(transaction.amount);
    takesOut_.push_back(std::abs(transaction.amount));
    mayRefuse_.push_back(interleave::mayRefuse(program, task));
    readers_.push_back(interleave::readsOnly(program, task));
    refuses_ = refuses_ || mayRefuse_[task];
    // A task that throws goes on at the release, or with a lock by hand ends.
    const std::size_t behind = keepsOnException_ ? length : script.steps.exit;
    const std::size_t skipped = transaction.throws ? behind - std::min(behind, script.firstRead + 1) : 0;
    longest_ += ends_.back() - skipped;
    updates += static_cast<std::uint64_t>(times);
  }
  // Each write can make the copies of all other tasks in flight stale, and each of these then fails once.
  const bool retries = lockInfo(lock_).copyCheck != CopyCheck::none;
  if (retries) longest_ += 2 * updates * (std::min(workers_, tasks()) - 1);
}

CompactProgram::Script CompactProgram::scriptOf(const AccountProgram& program, std::size_t task) {
  Script script{updateSteps(program, task)};
  const std::vector<Action>& actions = script.steps.actions;
  script.length = static_cast<Position>(actions.size());
  const auto read =
      std::ranges::find_if(actions, [](const Action& action) { return action.step == Step::read || action.step == Step::add; });
  script.firstRead = static_cast<std::size_t>(read - actions.begin());
  // How many times each lock is held: a recursive lock is acquired more than once.
  std::vector<int> held(accountsOf(program.mode), 0);
  for (const Action& action : actions) {
    std::uint32_t bits = 0;
    for (std::size_t account = 0; account < held.size(); ++account) {
      if (held[account] > 0) bits |= std::uint32_t{1} << account;
    }
    for (const std::size_t account : action.objects) {
      held[account] += action.step == Step::acquire ? 1 : action.step == Step::release ? -1 : 0;
    }
    script.holds.push_back(bits);
  }
  return script;
}

CompactProgram::Position CompactProgram::after(std::size_t task, Position position, StepOutcome outcome) const {
  const Script& script = scripts_[task];
  const Position length = script.length;
  const Position begin = position - script.offset(position);
  const Position exit = begin + static_cast<Position>(script.steps.exit);
  Position next = position + 1;
  switch (outcome) {
    case StepOutcome::done: break;
    case StepOutcome::refused: next = exit; break;
    case StepOutcome::threw: next = keepsOnException_ ? begin + length : exit; break;
    case StepOutcome::gaveUp: return begin + length;
    case StepOutcome::failed: return position - 1;
  }
  // A task that throws ends with its update; its further updates are skipped.
  return throws_[task] && next == begin + length ? ends_[task] : next;
}

StepOutcome CompactProgram::outcomeOf(std::size_t task, std::span<const Position> positions) const {
  const Position position = positions[task];
  if (throws_[task] && isFirstRead(task, position)) return StepOutcome::threw;
  const bool acquiring = givesUp(lock_) && stepAt(task, position) == Step::acquire;
  return acquiring && !admitted(task, 0, positions) ? StepOutcome::gaveUp : StepOutcome::done;
}

bool CompactProgram::admits(std::size_t task, const Holders& others) const {
  switch (admission_) {
    case Admission::always: return true;
    case Admission::alone:
    case Admission::inTurn: return others.count == 0;
    case Admission::readersTogether: return readers_[task] ? !others.writer : others.count == 0;
    case Admission::permits: return others.count < permits_;
  }
  return true;
}

bool CompactProgram::admitted(std::size_t task, std::size_t account, std::span<const Position> positions) const {
  Holders others;
  for (std::size_t other = 0; other < positions.size(); ++other) {
    // The task may hold a recursive lock already.
    if (other == task || !holdsLock(other, positions[other], account)) continue;
    ++others.count;
    others.writer = others.writer || !readers_[other];
  }
  return admits(task, others);
}

bool CompactProgram::blocked(std::size_t task, std::span<const Position> positions) const {
  const Action& action = actionAt(task, positions[task]);
  if (action.step != Step::acquire || givesUp(lock_)) return false;
  return std::ranges::any_of(action.objects.begin(), action.objects.end(),
                             [&](std::size_t account) { return !admitted(task, account, positions); });
}

void CompactProgram::enabledTasks(std::span<const Position> positions, std::vector<std::size_t>& tasks) const {
  tasks.clear();
  std::size_t inFlight = 0;
  for (std::size_t task = 0; task < positions.size() && inFlight < workers_; ++task) {
    if (positions[task] == ends_[task]) continue;
    ++inFlight;
    if (!blocked(task, positions)) tasks.push_back(task);
  }
}

}  // namespace interleave
