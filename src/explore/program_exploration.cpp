#include "explore/program_exploration.h"

#include <algorithm>
#include <array>
#include <boost/multiprecision/cpp_int.hpp>
#include <limits>
#include <map>
#include <unordered_set>
#include <utility>

#include "explore/graph_paths.h"
#include "program/key.h"

namespace interleave {
namespace {

using boost::multiprecision::cpp_int;
constexpr std::uint32_t kNone = PathTree::kNone;

// Tells endings apart.
std::string keyOf(const program::Ending& ending) {
  std::string key;
  for (const auto& [name, value] : ending.values) key += name + '\1' + value + '\2';
  key += '\3';
  for (const program::EndingError& error : ending.errors) key += error.text + (error.lost ? '\1' : '\2');
  key += '\3';
  for (const program::DeadlockedThread& one : ending.deadlock) {
    key += one.thread + std::string(one.waits) + '\1' + one.object + '\1' + one.held + std::to_string(one.line) + '\2';
  }
  return key + '\3' + ending.printed;
}

// ---- Order of endings ------------------------------------------------------------------
// By values: names alphabetically; a missing name first, ints by size, then text; then by errors, then by deadlocks.

bool isInt(const std::string& text) {
  return text.find_first_not_of("-0123456789") == std::string::npos && text.find_first_of("0123456789") != std::string::npos;
}

int compareValues(const std::string& one, const std::string& other) {
  if (isInt(one) && isInt(other)) {
    const cpp_int a(one), b(other);
    return a < b ? -1 : a > b ? 1 : 0;
  }
  if (isInt(one) != isInt(other)) return isInt(one) ? -1 : 1;
  return one.compare(other);
}

std::map<std::string, std::string> byName(const program::Ending& ending) { return {ending.values.begin(), ending.values.end()}; }

int compareValues(const program::Ending& one, const program::Ending& other) {
  const auto first = byName(one), second = byName(other);
  std::map<std::string, int> names;
  for (const auto& [name, value] : first) names[name];
  for (const auto& [name, value] : second) names[name];
  for (const auto& [name, unused] : names) {
    const auto a = first.find(name), b = second.find(name);
    if (a == first.end() || b == second.end()) return a == first.end() ? -1 : 1;
    if (const int order = compareValues(a->second, b->second); order != 0) return order;
  }
  return 0;
}

bool comesBefore(const ProgramEnding& one, const ProgramEnding& other) {
  if (const int order = compareValues(one.ending, other.ending); order != 0) return order < 0;
  const auto rest = [](const program::Ending& ending) {
    program::Ending others = ending;
    others.values.clear();
    return keyOf(others);
  };
  if (one.ending.errors != other.ending.errors) {
    if (one.ending.errors.empty() != other.ending.errors.empty()) return one.ending.errors.empty();
  }
  if (one.ending.deadlock.empty() != other.ending.deadlock.empty()) return one.ending.deadlock.empty();
  return rest(one.ending) < rest(other.ending);
}

// ---- The exploration -----------------------------------------------------------------------

// Going through a graph takes about half as long as building it.
ExploreOptions forBuilding(ExploreOptions options) {
  options.maxTime = options.maxTime * 13 / 20;
  return options;
}

class GraphExplorer {
 public:
  GraphExplorer(std::shared_ptr<const program::Program> program, bool output, const ExploreOptions& options,
                ExploreProgress& progress)
      : budget_(forBuilding(options), progress),
        team_(options.threads),
        mostStates_(options.maxStates),
        graph_(std::move(program), output),
        codec_(graph_.start()) {}

  ProgramExploration result() {
    graph_.build(budget_, team_, mostStates_);
    result_.states = graph_.nodes();
    result_.stateBytes = graph_.stateBytes();
    describeBound();
    if (graph_.nodes() == 0) return std::move(result_);
    const TopologicalOrder order = topologicalOrder(graph_);
    // Where executions can go on for ever, or have not all been found, shorter ones come first.
    paths_ = order.cyclic || !result_.complete ? shortestPaths(graph_) : firstPaths(graph_);
    findEndings();
    expect();
    if (result_.complete && !order.cyclic) count(order);
    exemplify();
    if (result_.complete && order.cyclic) describeCycle();
    for (ProgramEnding& ending : result_.endings) ending.grade = gradeOf(ending);
    std::ranges::sort(result_.endings, comesBefore);
    return std::move(result_);
  }

 private:
  void describeBound() {
    result_.complete = budget_.bound() == Bound::none && graph_.stopped().empty();
    result_.cancelled = budget_.bound() == Bound::cancelled;
    if (result_.complete) return;
    constexpr std::string_view kFound = "; the endings found by then are listed";
    switch (budget_.bound()) {
      case Bound::none:
      case Bound::attempt: result_.bound = graph_.stopped(); break;
      case Bound::cancelled: result_.bound = "it was cancelled"; break;
      case Bound::states: result_.bound = "the bound of states was reached"; break;
      case Bound::time: result_.bound = "the bound of time was reached"; break;
      case Bound::memory: result_.bound = "the bound of memory was reached"; break;
    }
    result_.bound += kFound;
  }

  // Nodes at which nothing can step, by what they leave, in the order of their paths. The list ends where it would be too long.
  void findEndings() {
    groups_.assign(graph_.nodes(), kNone);
    std::map<std::string, std::uint32_t> known;
    std::uint64_t letters = 0;
    for (const std::uint32_t node : paths_.order) {
      if (node >= graph_.expanded() || !graph_.edges(node).empty()) continue;
      program::Ending ending = program::endingOf(graph_.machineAt(node));
      const auto [at, isNew] = known.try_emplace(keyOf(ending), static_cast<std::uint32_t>(result_.endings.size()));
      if (isNew) {
        const std::string example = letters < kMaxExampleLetters ? paths_.schedule(node) : std::string();
        letters += example.size();
        if (letters >= kMaxExampleLetters || result_.endings.size() == limits::kMaxShownEndings) {
          known.erase(at);
          ++result_.endingsOmitted;
          continue;
        }
        result_.endings.push_back({std::move(ending), Grade::wrong, {}, example, {}, 0});
      }
      groups_[node] = at->second;
      terminals_.push_back(node);
    }
  }

  // Null where the serial execution ends in an error or a deadlock, or finds no ending.
  void expect() {
    std::string path;
    const auto end = serialEnd(graph_, path);
    std::optional<program::Ending> ending;
    if (end) {
      ending = program::endingOf(graph_.machineAt(*end));
    } else if (!result_.complete) {
      ending = endOfSerialWalk(path);
    }
    name(path);
    if (ending && ending->errors.empty() && ending->deadlock.empty()) result_.expected = std::move(ending);
  }

  // The serial execution of a program whose graph is not known as a whole: it is taken step by step, as long as it does not have to go
  // back. None: it does not end within some steps.
  std::optional<program::Ending> endOfSerialWalk(std::string& path) {
    constexpr std::size_t kMostSteps = 100'000;
    program::Machine machine = graph_.start();
    std::unordered_set<std::string> visited;
    const auto keyNow = [&] {
      const auto bytes = codec_.encode(machine);
      return std::string(bytes.begin(), bytes.end());
    };
    std::string here = keyNow();
    visited.insert(here);
    while (path.size() < kMostSteps && !budget_.progress().cancel.load(std::memory_order_relaxed)) {
      const program::Machine before = machine;
      bool moved = false, repeats = false;
      for (LetterRank rank = 0; rank < program::kMaxAgents && !moved; ++rank) {
        const program::AgentId agent = agentOfRank(rank);
        if (agent >= machine.agents() || !machine.canStep(agent)) continue;
        machine.step(agent);
        if (!machine.stopped().empty()) return std::nullopt;
        std::string next = keyNow();
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

  // What each letter does, as the serial execution starts them.
  void name(const std::string& path) {
    program::Machine machine = graph_.start();
    const auto look = [&] {
      for (std::size_t agent = result_.threads.size() + 1; agent < machine.agents(); ++agent) {
        const auto id = static_cast<program::AgentId>(agent);
        result_.threads.emplace_back(program::letterOf(id), program::titleOf(machine, id));
      }
    };
    look();
    for (const char letter : path) {
      if (machine.agents() <= program::agentOf(letter) || !machine.canStep(program::agentOf(letter))) return;
      machine.step(program::agentOf(letter));
      look();
    }
  }

  // Ways to each node; those to terminal nodes are schedules.
  void count(const TopologicalOrder& order) {
    std::vector<cpp_int> ways(graph_.nodes());
    ways[0] = 1;
    for (const std::uint32_t node : order.nodes) {
      for (const ProgramGraph::Edge& edge : graph_.edges(node)) ways[edge.target] += ways[node];
      if (!graph_.edges(node).empty()) ways[node] = 0;
    }
    std::vector<cpp_int> totals(result_.endings.size());
    for (const std::uint32_t node : terminals_) totals[groups_[node]] += ways[node];
    cpp_int all = 0, deadlocked = 0;
    for (std::size_t i = 0; i < totals.size(); ++i) {
      result_.endings[i].schedules = totals[i].str();
      all += totals[i];
      if (!result_.endings[i].ending.deadlock.empty()) deadlocked += totals[i];
    }
    result_.schedules = all.str();
    result_.deadlocks = deadlocked.str();
  }

  void exemplify() {
    const std::vector<SimplestPath> simplest = simplestPaths(graph_, groups_, result_.endings.size());
    for (std::size_t i = 0; i < simplest.size(); ++i) {
      result_.endings[i].simplest = simplest[i].schedule;
      result_.endings[i].preemptions = simplest[i].preemptions;
    }
  }

  void describeCycle() {
    result_.schedules = "unbounded";
    const bool deadlocks =
        std::ranges::any_of(result_.endings, [](const ProgramEnding& one) { return !one.ending.deadlock.empty(); });
    result_.deadlocks = deadlocks ? "unbounded" : "0";
    const auto cycle = findCycle(graph_, paths_);
    if (!cycle) return;
    Endless endless;
    endless.schedule = paths_.schedule(cycle->entry);
    for (const ProgramGraph::Edge& edge : cycle->edges) endless.cycle += letterOfRank(edge.rank);
    for (LetterRank rank = 0; rank < program::kMaxAgents; ++rank) {
      if ((cycle->steps >> rank & 1) != 0) endless.steps += letterOfRank(rank);
      if ((cycle->never >> rank & 1) != 0) endless.never += letterOfRank(rank);
    }
    endless.fair = cycle->fair;
    result_.endless = std::move(endless);
  }

  Grade gradeOf(const ProgramEnding& one) const {
    if (!one.ending.deadlock.empty()) return Grade::deadlock;
    if (!one.ending.errors.empty()) return Grade::error;
    if (result_.expected && one.ending == *result_.expected) return Grade::expected;
    return one.preemptions == 0 ? Grade::anotherOrder : Grade::wrong;
  }

  Budget budget_;
  Team team_;
  const std::uint64_t mostStates_;
  ProgramGraph graph_;
  program::StateCodec codec_;
  ProgramExploration result_;
  std::vector<std::uint32_t> groups_;  // by node: the number of its ending
  std::vector<std::uint32_t> terminals_;
  PathTree paths_;
};

}  // namespace

std::string_view nameOf(Grade grade) {
  static constexpr std::array<std::string_view, 5> kNames = {"expected", "another order", "wrong", "error", "deadlock"};
  return kNames[static_cast<std::size_t>(grade)];
}

ProgramExploration exploreProgram(std::shared_ptr<const program::Program> program, bool output, const ExploreOptions& options,
                                  ExploreProgress& progress) {
  return GraphExplorer(std::move(program), output, options, progress).result();
}

}  // namespace interleave
