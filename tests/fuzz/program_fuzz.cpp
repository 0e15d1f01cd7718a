// A program of any bytes: it is refused, or each of its states is the same when it is put back, steps lead to the same state again, and
// what is explored of it within small bounds has examples that end as they say.

#include <algorithm>
#include <string>
#include <vector>

#include "../unit/support/started_machine.h"
#include "explore/program_exploration.h"
#include "fuzz.h"
#include "program/ending.h"
#include "program/key.h"
#include "program/load.h"

namespace interleave::fuzz {
namespace {

using program::AgentId;
using test::keyOf;
using Machine = test::StartedMachine;

constexpr std::uint64_t kMostStates = 2'000;
constexpr int kMostSteps = 60;
constexpr std::size_t kMostReplayed = 20'000;  // steps of examples: a counter in a loop has many long ones

std::vector<AgentId> able(Machine& machine) {
  std::vector<AgentId> all;
  for (std::size_t agent = 0; agent < machine.agents(); ++agent) {
    if (machine.canStep(static_cast<AgentId>(agent))) all.push_back(static_cast<AgentId>(agent));
  }
  return all;
}

// One schedule, which the size of the text chooses.
void walk(Machine machine, std::size_t choice) {
  for (int step = 0; step < kMostSteps && machine.stopped().empty(); ++step) {
    const std::string key = keyOf(machine);
    if (key.empty()) return;
    Machine other = machine;
    program::StateCodec(machine.start()).decode({reinterpret_cast<const std::uint8_t*>(key.data()), key.size()}, other);
    require(keyOf(other) == key, "a state that is put back has the same key");
    const std::vector<AgentId> agents = able(machine);
    require(able(other) == agents, "a state that is put back can do the same");
    program::endingOf(machine);
    if (agents.empty()) return;
    const AgentId agent = agents[choice % agents.size()];
    choice = choice * 31 + 7;
    machine.step(agent);
    other.step(agent);
    require(machine.stopped() == other.stopped(), "a step ends the program alike");
    require(!machine.stopped().empty() || keyOf(machine) == keyOf(other), "a step leads to the same state");
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
  walk(start, source.size());
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
