#include "explore/program_run.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "explore/letter_rank.h"

namespace interleave {

using program::AgentId;

ProgramRun::ProgramRun(std::shared_ptr<const program::Program> program, bool output)
    : steps_(std::move(program), output), states_{steps_.start()}, clocks_{std::vector<Clock>(machine().agents())} {}

std::string ProgramRun::schedule() const {
  std::string letters;
  for (const Event& event : events_) letters += letterOfRank(event.label.task);
  return letters;
}

std::optional<ProgramLabel> ProgramRun::next(std::span<const Label> asleep) {
  for (std::size_t task = 0; task < program::kMaxAgents; ++task) {
    if (std::ranges::find(asleep, task, &Label::task) != asleep.end()) continue;
    if (const auto* const step = steps_.stepOf(*states_.back(), task)) return step->label;
  }
  return std::nullopt;
}

void ProgramRun::step(std::size_t task) {
  steps_.forgetIfMany(states_);
  const ProgramSteps::Step* const step = steps_.stepOf(*states_.back(), task);
  assert(step);
  const AgentId agent = agentOfRank(static_cast<LetterRank>(task));
  std::vector<Clock> clocks = clocks_.back();
  clocks.resize(step->to->now.machine.agents());
  Event event{.label = step->label, .clock = clocks[agent], .changes = {}, .probes = {}};
  joinTouching(event.clock, *event.label.footprint);
  ++event.clock[task];
  clocks[agent] = event.clock;
  events_.push_back(std::move(event));
  states_.push_back(step->to);
  clocks_.push_back(std::move(clocks));
  for (const Effect& effect : step->effects) follow(effect);
}

void ProgramRun::undo() {
  events_.pop_back();
  states_.pop_back();
  clocks_.pop_back();
}

// ---- Happens-before -----------------------------------------------------------------------------------

void ProgramRun::join(Clock& clock, const Clock& other) {
  for (std::size_t i = 0; i < clock.size(); ++i) clock[i] = std::max(clock[i], other[i]);
}

// All steps and changes so far that what has this footprint depends on.
void ProgramRun::joinTouching(Clock& clock, const Footprint& footprint) const {
  for (std::size_t place = events_.size(); place-- > 0;) {
    const Event& event = events_[place];
    if (!happensBefore(place, clock) && touch(*event.label.footprint, footprint)) join(clock, event.clock);
    for (const Change& change : event.changes) {
      if (touch(*change.footprint, footprint)) join(clock, change.clock);
    }
  }
}

void ProgramRun::follow(const Effect& effect) {
  using What = Effect::What;
  Clock& clock = clocks_.back()[effect.agent];
  switch (effect.what) {
    case What::looks: followLook(effect); break;
    case What::changes:
      followLook(effect);
      events_.back().changes.push_back({effect.footprint, clock});
      break;
    case What::alone: followAlone(effect); break;
    case What::joins: join(clock, clocks_.back()[effect.other]); break;
    case What::makes: clocks_.back()[effect.other] = clock; break;
    case What::wakes:
    case What::begins: join(clock, events_.back().clock); break;
  }
}

// What an agent goes on with by itself depends on what it finds. Before a step that has changed that, it might have stood before a step.
void ProgramRun::followLook(const Effect& effect) {
  Clock& clock = clocks_.back()[effect.agent];
  const Clock before = clock;
  joinTouching(clock, *effect.footprint);
  if (clock == before) return;
  events_.back().probes.push_back({rankOf(effect.agent), effect.footprint, before, events_.size(), events_.size(), false});
}

// Main would have stood before a step while another agent had not ended.
void ProgramRun::followAlone(const Effect& effect) {
  Clock& clock = clocks_.back()[effect.agent];
  events_.back().probes.push_back({rankOf(effect.agent), effect.footprint, clock, events_.size(), events_.size(), true});
  for (const Clock& other : clocks_.back()) join(clock, other);
}

// ---- Races ----------------------------------------------------------------------------------------------

std::vector<ProgramRun::Probe> ProgramRun::probes() {
  std::vector<Probe> all;
  for (std::size_t place = 0; place < events_.size(); ++place) {
    const Event& event = events_[place];
    const AgentId agent = agentOfRank(event.label.task);
    all.push_back({event.label.task, event.label.footprint, clocks_[place][agent], place, events_.size(), true});
    all.insert(all.end(), event.probes.begin(), event.probes.end());
  }
  for (const Label& label : steps_.waitingIn(*states_.back())) {
    const Clock& clock = clocks_.back()[agentOfRank(label.task)];
    all.push_back({label.task, label.footprint, clock, events_.size(), events_.size(), true});
  }
  return all;
}

// Whether what the probe is of depends on the step and nothing between it and the step could be reversed.
bool ProgramRun::mayReverse(const Probe& probe, std::size_t first) const {
  const Event& event = events_[first];
  if (event.label.task == probe.task || happensBefore(first, probe.before)) return false;
  bool related = touch(*event.label.footprint, *probe.footprint);
  for (const Fate& fate : fates_) {
    if (!happensBefore(first, events_[fate.place].clock)) continue;
    if (fate.reversed || !probe.patient) return false;
    related = true;
  }
  return related;
}

// The steps from `first` on that do not happen after it.
void ProgramRun::collectBefore(std::size_t until, std::size_t first, std::vector<Label>& sequence) const {
  sequence.clear();
  for (std::size_t place = first + 1; place < until; ++place) {
    if (!happensBefore(first, events_[place].clock)) sequence.push_back(events_[place].label);
  }
}

// The label of the agent's step after the steps that do not happen after `first`; none: it has none there.
std::optional<ProgramLabel> ProgramRun::labelBefore(const Probe& probe, std::size_t first) {
  steps_.forgetIfMany(states_);
  State* state = states_[first];
  for (std::size_t place = first + 1; place < probe.limit; ++place) {
    const Event& event = events_[place];
    if (happensBefore(first, event.clock)) continue;
    const ProgramSteps::Step* const step = steps_.stepOf(*state, event.label.task);
    assert(step && step->label == event.label);
    if (!step) return std::nullopt;
    state = step->to;
  }
  const ProgramSteps::Step* const step = steps_.stepOf(*state, probe.task);
  return step ? std::optional(step->label) : std::nullopt;
}

}  // namespace interleave
