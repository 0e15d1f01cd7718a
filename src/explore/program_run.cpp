#include "explore/program_run.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace interleave {
namespace {

using program::Aftermath;
using program::AgentId;
using program::Place;
using program::Stance;

// A place: what it is of, by whom its object was made and as which, 0 for all of it or a part of it, and whether it is written.
constexpr int kIndexBits = 20, kNameBits = 40;
constexpr std::uint64_t kWrites = 1;
constexpr std::uint64_t kIndexMask = ((std::uint64_t{1} << kIndexBits) - 1) << 1;

constexpr std::uint64_t madeBy(std::uint64_t maker, std::uint64_t number) { return maker << 32 | number; }
constexpr std::uint64_t kFromTheStart = 0xff;

bool touches(std::uint64_t one, std::uint64_t other) {
  if (((one | other) & kWrites) == 0 || one >> (kIndexBits + 1) != other >> (kIndexBits + 1)) return false;
  const std::uint64_t a = one & kIndexMask, b = other & kIndexMask;
  return a == b || a == 0 || b == 0;
}

}  // namespace

bool touch(const Footprint& one, const Footprint& other) {
  for (const std::uint64_t a : one) {
    for (const std::uint64_t b : other) {
      if (touches(a, b)) return true;
    }
  }
  return false;
}

ProgramRun::ProgramRun(std::shared_ptr<const program::Program> program, bool output)
    : start_(std::move(program), output), encoder_(start_) {
  states_.push_back(std::make_unique<State>(State{.machine = start_, .names = {}, .clocks = {}, .trouble = {}}));
  State& state = *states_.back();
  for (std::size_t object = 0; object < start_.heap().size(); ++object) state.names.push_back(madeBy(kFromTheStart, object));
  state.clocks.resize(start_.agents());
  checkLanguage(state, 0);
}

std::string ProgramRun::schedule() const {
  std::string letters;
  for (const Event& event : events_) letters += letterOfRank(event.label.task);
  return letters;
}

// ---- Footprints -----------------------------------------------------------------------------------

std::uint64_t ProgramRun::nameOf(const State& state, const Place& place) const {
  std::uint64_t of = 0, name = place.object, index = 0;
  switch (place.of) {
    case Place::Of::global: of = 0; break;
    case Place::Of::part: index = place.index + std::uint64_t{1}; [[fallthrough]];
    case Place::Of::object:
      of = 1;
      name = state.names[place.object];
      break;
    case Place::Of::pool:
      of = 2;
      name = state.names[place.object];
      break;
    case Place::Of::end: of = 3; break;
    case Place::Of::agents: of = 4; break;
    case Place::Of::output: of = 5; break;
  }
  return (of << kNameBits | name) << (kIndexBits + 1) | index << 1;
}

const Footprint* ProgramRun::intern(const State& state, std::span<const program::Access> accesses) {
  Footprint footprint;
  for (const program::Access& access : accesses) {
    footprint.push_back(nameOf(state, access.place) | (access.writes ? kWrites : 0));
  }
  std::ranges::sort(footprint);
  return &*footprints_.insert(std::move(footprint)).first;
}

// ---- Steps ------------------------------------------------------------------------------------------

void ProgramRun::nameObjects(State& state, const program::StepReport& report) const {
  const std::size_t size = state.machine.heap().size();
  for (std::size_t i = 0; i < report.makes.size(); ++i) {
    const std::size_t end = i + 1 < report.makes.size() ? report.makes[i + 1].from : size;
    while (state.names.size() < end) {
      const AgentId maker = report.makes[i].agent;
      state.names.push_back(madeBy(maker, state.made[maker]++));
    }
  }
}

void ProgramRun::noteMakers(State& state, const program::StepReport& report, AgentId stepping) const {
  for (const Aftermath& one : report.aftermath) {
    if (one.what != Aftermath::What::makes) continue;
    state.makers |= 1u << one.agent;
    if (one.agent != stepping) state.quietMakers |= 1u << one.agent;
  }
  if (state.quietMakers == 0 || (state.makers & (state.makers - 1)) == 0) return;
  state.trouble = "classes are not known where several threads start threads and one of them has waited before";
}

void ProgramRun::checkLanguage(State& state, std::size_t firstObject) const {
  const program::Machine& machine = state.machine;
  if (!machine.stopped().empty()) state.trouble = machine.stopped();
  for (std::size_t object = firstObject; object < machine.heap().size(); ++object) {
    if (machine.heap().kind(static_cast<program::ObjectId>(object)) == program::Kind::condition)
      state.trouble = "classes are not known of programs with a Condition";
  }
  for (AgentId id = 0; id < machine.agents(); ++id) {
    const program::Agent& agent = machine.agent(id);
    if (agent.daemon) state.trouble = "classes are not known of programs with daemon threads";
    if (agent.stance != Stance::stands || agent.phase == 0 || !agent.memory.is(program::Tag::object)) continue;
    program::ObjectId asleepIn = program::idOf(agent.memory);
    if (machine.heap().kind(asleepIn) == program::Kind::tuple) asleepIn = program::idOf(machine.heap().at(asleepIn, 0));
    const program::Kind kind = machine.heap().kind(asleepIn);
    if (kind == program::Kind::event || kind == program::Kind::barrier)
      state.trouble = "classes are not known of programs that wait with a timeout";
  }
}

// Whether a step leaves everything as it is, and so cannot be taken.
bool ProgramRun::leavesAll(const State& from, const State& to) {
  if (!to.machine.stopped().empty()) return false;
  const auto bytes = encoder_.encode(from.machine);
  const std::vector<std::uint8_t> before(bytes.begin(), bytes.end());
  return std::ranges::equal(encoder_.encode(to.machine), before);
}

std::optional<ProgramRun::Successor> ProgramRun::take(const State& from, std::size_t task) {
  const AgentId agent = agentOfRank(static_cast<LetterRank>(task));
  if (agent >= from.machine.agents()) return std::nullopt;
  const Stance stance = from.machine.agent(agent).stance;
  if (stance != Stance::stands && stance != Stance::looks) return std::nullopt;
  Successor next{std::make_unique<State>(from), {}, {}};
  State& state = *next.state;
  if (!state.machine.canStep(agent)) return std::nullopt;
  const std::size_t objects = state.machine.heap().size();
  next.report = program::takeStep(state.machine, agent);
  if (!next.report.changes && leavesAll(from, state)) return std::nullopt;
  nameObjects(state, next.report);
  noteMakers(state, next.report, agent);
  checkLanguage(state, objects);
  next.label = {static_cast<std::uint8_t>(task), intern(state, next.report.accesses)};
  return next;
}

ProgramRun::Successor* ProgramRun::successorOf(std::size_t task) {
  if (!successors_[task]) successors_[task] = take(*states_.back(), task);
  return successors_[task] ? &*successors_[task] : nullptr;
}

std::optional<ProgramLabel> ProgramRun::next(std::span<const Label> asleep) {
  for (std::size_t task = 0; task < program::kMaxAgents; ++task) {
    if (std::ranges::find(asleep, task, &Label::task) != asleep.end()) continue;
    if (const Successor* const successor = successorOf(task)) return successor->label;
  }
  return std::nullopt;
}

void ProgramRun::step(std::size_t task) {
  Successor* const known = successorOf(task);
  assert(known);
  Successor next = std::move(*known);
  for (auto& successor : successors_) successor.reset();
  const AgentId agent = agentOfRank(static_cast<LetterRank>(task));
  State& state = *next.state;
  state.clocks.resize(state.machine.agents());
  Event event{.label = next.label, .clock = states_.back()->clocks[agent], .changes = {}, .probes = {}};
  joinTouching(event.clock, *event.label.footprint);
  ++event.clock[task];
  state.clocks[agent] = event.clock;
  events_.push_back(std::move(event));
  follow(state, next.report);
  states_.push_back(std::move(next.state));
}

void ProgramRun::undo() {
  events_.pop_back();
  states_.pop_back();
  for (auto& successor : successors_) successor.reset();
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

void ProgramRun::follow(State& state, const program::StepReport& report) {
  for (const Aftermath& one : report.aftermath) {
    Clock& clock = state.clocks[one.agent];
    switch (one.what) {
      case Aftermath::What::looks: followLook(state, one); break;
      case Aftermath::What::changes: {
        followLook(state, one);
        const program::Access access{one.place, true};
        events_.back().changes.push_back({intern(state, {&access, 1}), clock});
        break;
      }
      case Aftermath::What::alone: followAlone(state, one); break;
      case Aftermath::What::joins: join(clock, state.clocks[one.other]); break;
      case Aftermath::What::makes: state.clocks[one.other] = clock; break;
      case Aftermath::What::wakes: join(clock, events_.back().clock); break;
      case Aftermath::What::begins:
        join(clock, events_.back().clock);
        for (const AgentId ended : report.ended) {
          if (state.machine.agent(ended).pool == state.machine.agent(one.agent).pool) join(clock, state.clocks[ended]);
        }
        break;
    }
  }
}

// What an agent goes on with by itself depends on what it finds. Before a step that has changed that, it might have stood before a step.
void ProgramRun::followLook(State& state, const Aftermath& one) {
  const program::Access access{one.place, one.what == Aftermath::What::changes};
  const Footprint* const footprint = intern(state, {&access, 1});
  Clock& clock = state.clocks[one.agent];
  const Clock before = clock;
  joinTouching(clock, *footprint);
  if (clock == before) return;
  events_.back().probes.push_back({rankOf(one.agent), footprint, before, events_.size(), events_.size(), false});
}

// Main would have stood before a step while another agent had not ended.
void ProgramRun::followAlone(State& state, const Aftermath& one) {
  std::vector<program::Access> ends;
  for (AgentId agent = 1; agent < state.machine.agents(); ++agent) ends.push_back({{Place::Of::end, agent, 0}, false});
  events_.back().probes.push_back(
      {rankOf(one.agent), intern(state, ends), state.clocks[one.agent], events_.size(), events_.size(), true});
  for (const Clock& clock : state.clocks) join(state.clocks[one.agent], clock);
}

// ---- Races ----------------------------------------------------------------------------------------------

std::vector<ProgramRun::Probe> ProgramRun::probes() {
  std::vector<Probe> all;
  for (std::size_t place = 0; place < events_.size(); ++place) {
    const Event& event = events_[place];
    const AgentId agent = agentOfRank(event.label.task);
    all.push_back({event.label.task, event.label.footprint, states_[place]->clocks[agent], place, events_.size(), true});
    all.insert(all.end(), event.probes.begin(), event.probes.end());
  }
  addWaiting(all);
  return all;
}

// Agents that stand before a step which cannot be taken.
void ProgramRun::addWaiting(std::vector<Probe>& all) {
  State& state = *states_.back();
  if (state.machine.finished()) return;
  for (AgentId agent = 0; agent < state.machine.agents(); ++agent) {
    const Stance stance = state.machine.agent(agent).stance;
    if (stance != Stance::stands && stance != Stance::looks) continue;
    program::Machine copy = state.machine;
    const bool polls = copy.canStep(agent);
    const auto accesses = polls ? program::takeStep(copy, agent).accesses : program::looksAt(copy, agent);
    all.push_back({rankOf(agent), intern(state, accesses), state.clocks[agent], events_.size(), events_.size(), true});
  }
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
  const State* state = states_[first].get();
  std::unique_ptr<State> reached;
  for (std::size_t place = first + 1; place < probe.limit; ++place) {
    const Event& event = events_[place];
    if (happensBefore(first, event.clock)) continue;
    auto next = take(*state, event.label.task);
    assert(next && next->label == event.label);
    if (!next) return std::nullopt;
    reached = std::move(next->state);
    state = reached.get();
  }
  const auto last = take(*state, probe.task);
  return last ? std::optional(last->label) : std::nullopt;
}

}  // namespace interleave
