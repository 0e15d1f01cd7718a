#include "program_bench.h"

#include <chrono>
#include <iostream>
#include <limits>
#include <memory>
#include <thread>

#include "explore/budget.h"
#include "explore/program_exploration.h"
#include "explore/program_graph.h"
#include "explore/team.h"
#include "measure.h"
#include "program/load.h"

namespace interleave {
namespace {

using SharedProgram = std::shared_ptr<const program::Program>;

ExploreOptions optionsFor(int threads) {
  ExploreOptions options;
  options.maxStates = std::numeric_limits<std::uint32_t>::max();
  options.maxTime = std::chrono::minutes(10);
  options.maxBytes = std::numeric_limits<std::uint64_t>::max();
  options.threads = threads;
  return options;
}

Json endingsOf(const ProgramExploration& exploration) {
  Json endings = Json::array();
  for (const ProgramEnding& one : exploration.endings) {
    Json values = Json::object();
    for (const auto& [name, value] : one.ending.values) values[name] = value;
    endings.push_back({{"values", values},
                       {"deadlock", !one.ending.deadlock.empty()},
                       {"errors", one.ending.errors.size()},
                       {"schedules", one.schedules}});
  }
  return endings;
}

Json exploreAll(const SharedProgram& program, int runs, int threads) {
  return measure(
      runs,
      [&] {
        ExploreProgress progress;
        return exploreProgram(program, false, optionsFor(threads), progress);
      },
      [](const ProgramExploration& found) -> Json {
        return {{"complete", found.complete},
                {"states", found.states},
                {"stateBytes", found.stateBytes},
                {"schedules", found.schedules},
                {"endings", endingsOf(found)}};
      });
}

Json buildGraph(const SharedProgram& program, int runs, int threads) {
  return measure(
      runs,
      [&] {
        ExploreProgress progress;
        const ExploreOptions options = optionsFor(threads);
        Budget budget(options, progress);
        Team team(threads);
        auto graph = std::make_unique<ProgramGraph>(program, false);
        graph->build(budget, team, options.maxStates);
        return graph;
      },
      [](const std::unique_ptr<ProgramGraph>& graph) -> Json {
        return {{"states", graph->nodes()}, {"edges", graph->edgeCount()}, {"stateBytes", graph->stateBytes()}};
      });
}

Json cancelAt(const SharedProgram& program, std::uint64_t states, int threads) {
  ExploreProgress progress;
  ProgramExploration found;
  std::thread explorer([&] { found = exploreProgram(program, false, optionsFor(threads), progress); });
  while (progress.states.load() < states) std::this_thread::sleep_for(std::chrono::microseconds(100));
  const auto begin = std::chrono::steady_clock::now();
  progress.cancel.store(true);
  explorer.join();
  const Milliseconds took = std::chrono::steady_clock::now() - begin;
  return {{"ms", took.count()}, {"peakBytes", peakMemory()}, {"states", found.states}, {"cancelled", found.cancelled}};
}

}  // namespace

bool isProgramMethod(std::string_view method) { return method == "program" || method == "graph" || method == "cancel"; }

int runProgram(std::string_view method, std::string_view text, int number, int threads) {
  const program::Loaded loaded = program::load(text);
  for (const lang::Fault& fault : loaded.faults) std::cerr << lang::messageOf(fault, text) << '\n';
  if (!loaded.program) return 2;
  if (method == "program") std::cout << exploreAll(loaded.program, number, threads) << std::endl;
  else if (method == "graph") std::cout << buildGraph(loaded.program, number, threads) << std::endl;
  else std::cout << cancelAt(loaded.program, static_cast<std::uint64_t>(number), threads) << std::endl;
  return 0;
}

}  // namespace interleave
