// Explores one link in one way and prints what it took as one line of JSON. peers.mjs runs it.
//
//   interleave_explore_bench automatic|states|symmetry|levels|enumerate LINK [RUNS]
//
// The first three are ours, the others those of plain_counters.h. The time is that of the exploration
// alone, of the fastest of RUNS (1) that fit into a second; the memory the most that the process has had.

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "explore/exploration.h"
#include "link/link.h"
#include "plain_counters.h"

#ifdef __EMSCRIPTEN__
#include <emscripten/heap.h>
#endif

namespace interleave {
namespace {

using Json = nlohmann::ordered_json;

// In bytes; 0 where the system does not report it. A module's memory never shrinks.
std::uint64_t peakMemory() {
#ifdef __EMSCRIPTEN__
  return emscripten_get_heap_size();
#else
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    std::uint64_t kilobytes = 0;
    if (word == "VmHWM:" && status >> kilobytes) return kilobytes * 1024;
  }
  return 0;
#endif
}

std::optional<ExploreOptions::Method> ourMethod(std::string_view name) {
  if (name == "automatic") return ExploreOptions::Method::automatic;
  if (name == "states") return ExploreOptions::Method::states;
  if (name == "symmetry") return ExploreOptions::Method::symmetry;
  return std::nullopt;
}

Json endingsOf(const Exploration& exploration) {
  Json endings = Json::array();
  for (const ExploredEnding& ending : exploration.endings) endings.push_back({ending.balance, ending.schedules});
  return endings;
}

Json endingsOf(const PlainCount& count) {
  Json endings = Json::array();
  for (const auto& [balance, schedules] : count.endings) endings.push_back({balance, std::to_string(schedules)});
  return endings;
}

// What `explore` gives, with the time that it took.
template <typename Explore>
Json measure(int runs, Explore explore) {
  using Milliseconds = std::chrono::duration<double, std::milli>;
  Json measured;
  Milliseconds least = Milliseconds::max();
  Milliseconds spent{0};
  for (int run = 0; run == 0 || (run < runs && spent < std::chrono::seconds(1)); ++run) {
    const auto begin = std::chrono::steady_clock::now();
    const auto result = explore();
    const Milliseconds took = std::chrono::steady_clock::now() - begin;
    least = std::min(least, took);
    spent += took;
    measured = {{"ms", least.count()}, {"peakBytes", peakMemory()}, {"states", result.states}, {"endings", endingsOf(result)}};
  }
  return measured;
}

int run(std::string_view method, std::string_view link, int runs) {
  const DecodedLink decoded = decodeLink(link);
  for (const LinkProblem& problem : decoded.problems) std::cerr << problem.message() << '\n';
  if (!decoded.problems.empty()) return 2;
  const Settings& settings = decoded.settings;

  Json measured;
  if (const auto ours = ourMethod(method)) {
    ExploreOptions options;
    options.method = *ours;
    options.maxStates = std::numeric_limits<std::uint64_t>::max();
    options.maxTime = std::chrono::minutes(10);
    std::string bound;
    measured = measure(runs, [&] {
      ExploreProgress progress;
      Exploration exploration = explore(settings.program, options, progress);
      bound = exploration.bound;
      return exploration;
    });
    if (!bound.empty()) {
      std::cerr << bound << '\n';
      return 3;
    }
  } else if (settings.program.transactions.size() > kPlainTransactions) {
    std::cerr << "so many transactions are for our methods alone\n";
    return 2;
  } else if (method == "levels") {
    measured = measure(runs, [&] { return countByLevels(settings.program); });
  } else if (method == "enumerate") {
    measured = measure(runs, [&] { return enumerate(settings.program); });
  } else {
    std::cerr << "there is no method " << method << '\n';
    return 2;
  }
  std::cout << measured << std::endl;
  return 0;
}

}  // namespace
}  // namespace interleave

int main(int argc, char** argv) {
  if (argc == 3 || argc == 4) return interleave::run(argv[1], argv[2], argc == 4 ? std::atoi(argv[3]) : 1);
  std::cerr << "Usage: interleave_explore_bench METHOD LINK [RUNS]\n";
  return 2;
}
