// Explores one link or one program in one way and prints what it took as one line of JSON. peers.mjs and programs.mjs run it.
//
//   interleave_explore_bench automatic|states|symmetry|levels|enumerate LINK [RUNS] [THREADS]
//   interleave_explore_bench program|graph TEXT [RUNS] [THREADS]
//   interleave_explore_bench cancel TEXT STATES [THREADS]
//
// `levels` and `enumerate` are those of plain_counters.h, `program` and those below it are in program_bench.h, the others
// are ours. The time is that of the exploration alone, of the fastest of RUNS (1) that fit into a second; the memory the
// most that the process has had. THREADS: as many as the machine has, unless given.

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "explore/exploration.h"
#include "link/link.h"
#include "measure.h"
#include "plain_counters.h"
#include "program_bench.h"

namespace interleave {
namespace {

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

template <typename Result>
Json tell(const Result& result) {
  return {{"states", result.states}, {"endings", endingsOf(result)}};
}

int run(std::string_view method, std::string_view link, int runs, int threads) {
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
    options.threads = threads;
    std::string bound;
    measured = measure(
        runs,
        [&] {
          ExploreProgress progress;
          Exploration exploration = explore(settings.program, options, progress);
          bound = exploration.bound;
          return exploration;
        },
        tell<Exploration>);
    if (!bound.empty()) {
      std::cerr << bound << '\n';
      return 3;
    }
  } else if (settings.program.transactions.size() > kPlainTransactions) {
    std::cerr << "so many transactions are for our methods alone\n";
    return 2;
  } else if (method == "levels") {
    measured = measure(runs, [&] { return countByLevels(settings.program); }, tell<PlainCount>);
  } else if (method == "enumerate") {
    measured = measure(runs, [&] { return enumerate(settings.program); }, tell<PlainCount>);
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
  if (argc >= 3 && argc <= 5) {
    const int number = argc > 3 ? std::atoi(argv[3]) : 1;
    const int threads = argc > 4 ? std::atoi(argv[4]) : 0;
    if (interleave::isProgramMethod(argv[1])) return interleave::runProgram(argv[1], argv[2], number, threads);
    return interleave::run(argv[1], argv[2], number, threads);
  }
  std::cerr << "Usage: interleave_explore_bench METHOD LINK|TEXT [RUNS|STATES] [THREADS]\n";
  return 2;
}
