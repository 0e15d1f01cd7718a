#include "walk/line_steps.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <tuple>

#include "program/names.h"
#include "walk/step_words.h"
#include "walk/stepping.h"

namespace interleave::walk {
namespace {

using program::AgentId;
using program::Machine;

constexpr std::size_t kDrawn = 4;  // executions
constexpr std::size_t kMostSteps = 200;  // of each
constexpr std::size_t kMostNames = 2;  // of what one instruction is about

class Lines {
 public:
  Lines(const std::shared_ptr<const program::Program>& program, bool output) : start_(program, output), steps_(start_) {}

  // One after the other, the lowest letter first.
  void takeSerial() {
    take([this](Machine& machine) { return steps_.able(machine).substr(0, 1); });
  }

  void takeAtRandom(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    take([&](Machine& machine) {
      const std::string able = steps_.able(machine);
      return able.empty() ? able : std::string(1, able[static_cast<std::size_t>(random() % able.size())]);
    });
  }

  void take(const std::string& schedule) {
    std::size_t at = 0;
    take([&](Machine& machine) {
      const std::string next = schedule.substr(at++, 1);
      const bool can =
          !next.empty() && program::agentOf(next[0]) < machine.agents() && machine.canStep(program::agentOf(next[0]));
      return can ? next : std::string();
    });
  }

  std::vector<LineSteps> found() const {
    std::vector<LineSteps> lines;
    for (const auto& [at, deeds] : found_) {
      if (lines.empty() || lines.back().line != std::get<0>(at)) lines.push_back({std::get<0>(at), {}});
      std::string text;
      for (const Done& each : deeds) text += (text.empty() ? "" : " or ") + stepWords(each.event, placesOf(each));
      lines.back().steps.push_back(std::move(text));
    }
    return lines;
  }

 private:
  // What one instruction does, and the names of what it does it to.
  struct Done {
    words::Event event;
    std::vector<std::string> places;
  };

  static std::string placesOf(const Done& done) {
    std::string text;
    for (std::size_t i = 0; i < std::min(done.places.size(), kMostNames); ++i) text += (i == 0 ? "" : " or ") + done.places[i];
    return text + (done.places.size() > kMostNames ? " or …" : "");
  }

  void add(const words::Event& event, std::string place) {
    std::vector<Done>& deeds = found_[{event.line, event.function, event.pc}];
    auto known = std::ranges::find(deeds, event.deed, [](const Done& each) { return each.event.deed; });
    if (known == deeds.end()) known = deeds.insert(known, {event, {}});
    const bool isNew = std::ranges::find(known->places, place) == known->places.end();
    if (isNew && known->places.size() <= kMostNames) known->places.push_back(std::move(place));
  }

  template <class Choose>
  void take(Choose choose) {
    Machine machine = start_;
    std::vector<words::Event> events;
    while (events.size() < kMostSteps) {
      const std::string letter = choose(machine);
      if (letter.empty()) break;
      events.push_back(words::take(machine, program::agentOf(letter[0])));
    }
    const program::Names names(machine);
    for (const words::Event& event : events) {
      if (event.line != 0) add(event, words::nameOf(event.place, machine.program(), names));
    }
  }

  Machine start_;
  Stepping steps_;
  // By line, function and instruction.
  std::map<std::tuple<int, std::uint32_t, std::uint32_t>, std::vector<Done>> found_;
};

}  // namespace

std::vector<LineSteps> stepsOfLines(const std::shared_ptr<const program::Program>& program, bool output,
                                    std::span<const std::string> schedules) {
  Lines lines(program, output);
  lines.takeSerial();
  for (std::size_t seed = 0; seed < kDrawn; ++seed) lines.takeAtRandom(seed);
  for (const std::string& schedule : schedules) lines.take(schedule);
  return lines.found();
}

}  // namespace interleave::walk
