#include "explore/program_steps.h"

#include <algorithm>
#include <utility>

#include "explore/letter_rank.h"

namespace interleave {
namespace {

using program::Aftermath;
using program::AgentId;
using program::Place;
using program::Stance;
using Situation = ProgramSteps::Situation;

// Of all states beside those of a run: objects, and as many again as a state without any takes. A few ten MB.
constexpr std::size_t kMostSize = 500'000, kSizeOfState = 50;

// ---- Names ----------------------------------------------------------------------------------------------

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

std::uint64_t nameOf(const Situation& now, const Place& place) {
  std::uint64_t of = 0, name = place.object, index = 0;
  switch (place.of) {
    case Place::Of::global: of = 0; break;
    case Place::Of::part: index = place.index + std::uint64_t{1}; [[fallthrough]];
    case Place::Of::object:
      of = 1;
      name = now.names[place.object];
      break;
    case Place::Of::pool:
      of = 2;
      name = now.names[place.object];
      break;
    case Place::Of::end: of = 3; break;
    case Place::Of::agents: of = 4; break;
    case Place::Of::output: of = 5; break;
  }
  return (of << kNameBits | name) << (kIndexBits + 1) | index << 1;
}

void nameObjects(Situation& now, const program::StepReport& report) {
  const std::size_t size = now.machine.heap().size();
  for (std::size_t i = 0; i < report.makes.size(); ++i) {
    const std::size_t end = i + 1 < report.makes.size() ? report.makes[i + 1].from : size;
    while (now.names.size() < end) {
      const AgentId maker = report.makes[i].agent;
      now.names.push_back(madeBy(maker, now.made[maker]++));
    }
  }
}

// ---- What is left out -------------------------------------------------------------------------------------

void noteMakers(Situation& now, const program::StepReport& report, AgentId stepping) {
  for (const Aftermath& one : report.aftermath) {
    if (one.what != Aftermath::What::makes) continue;
    now.makers |= 1u << one.agent;
    if (one.agent != stepping) now.quietMakers |= 1u << one.agent;
  }
  if (now.quietMakers == 0 || (now.makers & (now.makers - 1)) == 0) return;
  now.trouble = "classes are not known where several threads start threads and one of them has waited before";
}

void checkLanguage(Situation& now, std::size_t firstObject) {
  const program::Machine& machine = now.machine;
  if (!machine.stopped().empty()) now.trouble = machine.stopped();
  for (std::size_t object = firstObject; object < machine.heap().size(); ++object) {
    if (machine.heap().kind(static_cast<program::ObjectId>(object)) == program::Kind::condition)
      now.trouble = "classes are not known of programs with a Condition";
  }
  for (AgentId id = 0; id < machine.agents(); ++id) {
    const program::Agent& agent = machine.agent(id);
    if (agent.daemon) now.trouble = "classes are not known of programs with daemon threads";
    if (agent.stance != Stance::stands || agent.phase == 0 || !agent.memory.is(program::Tag::object)) continue;
    program::ObjectId asleepIn = program::idOf(agent.memory);
    if (machine.heap().kind(asleepIn) == program::Kind::tuple) asleepIn = program::idOf(machine.heap().at(asleepIn, 0));
    const program::Kind kind = machine.heap().kind(asleepIn);
    if (kind == program::Kind::event || kind == program::Kind::barrier)
      now.trouble = "classes are not known of programs that wait with a timeout";
  }
}

bool maySteps(const program::Agent& agent) { return agent.stance == Stance::stands || agent.stance == Stance::looks; }

std::size_t sizeOf(const Situation& now) { return now.names.size() + kSizeOfState; }

void append(std::string& bytes, std::uint64_t number) { bytes.append(reinterpret_cast<const char*>(&number), sizeof(number)); }

}  // namespace

bool touch(const Footprint& one, const Footprint& other) {
  for (const std::uint64_t a : one) {
    for (const std::uint64_t b : other) {
      if (touches(a, b)) return true;
    }
  }
  return false;
}

ProgramSteps::ProgramSteps(std::shared_ptr<const program::Program> program, bool output)
    : base_(std::move(program), output), encoder_(base_), most_(kMostSize) {
  spare_ = std::make_unique<State>(
      State{.now = {.machine = base_, .names = {}, .trouble = {}}, .key = {}, .steps = {}, .waiting = {}});
  Situation& now = spare_->now;
  for (std::size_t object = 0; object < base_.heap().size(); ++object) now.names.push_back(madeBy(kFromTheStart, object));
  checkLanguage(now, 0);
  encode(now);
  keepSpare();
}

// ---- Steps ------------------------------------------------------------------------------------------------

const ProgramSteps::Step* ProgramSteps::stepOf(State& state, std::size_t task) {
  const std::uint32_t bit = std::uint32_t{1} << task;
  if ((state.looked & bit) == 0) {
    state.steps[task] = find(state, task);
    state.looked |= bit;
  }
  return state.steps[task].get();
}

std::unique_ptr<ProgramSteps::Step> ProgramSteps::find(const State& from, std::size_t task) {
  const AgentId agent = agentOfRank(static_cast<LetterRank>(task));
  if (agent >= from.now.machine.agents() || !maySteps(from.now.machine.agent(agent))) return nullptr;
  if (spare_) spare_->now = from.now;
  else spare_ = std::make_unique<State>(State{.now = from.now, .key = {}, .steps = {}, .waiting = {}});
  Situation& now = spare_->now;
  if (!now.machine.canStep(agent)) return nullptr;
  const std::size_t objects = now.machine.heap().size();
  const program::StepReport report = program::takeStep(now.machine, agent);
  nameObjects(now, report);
  noteMakers(now, report, agent);
  checkLanguage(now, objects);
  encode(now);
  // A step that leaves everything as it is cannot be taken.
  if (!report.changes && now.machine.stopped().empty() &&
      std::string_view(key_).substr(0, machineKey_) == std::string_view(from.key).substr(0, from.machineKey))
    return nullptr;
  auto step = std::make_unique<Step>();
  step->label = {static_cast<std::uint8_t>(task), intern(now, report.accesses)};
  step->effects = effectsOf(now, report);
  step->to = keepSpare();
  return step;
}

std::vector<ProgramSteps::Effect> ProgramSteps::effectsOf(const Situation& now, const program::StepReport& report) {
  using What = Effect::What;
  std::vector<Effect> effects;
  for (const Aftermath& one : report.aftermath) {
    Effect effect{.what = one.what, .agent = one.agent, .other = one.other};
    if (one.what == What::looks || one.what == What::changes) {
      const program::Access access{one.place, one.what == What::changes};
      effect.footprint = intern(now, {&access, 1});
    }
    if (one.what == What::alone) {
      std::vector<program::Access> ends;
      for (AgentId agent = 1; agent < now.machine.agents(); ++agent) ends.push_back({{Place::Of::end, agent, 0}, false});
      effect.footprint = intern(now, ends);
    }
    if (one.what == What::begins) effect.what = What::wakes;
    effects.push_back(effect);
    if (one.what != What::begins) continue;
    for (const AgentId ended : report.ended) {
      if (now.machine.agent(ended).pool == now.machine.agent(one.agent).pool)
        effects.push_back({.what = What::joins, .agent = one.agent, .other = ended});
    }
  }
  return effects;
}

const std::vector<ProgramLabel>& ProgramSteps::waitingIn(State& state) {
  if (state.waiting) return *state.waiting;
  std::vector<ProgramLabel>& all = state.waiting.emplace();
  const program::Machine& machine = state.now.machine;
  if (machine.finished()) return all;
  for (AgentId agent = 0; agent < machine.agents(); ++agent) {
    if (!maySteps(machine.agent(agent))) continue;
    program::Machine copy = machine;
    const bool polls = copy.canStep(agent);
    const auto accesses = polls ? program::takeStep(copy, agent).accesses : program::looksAt(copy, agent);
    all.push_back({rankOf(agent), intern(state.now, accesses)});
  }
  return all;
}

const Footprint* ProgramSteps::intern(const Situation& now, std::span<const program::Access> accesses) {
  Footprint footprint;
  for (const program::Access& access : accesses) footprint.push_back(nameOf(now, access.place) | (access.writes ? kWrites : 0));
  std::ranges::sort(footprint);
  return &*footprints_.insert(std::move(footprint)).first;
}

// ---- States -----------------------------------------------------------------------------------------------

// The machine as its encoder tells it, and of what tells the names of objects, those that are there and those to come, what the machine
// does not.
void ProgramSteps::encode(const Situation& now) {
  const auto bytes = encoder_.encode(now.machine);
  key_.assign(bytes.begin(), bytes.end());
  machineKey_ = bytes.size();
  for (const program::ObjectId object : encoder_.reached()) append(key_, now.names[object]);
  for (AgentId agent = 0; agent < now.machine.agents(); ++agent) {
    if (now.machine.agent(agent).stance != Stance::ended) append(key_, now.made[agent]);
  }
  append(key_, std::uint64_t{now.makers} << 32 | now.quietMakers);
}

// The state of the spare one, which was encoded last.
ProgramSteps::State* ProgramSteps::keepSpare() {
  if (spare_->now.trouble.empty() && machineKey_ != 0) {
    const auto known = byKey_.find(key_);
    if (known != byKey_.end()) return known->second;
  }
  State& state = *states_.emplace_back(std::move(spare_));
  state.key = key_;
  state.machineKey = machineKey_;
  index(state);
  return &state;
}

// What nothing can go on from, or has more objects than are allowed, is a state of its own.
void ProgramSteps::index(State& state) {
  if (state.now.trouble.empty() && state.machineKey != 0) byKey_.emplace(state.key, &state);
  size_ += sizeOf(state.now);
}

void ProgramSteps::forgetIfMany(std::span<State* const> kept) {
  if (size_ <= most_) return;
  std::vector<State*> sorted(kept.begin(), kept.end());
  std::ranges::sort(sorted);
  std::erase_if(states_, [&](const auto& state) { return !std::ranges::binary_search(sorted, state.get()); });
  byKey_.clear();
  size_ = 0;
  for (const auto& state : states_) {
    state->looked = 0;
    for (auto& step : state->steps) step.reset();
    index(*state);
  }
  most_ = kMostSize + 2 * size_;
}

}  // namespace interleave
