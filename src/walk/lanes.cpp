#include "walk/lanes.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace interleave::walk {
namespace {

// What a step does to an object other than having it or giving it back.
bool isMark(words::Deed deed) {
  switch (deed) {
    case words::Deed::giveUp:
    case words::Deed::sleep:
    case words::Deed::wake:
    case words::Deed::pass:
    case words::Deed::notify:
    case words::Deed::set:
    case words::Deed::clear:
    case words::Deed::put:
    case words::Deed::get:
    case words::Deed::finish:
    case words::Deed::check:
    case words::Deed::shutdown: return true;
    default: return false;
  }
}

std::string eachOnce(std::string letters) {
  std::ranges::sort(letters);
  letters.erase(std::unique(letters.begin(), letters.end()), letters.end());
  return letters;
}

const std::string& at(const std::vector<std::string>& states, std::size_t state) {
  static const std::string kNone;
  return state < states.size() ? states[state] : kNone;
}

ObjectLane laneOf(const Lock& lock, std::size_t states) {
  ObjectLane lane{.name = lock.name, .type = lock.type, .holds = {}, .marks = {}};
  for (std::size_t state = 0; state < states; ++state) {
    ObjectLane::Hold hold{{state, state + 1}, eachOnce(at(lock.holders, state)), eachOnce(at(lock.waiters, state))};
    if (hold.holders.empty() && hold.waiters.empty()) continue;
    ObjectLane::Hold* const last = lane.holds.empty() ? nullptr : &lane.holds.back();
    const bool same =
        last != nullptr && last->states.to == state && last->holders == hold.holders && last->waiters == hold.waiters;
    if (same) last->states.to = state + 1;
    else lane.holds.push_back(std::move(hold));
  }
  return lane;
}

ValueLane laneOf(const History& history) {
  ValueLane lane{.name = history.name, .numbers = history.numbers, .values = {}};
  for (std::size_t state = 0; state < history.values.size(); ++state) {
    const std::string& text = history.values[state];
    if (!lane.values.empty() && lane.values.back().text == text) {
      lane.values.back().states.to = state + 1;
      continue;
    }
    ValueLane::Value value{.states = {state, state + 1}, .text = text};
    if (lane.numbers && !text.empty()) {
      std::from_chars(text.data(), text.data() + text.size(), value.number);
      const bool first = std::ranges::all_of(lane.values, [](const ValueLane::Value& each) { return each.text.empty(); });
      lane.least = first ? value.number : std::min(lane.least, value.number);
      lane.most = first ? value.number : std::max(lane.most, value.number);
    }
    lane.values.push_back(std::move(value));
  }
  return lane;
}

// The object for which a thread waits in a state; empty: it is none.
std::string awaited(char letter, std::size_t state, const std::vector<Lock>& locks) {
  for (const Lock& lock : locks) {
    if (at(lock.waiters, state).find(letter) != std::string::npos) return lock.name;
  }
  return {};
}

ThreadLane laneOf(const Track& track, const std::vector<Lock>& locks) {
  ThreadLane lane{.letter = track.letter, .title = track.title, .alive = {}, .steps = {}, .waits = {}};
  const auto begun = std::ranges::find_if(track.standings, [](Standing each) { return each != Standing::absent; });
  const auto ended = std::find(begun, track.standings.end(), Standing::ended);
  lane.alive = {static_cast<std::size_t>(begun - track.standings.begin()),
                static_cast<std::size_t>(ended - track.standings.begin())};
  for (std::size_t state = lane.alive.from; state < lane.alive.to; ++state) {
    if (track.standings[state] != Standing::waits) continue;
    std::string what = awaited(track.letter, state, locks);
    ThreadLane::Wait* const last = lane.waits.empty() ? nullptr : &lane.waits.back();
    if (last != nullptr && last->states.to == state && last->what == what) last->states.to = state + 1;
    else lane.waits.push_back({{state, state + 1}, std::move(what)});
  }
  return lane;
}

}  // namespace

Lanes lanesOf(const std::vector<Track>& tracks, const std::vector<Step>& steps, const std::vector<Lock>& locks,
              const std::vector<History>& histories) {
  Lanes lanes;
  for (const Lock& lock : locks) lanes.objects.push_back(laneOf(lock, steps.size() + 1));
  std::map<std::string, std::size_t> objects;
  for (std::size_t i = 0; i < lanes.objects.size(); ++i) objects.emplace(lanes.objects[i].name, i);
  // By letter, main last, as its letter is a small one.
  std::map<char, ThreadLane> threads;
  for (const Track& track : tracks) threads.emplace(track.letter, laneOf(track, locks));
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps[i];
    threads[step.letter].steps.push_back(i);
    if (!isMark(step.deed) || step.place.empty()) continue;
    const auto [found, isNew] = objects.emplace(step.place, lanes.objects.size());
    if (isNew) lanes.objects.push_back({.name = step.place, .type = {}, .holds = {}, .marks = {}});
    lanes.objects[found->second].marks.push_back(i);
  }
  for (auto& [letter, thread] : threads) {
    if (letter != 'm' || !thread.steps.empty()) lanes.threads.push_back(std::move(thread));
  }
  for (const History& history : histories) lanes.values.push_back(laneOf(history));
  return lanes;
}

}  // namespace interleave::walk
