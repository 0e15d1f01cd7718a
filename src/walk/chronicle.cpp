#include "walk/chronicle.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "program/names.h"
#include "program/operations.h"
#include "walk/step_words.h"

namespace interleave::walk {

using program::AgentId;
using program::Heap;
using program::Kind;
using program::Machine;
using program::Names;
using program::ObjectId;
using words::Deed;

bool canBeHeld(Kind kind) {
  switch (kind) {
    case Kind::lock:
    case Kind::rlock:
    case Kind::semaphore:
    case Kind::spinLock:
    case Kind::ticketLock:
    case Kind::rwLock:
    case Kind::checkThenLock: return true;
    default: return false;
  }
}

namespace {

// A lane has what can be held, and what threads sleep in or wait at.
bool hasLane(Kind kind) {
  return canBeHeld(kind) || kind == Kind::condition || kind == Kind::event || kind == Kind::barrier || kind == Kind::queue;
}

bool keepsHolders(Kind kind) { return kind != Kind::semaphore && kind != Kind::checkThenLock; }

bool isWhole(const std::string& value) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  return error == std::errc() && end == value.data() + value.size();
}

// Of a list in the order of its objects; empty: it is not among them.
template <class Pairs>
std::string lettersAt(const Pairs& pairs, ObjectId object) {
  const auto found = std::ranges::find(pairs, object, &Pairs::value_type::first);
  return found == pairs.end() ? std::string() : found->second;
}

// A step with what is read or written: "reads account.balance: 100".
std::string fullWords(const words::Event& event, const std::string& place) {
  const bool valued = event.deed == Deed::read || event.deed == Deed::write || event.deed == Deed::update;
  return stepWords(event, place) + (valued && !event.shown.empty() ? ": " + event.shown : "");
}

}  // namespace

Chronicle::Chronicle(Stepping& stepping) : stepping_(stepping) {
  Machine machine = stepping_.start();
  look(machine);
}

void Chronicle::cut(std::size_t steps) {
  events_.resize(steps);
  moments_.resize(steps + 1);
  titles_.resize(moments_.back().standings.size());
  std::erase_if(locks_, [&](ObjectId object) { return object >= moments_.back().objects; });
}

void Chronicle::take(Machine& machine, AgentId agent) {
  events_.push_back(words::take(machine, agent));
  look(machine);
}

void Chronicle::look(Machine& machine) {
  for (std::size_t agent = titles_.size(); agent < machine.agents(); ++agent)
    titles_.push_back(program::titleOf(machine, static_cast<AgentId>(agent)));
  Moment moment;
  moment.values = program::valuesOf(machine);
  moment.objects = machine.heap().size();
  for (ObjectId object = moments_.empty() ? 0 : static_cast<ObjectId>(moments_.back().objects); object < moment.objects;
       ++object) {
    if (canBeHeld(machine.heap().kind(object))) locks_.push_back(object);
  }
  lookAtThreads(machine, moment);
  lookAtLocks(machine, moment);
  moments_.push_back(std::move(moment));
}

void Chronicle::lookAtThreads(Machine& machine, Moment& moment) {
  const bool over = machine.finished() || !machine.stopped().empty();
  for (std::size_t each = 0; each < machine.agents(); ++each) {
    const auto agent = static_cast<AgentId>(each);
    if (over || machine.hasEnded(agent)) {
      moment.standings.push_back(Standing::ended);
      continue;
    }
    if (stepping_.after(machine, agent)) {
      moment.standings.push_back(Standing::able);
      continue;
    }
    moment.standings.push_back(Standing::waits);
    const program::Why why = machine.whyNot(agent);
    if (!why.object.is(program::Tag::object)) continue;
    const ObjectId object = program::idOf(why.object);
    auto known = std::ranges::find(moment.waits, object, &Letters::first);
    if (known == moment.waits.end()) known = moment.waits.insert(known, {object, {}});
    known->second += program::letterOf(agent);
  }
}

void Chronicle::lookAtLocks(const Machine& machine, Moment& moment) const {
  for (const ObjectId object : locks_) {
    std::string letters =
        keepsHolders(machine.heap().kind(object)) ? words::holdersOf(machine.heap(), object) : holdersByDeeds(object);
    if (!letters.empty()) moment.holds.emplace_back(object, std::move(letters));
  }
}

// What counts and does not keep who has it: those who had it before, and who has taken it or given it back since.
std::string Chronicle::holdersByDeeds(ObjectId object) const {
  std::string letters = moments_.empty() ? std::string() : lettersAt(moments_.back().holds, object);
  if (events_.empty() || events_.size() != moments_.size()) return letters;
  const words::Event& event = events_.back();
  if (event.place.of != words::Place::Of::object || event.place.object != object) return letters;
  const char letter = program::letterOf(event.agent);
  if (event.deed == Deed::acquire) letters += letter;
  const std::size_t had = letters.find(letter);
  if (event.deed == Deed::release && had != std::string::npos) letters.erase(had, 1);
  return letters;
}

std::vector<std::string> Chronicle::heldBy(AgentId agent, std::size_t steps, const Names& names) const {
  std::vector<std::string> held;
  for (const auto& [object, letters] : moments_[steps].holds) {
    if (letters.find(program::letterOf(agent)) != std::string::npos) held.push_back(names.of(program::objectValue(object)));
  }
  return held;
}

std::vector<Step> Chronicle::steps(const Machine& end, std::string_view source) const {
  const Names names(end);
  std::vector<Step> all;
  all.reserve(events_.size());
  for (const words::Event& event : events_) {
    Step& step = all.emplace_back();
    step.letter = program::letterOf(event.agent);
    step.line = event.line;
    step.source = trimmedLine(source, event.line);
    step.deed = event.deed;
    step.place = words::nameOf(event.place, end.program(), names);
    step.value = event.value.bound() ? event.shown : std::string();
    step.words = fullWords(event, step.place);
  }
  return all;
}

// A condition and its lock have one name, and so one lane.
std::vector<Lock> Chronicle::locks(const Machine& end) const {
  std::map<ObjectId, std::string> found;
  const Names names(end);
  program::Operations operations(end.program(), const_cast<Heap&>(end.heap()));
  for (const Moment& moment : moments_) {
    for (const auto* const all : {&moment.holds, &moment.waits}) {
      for (const auto& [object, letters] : *all) {
        if (hasLane(end.heap().kind(object))) found.try_emplace(object, names.of(program::objectValue(object)));
      }
    }
  }
  std::vector<Lock> lanes;
  for (const auto& [object, name] : found) {
    auto lane = std::ranges::find(lanes, name, &Lock::name);
    if (lane == lanes.end()) {
      lane = lanes.insert(lane, {name, operations.typeName(program::objectValue(object)), {}, {}});
      lane->holders.resize(moments_.size());
      lane->waiters.resize(moments_.size());
    }
    for (std::size_t i = 0; i < moments_.size(); ++i) {
      lane->holders[i] += lettersAt(moments_[i].holds, object);
      lane->waiters[i] += lettersAt(moments_[i].waits, object);
    }
  }
  return lanes;
}

// In the order of the end; what has had another name before comes behind.
std::vector<History> Chronicle::histories() const {
  std::vector<History> all;
  std::map<std::string, std::size_t, std::less<>> places;
  const auto placeOf = [&](const std::string& name) {
    const auto [at, isNew] = places.try_emplace(name, all.size());
    if (isNew) all.push_back({name, std::vector<std::string>(moments_.size()), true});
    return at->second;
  };
  for (const auto& [name, value] : moments_.back().values) placeOf(name);
  for (std::size_t i = 0; i < moments_.size(); ++i) {
    for (const auto& [name, value] : moments_[i].values) {
      History& history = all[placeOf(name)];
      history.values[i] = value;
      history.numbers = history.numbers && isWhole(value);
    }
  }
  return all;
}

std::vector<Track> Chronicle::tracks() const {
  std::vector<Track> all;
  for (std::size_t agent = 0; agent < titles_.size(); ++agent) {
    Track& track = all.emplace_back();
    track.letter = program::letterOf(static_cast<AgentId>(agent));
    track.title = titles_[agent];
    for (const Moment& moment : moments_)
      track.standings.push_back(agent < moment.standings.size() ? moment.standings[agent] : Standing::absent);
  }
  return all;
}

}  // namespace interleave::walk
