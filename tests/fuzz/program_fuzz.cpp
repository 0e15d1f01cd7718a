// A program of any bytes: it is refused, or the states of one schedule are the same on a machine and in the graph of states, and
// what is explored of it within small bounds has examples that end as they say.

#include <memory>
#include <string>
#include <vector>

#include "../unit/support/started_machine.h"
#include "explore/program_exploration.h"
#include "explore/program_graph.h"
#include "fuzz.h"
#include "program/ending.h"
#include "program/load.h"

namespace interleave::fuzz {
namespace {

using program::AgentId;
using Machine = test::StartedMachine;

constexpr std::uint64_t kMostStates = 2'000;
constexpr int kMostSteps = 60;
constexpr std::size_t kMostReplayed = 20'000;  // steps of examples: a counter in a loop has many long ones

std::vector<AgentId> able(program::Machine& machine) {
  std::vector<AgentId> all;
  for (std::size_t agent = 0; agent < machine.agents(); ++agent) {
    if (machine.canStep(static_cast<AgentId>(agent))) all.push_back(static_cast<AgentId>(agent));
  }
  return all;
}

// One schedule, which the size of the text chooses, on a machine and in the graph of states.
void walk(const std::shared_ptr<const program::Program>& program, bool output, std::size_t choice) {
  ProgramGraph graph(program, output);
  ExploreProgress progress;
  Budget budget(ExploreOptions{}, progress);
  Team team(1);
  graph.build(budget, team, kMostStates, ProgramGraph::LikeStates::apart);
  program::Machine machine = graph.start();
  std::uint32_t node = 0;
  for (int step = 0; step < kMostSteps && node < graph.expanded(); ++step) {
    program::Machine& other = graph.machineAt(node);
    const program::Ending put = program::endingOf(other), whole = program::endingOf(machine);
    require(put.values == whole.values && put.errors == whole.errors, "a step leads to the same state");
    require(able(other) == able(machine), "a state that is put together from its parts can do the same");
    const auto edges = graph.edges(node);
    if (edges.empty()) return;
    const ProgramGraph::Edge edge = edges[choice % edges.size()];
    choice = choice * 31 + 7;
    machine.step(agentOfRank(static_cast<LetterRank>(edge.rank)));
    require(machine.stopped().empty(), "a step that ends the program leads to no state");
    node = edge.target;
  }
}

void replay(Machine machine, const std::string& schedule, const program::Ending& ending) {
  for (const char letter : schedule) {
    require(machine.canStep(program::agentOf(letter)), "a step of an example can be taken");
    machine.step(program::agentOf(letter));
  }
  require(program::endingOf(machine) == ending, "an example ends as it says");
}

void check(std::string_view source) {
  const program::Loaded loaded = program::load(source);
  require((loaded.program == nullptr) != loaded.faults.empty(), "a program is refused with faults, or accepted");
  if (!loaded.program) return;
  const bool output = source.size() % 2 != 0;
  const Machine start(program::Machine(loaded.program, output));
  walk(loaded.program, output, source.size());
  ExploreOptions options;
  options.threads = 1;
  options.maxStates = kMostStates;
  ExploreProgress progress;
  const ProgramExploration found = exploreProgram(loaded.program, output, options, progress);
  require(found.complete == found.bound.empty(), "what is not complete names a bound");
  std::size_t replayed = 0;
  for (const ProgramEnding& one : found.endings) {
    replayed += one.example.size() + one.simplest.size();
    if (replayed > kMostReplayed) break;
    replay(start, one.example, one.ending);
    replay(start, one.simplest, one.ending);
  }
  require(!toJson(found, output).empty(), "an exploration is JSON");
}

}  // namespace
}  // namespace interleave::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  interleave::fuzz::check(interleave::fuzz::textOf(data, size));
  return 0;
}
