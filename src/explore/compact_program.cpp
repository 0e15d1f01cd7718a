#include "explore/compact_program.h"

namespace interleave {

static_assert(static_cast<int>(Step::acquire) == 0 && static_cast<int>(Step::read) == 1 &&
              static_cast<int>(Step::write) == 2 && static_cast<int>(Step::release) == 3);

CompactProgram::CompactProgram(const Settings& settings)
    : workers_(static_cast<std::size_t>(settings.workers)), lock_(settings.lock) {
  for (const Transaction& transaction : settings.transactions) {
    const std::int64_t updates = transaction.throws ? 1 : transaction.times;
    ends_.push_back(static_cast<Position>(updates * (locks() ? 4 : 2)));
    throws_.push_back(transaction.throws);
    amounts_.push_back(transaction.amount);
    const bool mayRefuse = settings.overdraft == Overdraft::refuse && transaction.amount < 0 && !transaction.throws;
    refuses_ = refuses_ || mayRefuse;
    // A task that throws skips its write, and by hand also its release.
    const Position skipped = !transaction.throws ? 0 : lock_ == LockKind::manual ? 2 : 1;
    longest_ += ends_.back() - skipped;
  }
}

CompactProgram::Position CompactProgram::after(std::size_t task, Position position, bool refused) const {
  if (stepAt(position) != Step::read) return position + 1;
  if (throws_[task]) return lock_ == LockKind::scoped ? position + 2 : ends_[task];
  return refused ? position + 2 : position + 1;
}

void CompactProgram::steppers(std::span<const Position> positions, std::vector<std::size_t>& tasks) const {
  tasks.clear();
  bool locked = false;
  for (std::size_t task = 0; task < positions.size(); ++task) locked = locked || holdsLock(task, positions[task]);
  std::size_t inFlight = 0;
  for (std::size_t task = 0; task < positions.size() && inFlight < workers_; ++task) {
    if (positions[task] == ends_[task]) continue;
    ++inFlight;
    const bool blocked = locked && stepAt(positions[task]) == Step::acquire;
    if (!blocked) tasks.push_back(task);
  }
}

}  // namespace interleave
