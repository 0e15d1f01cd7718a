#include "explore/causal_run.h"

#include <algorithm>
#include <cassert>

namespace interleave {
namespace {

bool usesLock(Step step) { return step == Step::acquire || step == Step::release; }

bool admitsTask(const StepLabel& label) { return label.admits != StepLabel::kNoTask; }

}  // namespace

bool dependent(const StepLabel& a, const StepLabel& b) {
  if (a.task == b.task || a.admits == b.task || b.admits == a.task) return true;
  if (a.ends && b.ends && (admitsTask(a) || admitsTask(b))) return true;
  if (usesLock(a.step) != usesLock(b.step)) return false;
  return usesLock(a.step) || a.step == Step::write || b.step == Step::write;
}

CausalRun::CausalRun(const AccountProgram& program)
    : program_(program),
      positions_(program_.tasks(), 0),
      copies_(program_.tasks(), 0),
      lastOf_(program_.tasks(), kNone),
      balance_(program.start) {}

std::string CausalRun::schedule() const {
  std::string letters;
  letters.reserve(events_.size());
  for (const Event& event : events_) letters += taskLetter(event.label.task);
  return letters;
}

CompactProgram::Position CausalRun::positionAfter(std::size_t task, CompactProgram::Position position, Money balance) const {
  if (!program_.isFirstRead(task, position)) return program_.after(task, position);
  return program_.after(task, position,
                        program_.throws(task)             ? StepOutcome::threw
                        : program_.refuses(task, balance) ? StepOutcome::refused
                                                          : StepOutcome::done);
}

StepLabel CausalRun::labelAt(std::size_t task, CompactProgram::Position position, Money balance, std::uint32_t ends) const {
  StepLabel label{.task = static_cast<std::uint8_t>(task), .step = program_.stepAt(task, position)};
  label.ends = positionAfter(task, position, balance) == program_.end(task);
  const std::size_t queued = program_.workers() + ends;
  if (label.ends && queued < program_.tasks()) label.admits = static_cast<std::uint8_t>(queued);
  return label;
}

std::optional<StepLabel> CausalRun::next(std::span<const StepLabel> asleep) const {
  std::vector<std::size_t> tasks;
  enabledTasks(tasks);
  for (const std::size_t task : tasks) {
    if (std::ranges::find(asleep, task, &StepLabel::task) == asleep.end()) return next(task);
  }
  return std::nullopt;
}

bool CausalRun::hasNext() const {
  std::vector<std::size_t> tasks;
  enabledTasks(tasks);
  return !tasks.empty();
}

void CausalRun::step(std::size_t task) {
  const auto place = static_cast<std::uint32_t>(events_.size());
  const CompactProgram::Position position = positions_[task];
  const StepLabel label = labelAt(task, position, balance_, ends_);
  events_.push_back({.label = label,
                     .previous = lastOf_[task],
                     .latest = latest_,
                     .position = position,
                     .ends = ends_,
                     .balance = balance_,
                     .copy = copies_[task]});
  keepClock(place);
  positions_[task] = positionAfter(task, position, balance_);
  lastOf_[task] = place;
  switch (label.step) {
    case Step::acquire: latest_.acquire = latest_.lock = place; break;
    case Step::release: latest_.lock = place; break;
    case Step::read: copies_[task] = balance_; break;
    case Step::write:
      balance_ = copies_[task] + program_.amount(task);
      latest_.write = place;
      break;
    default: break;  // plain programs have no other steps
  }
  if (label.ends) ++ends_;
  if (admitsTask(label)) {
    latest_.admission = place;
    lastOf_[label.admits] = place;
  }
}

void CausalRun::undo() {
  const Event& event = events_.back();
  const std::size_t task = event.label.task;
  positions_[task] = event.position;
  copies_[task] = event.copy;
  balance_ = event.balance;
  ends_ = event.ends;
  latest_ = event.latest;
  lastOf_[task] = event.previous;
  if (admitsTask(event.label)) lastOf_[event.label.admits] = kNone;
  events_.pop_back();
  clocks_.resize(events_.size() * program_.tasks());
}

// ---- Happens-before -------------------------------------------------------------------------------

bool CausalRun::happensBefore(Place before, Place after) const {
  const std::size_t task = events_[before].label.task;
  return stepsBefore(after, task) >= stepsBefore(before, task);
}

CausalRun::Causes CausalRun::causesOf(Place place) const {
  const Event& event = events_[place];
  Causes causes;
  causes.add(event.previous);
  // Ends that admit a task are ordered among themselves, so the latest stands for all.
  if (event.label.ends) causes.add(event.latest.admission);
  if (usesLock(event.label.step)) {
    causes.add(event.latest.lock);
    return causes;
  }
  causes.add(event.latest.write);
  if (event.label.step == Step::read) return causes;
  // A write depends on the latest read of each task since the write before.
  const std::size_t since = event.latest.write == kNone ? 0 : event.latest.write + std::size_t{1};
  std::uint32_t seen = 0;
  for (std::size_t before = place; before-- > since;) {
    const std::uint32_t bit = std::uint32_t{1} << events_[before].label.task;
    if (events_[before].label.step != Step::read || (seen & bit) != 0) continue;
    seen |= bit;
    causes.add(static_cast<std::uint32_t>(before));
  }
  return causes;
}

void CausalRun::keepClock(Place place) {
  const std::size_t tasks = program_.tasks();
  clocks_.resize((place + 1) * tasks, 0);
  const auto clock = std::span(clocks_).last(tasks);
  for (const std::uint32_t cause : causesOf(place)) {
    const auto other = std::span(clocks_).subspan(cause * tasks, tasks);
    for (std::size_t task = 0; task < tasks; ++task) clock[task] = std::max(clock[task], other[task]);
  }
  ++clock[events_[place].label.task];
}

// ---- Races ----------------------------------------------------------------------------------------

void CausalRun::races(std::vector<Race>& found) const {
  found.clear();
  for (Place second = 0; second < events_.size(); ++second) racesOf(second, found);
  if (!finished()) racesOfWaiting(found);
}

void CausalRun::racesOf(Place second, std::vector<Race>& found) const {
  const Event& event = events_[second];
  if (event.label.step == Step::acquire) {
    const std::uint32_t first = event.latest.acquire;
    if (first == kNone || events_[first].label.task == event.label.task) return;
    if (event.previous != kNone && happensBefore(first, event.previous)) return;
    found.push_back({first, event.label.task, event.position});
    return;
  }
  const Causes causes = causesOf(second);
  for (const std::uint32_t first : causes) {
    // The end that admitted the task cannot come after its first step.
    if (first == event.previous || events_[first].label.task == event.label.task) continue;
    const bool direct =
        std::ranges::none_of(causes, [&](std::uint32_t between) { return between > first && happensBefore(first, between); });
    if (direct) found.push_back({first, event.label.task, event.position});
  }
}

void CausalRun::racesOfWaiting(std::vector<Race>& found) const {
  const std::uint32_t first = latest_.acquire;
  assert(first != kNone);
  std::size_t inFlight = 0;
  for (std::size_t task = 0; task < program_.tasks() && inFlight < program_.workers(); ++task) {
    if (positions_[task] == program_.end(task)) continue;
    ++inFlight;
    if (lastOf_[task] != kNone && happensBefore(first, lastOf_[task])) continue;
    found.push_back({first, task, positions_[task]});
  }
}

void CausalRun::reversal(const Race& race, std::vector<StepLabel>& sequence) const {
  sequence.clear();
  std::uint32_t ends = events_[race.first].ends;
  for (Place place = race.first + 1; place < events_.size(); ++place) {
    if (happensBefore(race.first, place)) continue;
    const StepLabel& label = events_[place].label;
    // Every write depends on the first step of the race, so the balance is what it was there.
    assert(label.step != Step::write);
    sequence.push_back(label);
    if (label.ends) ++ends;
  }
  sequence.push_back(labelAt(race.task, race.position, events_[race.first].balance, ends));
}

}  // namespace interleave
