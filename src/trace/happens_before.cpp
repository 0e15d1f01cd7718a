#include "trace/happens_before.h"

#include <algorithm>

#include "text/format.h"
#include "trace/names.h"

namespace interleave {
namespace {

void join(auto& clock, const auto& other) {
  for (std::size_t i = 0; i < clock.size(); ++i) clock[i] = std::max(clock[i], other[i]);
}

}  // namespace

RaceDetector::RaceDetector(const AccountProgram& program)
    : workers_(static_cast<std::size_t>(program.workers)),
      orders_(lockInfo(program.lock).admission != Admission::always),
      inside_(lockInfo(program.lock).copyCheck == CopyCheck::version),
      atomic_(lockInfo(program.lock).form == UpdateForm::added || lockInfo(program.lock).copyCheck == CopyCheck::value),
      locks_(accountsOf(program.mode)),
      variables_(accountsOf(program.mode)) {
  for (std::size_t task = 0; task < program.transactions.size(); ++task) {
    shares_[task] = readsOnly(program, task);
  }
  // Clocks begin at 1, so that a thread's accesses before its first release are later than what other threads know of it.
  for (std::size_t worker = 0; worker < clocks_.size(); ++worker) clocks_[worker][worker] = 1;
}

void RaceDetector::add(const Event& event) {
  follow(event);
  ++events_;
}

void RaceDetector::follow(const Event& event) {
  if (orders_ && event.kind == EventKind::acquired) acquire(event);
  if (orders_ && event.kind == EventKind::released) release(event);
  if (!readsBalance(event.kind) && !writesBalance(event.kind)) return;
  // Checks the version, and changes the balance if it is still the same, under a lock that is held only for that.
  if (inside_) enter(event.worker, locks_[event.objects.first()].released);
  access(event, writesBalance(event.kind));
  if (inside_) release(event);
}

void RaceDetector::enter(std::uint8_t worker, const Clock& lock) { join(clocks_[worker], lock); }

void RaceDetector::acquire(const Event& event) {
  for (const std::size_t account : event.objects) {
    enter(event.worker, locks_[account].released);
    if (!shares_[event.task]) enter(event.worker, locks_[account].readReleased);
  }
}

void RaceDetector::release(const Event& event) {
  Clock& mine = clocks_[event.worker];
  for (const std::size_t account : event.objects) {
    // Several threads may hold a semaphore, so the release of each counts, not only the latest.
    join(shares_[event.task] ? locks_[account].readReleased : locks_[account].released, mine);
  }
  ++mine[event.worker];
}

void RaceDetector::access(const Event& event, bool writes) {
  ++accesses_;
  Variable& variable = variables_[event.objects.first()];
  if (!variable.worker) variable.worker = event.worker;
  shared_ = shared_ || *variable.worker != event.worker;
  if (atomic_) return;
  auto race = racing(variable.writes, event.worker);
  if (!race && writes) race = racing(variable.reads, event.worker);
  if (race) {
    ++races_;
    if (!first_) first_ = DataRace{static_cast<std::size_t>(*race), static_cast<std::size_t>(events_)};
  }
  Accesses& mine = writes ? variable.writes : variable.reads;
  mine.clocks[event.worker] = clocks_[event.worker][event.worker];
  mine.events[event.worker] = events_;
}

// The latest of these accesses that nothing orders before one by that worker.
std::optional<std::uint64_t> RaceDetector::racing(const Accesses& before, std::uint8_t worker) const {
  std::optional<std::uint64_t> latest;
  for (std::size_t other = 0; other < workers_; ++other) {
    const bool ordered = before.clocks[other] <= clocks_[worker][other];
    if (!ordered && (!latest || before.events[other] > *latest)) latest = before.events[other];
  }
  return latest;
}

namespace {

// "the deposit's write of 150"
std::string nameOf(const AccountProgram& program, const Event& event) {
  return nameOf(program, event.task) + (writesBalance(event.kind) ? "'s write of " : "'s read of ") + formatNumber(event.value);
}

}  // namespace

std::string describe(const RaceDetector& detector, const AccountProgram& program, const EventList& events) {
  if (detector.accesses() == 0) return "Nobody has accessed the balance yet.";
  if (!detector.shared()) return "No balance was accessed by more than one thread: there is nothing to race with.";
  if (const auto& race = detector.first()) {
    std::string text = "Data race: nothing orders " + nameOf(program, events[race->first]) + " and " +
                       nameOf(program, events[race->second]) + ".";
    if (detector.races() > 1) text += " " + formatCount(detector.races(), "access", "accesses") + " race in all.";
    return text;
  }
  const LockInfo& lock = lockInfo(program.lock);
  if (lock.admission != Admission::always)
    return "No data race: every two accesses of different threads are ordered by the lock.";
  if (lock.copyCheck == CopyCheck::version) return "No data race: the lock around each look at the version orders all accesses.";
  const bool atomic = lock.form == UpdateForm::added || lock.form == UpdateForm::swapped;
  return atomic ? "No data race: every access to the balance is atomic."
                : "No data race this time: no thread wrote what another one accessed.";
}

}  // namespace interleave
