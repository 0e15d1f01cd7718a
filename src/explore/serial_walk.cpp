#include "explore/serial_walk.h"

#include <cstddef>
#include <unordered_set>
#include <utility>
#include <vector>

#include "explore/program_graph.h"

namespace interleave {
namespace {

constexpr std::size_t kMost = 100'000;  // steps of the serial execution, and states of those without a preemption

std::string keyOf(program::StateEncoder& encoder, const program::Machine& machine) {
  const auto bytes = encoder.encode(machine);
  return {bytes.begin(), bytes.end()};
}

}  // namespace

std::optional<program::Ending> endOfSerialWalk(program::Machine machine, program::StateEncoder& encoder, std::string& path,
                                               const std::atomic<bool>& cancel) {
  std::unordered_set<std::string> visited;
  std::string here = keyOf(encoder, machine);
  visited.insert(here);
  while (path.size() < kMost && !cancel.load(std::memory_order_relaxed)) {
    const program::Machine before = machine;
    bool moved = false, repeats = false;
    for (LetterRank rank = 0; rank < program::kMaxAgents && !moved; ++rank) {
      const program::AgentId agent = agentOfRank(rank);
      if (agent >= machine.agents() || !machine.canStep(agent)) continue;
      machine.step(agent);
      if (!machine.stopped().empty()) return std::nullopt;
      std::string next = keyOf(encoder, machine);
      moved = visited.insert(next).second;
      repeats = repeats || (!moved && next != here);
      if (moved) here = std::move(next);
      else machine = before;
      if (moved) path += letterOfRank(rank);
    }
    if (!moved) return repeats ? std::nullopt : std::optional(program::endingOf(machine));
  }
  return std::nullopt;
}

std::optional<bool> endsSoUninterrupted(const program::Machine& start, program::StateEncoder& encoder,
                                        const program::Ending& ending, const std::atomic<bool>& cancel) {
  struct Place {
    program::Machine machine;
    LetterRank last;
  };
  std::unordered_set<std::string> visited;
  std::vector<Place> open{{start, program::kMaxAgents}};
  while (!open.empty() && visited.size() < kMost && !cancel.load(std::memory_order_relaxed)) {
    Place place = std::move(open.back());
    open.pop_back();
    const std::string here = keyOf(encoder, place.machine);
    // False: the agent has no step.
    const auto goesOn = [&](LetterRank rank) {
      const program::AgentId agent = agentOfRank(rank);
      if (agent >= place.machine.agents() || !place.machine.canStep(agent)) return false;
      Place next{place.machine, rank};
      next.machine.step(agent);
      if (!next.machine.stopped().empty()) return true;
      std::string key = keyOf(encoder, next.machine);
      if (key == here) return false;
      if (visited.insert(std::move(key) + letterOfRank(rank)).second) open.push_back(std::move(next));
      return true;
    };
    if (place.last < program::kMaxAgents && goesOn(place.last)) continue;
    bool moved = false;
    for (LetterRank rank = 0; rank < program::kMaxAgents; ++rank) moved = goesOn(rank) || moved;
    if (!moved && program::endingOf(place.machine) == ending) return true;
  }
  return open.empty() ? std::optional(false) : std::nullopt;
}

}  // namespace interleave
