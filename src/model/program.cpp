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
  }
  return "";
}

Program::Program(const Settings& settings)
    : transactions_(settings.transactions),
      tasks_(settings.transactions.size()),
      workers_(static_cast<std::size_t>(settings.workers)),
      lock_(settings.lock),
      overdraft_(settings.overdraft),
      balance_(settings.start),
      unfinished_(settings.transactions.size()) {
  for (std::size_t task = 0; task < tasks_.size(); ++task) {
    tasks_[task].updatesLeft = transactions_[task].times;
    tasks_[task].next = lock_ == LockKind::none ? Step::read : Step::acquire;
  }
}

bool Program::inFlight(std::size_t task) const {
  if (task >= tasks_.size() || tasks_[task].ended) return false;
  const auto ahead = std::count_if(tasks_.begin(), tasks_.begin() + static_cast<std::ptrdiff_t>(task),
                                   [](const Task& other) { return !other.ended; });
  return static_cast<std::size_t>(ahead) < workers_;
}

bool Program::canStep(std::size_t task) const {
  return inFlight(task) && !(tasks_[task].next == Step::acquire && owner_);
}

bool Program::deadlocked() const {
  if (finished()) return false;
  for (std::size_t task = 0; task < tasks_.size(); ++task) {
    if (canStep(task)) return false;
  }
  return true;
}

Step Program::step(std::size_t task) {
  assert(canStep(task));
  const Step taken = tasks_[task].next;
  switch (taken) {
    case Step::acquire:
      owner_ = task;
      tasks_[task].next = Step::read;
      break;
    case Step::read:
      readBalance(task);
      break;
    case Step::write:
      balance_ = tasks_[task].copy + transactions_[task].amount;
      endUpdate(task);
      break;
    case Step::release:
      owner_.reset();
      if (transactions_[task].throws) {
        endTask(task);
      } else {
        tasks_[task].next = Step::acquire;
        if (--tasks_[task].updatesLeft == 0) endTask(task);
      }
      break;
  }
  return taken;
}

void Program::readBalance(std::size_t task) {
  const Transaction& transaction = transactions_[task];
  tasks_[task].copy = balance_;
  if (transaction.throws) {
    // Only the context manager releases on the way out of an exception.
    if (lock_ == LockKind::scoped) {
      tasks_[task].next = Step::release;
    } else {
      endTask(task);
    }
    return;
  }
  const bool refused = overdraft_ == Overdraft::refuse && transaction.amount < 0 &&
                       balance_ + transaction.amount < 0;
  if (refused) {
    ++refusals_;
    endUpdate(task);
  } else {
    tasks_[task].next = Step::write;
  }
}

// After the write, or after a refusal: a lock is still released.
void Program::endUpdate(std::size_t task) {
  if (lock_ != LockKind::none) {
    tasks_[task].next = Step::release;
    return;
  }
  tasks_[task].next = Step::read;
  if (--tasks_[task].updatesLeft == 0) endTask(task);
}

void Program::endTask(std::size_t task) {
  tasks_[task].ended = true;
  --unfinished_;
}

std::size_t possiblePrefix(const Settings& settings, std::string_view schedule) {
  Program program(settings);
  std::size_t taken = 0;
  for (const char letter : schedule) {
    const auto task = static_cast<std::size_t>(letter - 'A');
    if (letter < 'A' || !program.canStep(task)) break;
    program.step(task);
    ++taken;
  }
  return taken;
}

}  // namespace interleave
