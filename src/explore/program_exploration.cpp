#include "explore/program_exploration.h"

#include <algorithm>
#include <array>
#include <boost/multiprecision/cpp_int.hpp>
#include <limits>
#include <map>
#include <utility>

#include "explore/decimal.h"
#include "explore/ending_numbers.h"
#include "explore/graph_bounds.h"
#include "explore/graph_paths.h"
#include "explore/program_levels.h"
#include "explore/serial_walk.h"
#include "program/key.h"
#include "program/terminates.h"

namespace interleave {
namespace {

using boost::multiprecision::cpp_int;
constexpr std::uint32_t kNone = NodeGroups::kNone;

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

// ---- The exploration -----------------------------------------------------------------------

class Explorer {
 public:
  Explorer(std::shared_ptr<const program::Program> program, bool output, const ExploreOptions& options, ExploreProgress& progress,
           ProgramGraph::LikeStates like)
      : like_(like),
        budget_(forBuilding(options), progress),
        searching_(options, progress),
        team_(options.threads),
        mostStates_(options.maxStates),
        levels_(options.levels),
        graph_(std::move(program), output),
        encoder_(graph_.start()) {}

  ProgramExploration result(ProgramSearch search) {
    const bool ends =
        search != ProgramSearch::graph && graph_.start().stopped().empty() && program::terminates(graph_.start().program());
    const Recurring recurring = search == ProgramSearch::levels ? Recurring::isFollowed : Recurring::isGivenUp;
    const bool isSmall = ends && search == ProgramSearch::automatic && buildSmallGraph();
    if (!isSmall) {
      if (ends && exploreLevels(recurring)) return std::move(result_);
      graph_.build(budget_, team_, mostStates_, like_);
      // Two levels may be much smaller.
      if (ends && budget_.bound() == Bound::memory && exploreLevels(Recurring::isFollowed)) return std::move(result_);
    }
    exploreGraph();
    return std::move(result_);
  }

 private:
  // ---- The two searches --------------------------------------------------------------------

  // The graph of few states takes less time than their levels, which may turn out to be many more. False: it is not small.
  bool buildSmallGraph() {
    constexpr std::uint64_t kFewStates = 1u << 15;
    graph_.build(budget_, team_, std::min(mostStates_, kFewStates), like_);
    return budget_.bound() != Bound::states && budget_.bound() != Bound::memory;
  }

  // False: the graph is better. It has fewer states, or a bound of the language ended the program, and how far a search gets then depends
  // on it.
  bool exploreLevels(Recurring recurring) {
    LevelledSearch found = searchLevels(graph_, searching_, team_, like_, recurring);
    const bool tooMany = recurring == Recurring::isGivenUp && found.recurs && searching_.bound() == Bound::states;
    if (found.gaveUp || tooMany || (!graph_.stopped().empty() && !searching_.spent())) {
      searching_.beginAttempt(std::numeric_limits<std::uint64_t>::max());
      return false;
    }
    result_.states = found.states;
    result_.likeAsOne = graph_.isMerged();
    result_.stateBytes = found.stateBytes;
    if (levels_) result_.levels = std::move(found.levels);
    describeBound(searching_.bound());
    if (result_.cancelled) return true;
    std::vector<Count> counts;
    std::vector<std::string> first;
    std::vector<std::optional<SimplestPath>> simplest;
    for (LevelledEnding& one : found.endings) {
      result_.endings.push_back({.ending = std::move(one.ending), .schedules = {}, .example = {}, .simplest = {}});
      counts.push_back(std::move(one.schedules));
      first.push_back(result_.complete ? std::move(one.first) : std::move(one.shortest));
      simplest.emplace_back(std::move(one.simplest));
    }
    result_.endingsOmitted = found.endingsOmitted;
    if (result_.complete) expect(std::move(found.serial), found.serialSchedule);
    else expectByWalk();
    if (result_.complete) tell(counts);
    exemplify(std::move(first), std::move(simplest));
    grade();
    return true;
  }

  // The graph is built.
  void exploreGraph() {
    if (graph_.isMerged()) {
      order_ = topologicalOrder(graph_, searching_);
      if (order_->cyclic && budget_.bound() == Bound::none) {
        graph_.build(budget_, team_, mostStates_, ProgramGraph::LikeStates::apart);
        order_.reset();
      }
    }
    graph_.forgetSteps();
    result_.states = graph_.nodes();
    result_.likeAsOne = graph_.isMerged();
    result_.stateBytes = graph_.stateBytes();
    describeBound(budget_.bound());
    if (graph_.nodes() == 0 || result_.cancelled) return;
    findEndings();
    expect();
    countAndExemplify();
    if (levels_) result_.levels = levelsOf(graph_, searching_);
    if (searching_.bound() != Bound::none) leaveOutCounts();
    grade();
  }

  void grade() {
    for (ProgramEnding& ending : result_.endings) ending.grade = gradeOf(ending);
    std::ranges::sort(result_.endings, comesBefore);
  }

  // What cut the exploration short: `bound`, or, without one, a bound of the language.
  void describeBound(Bound bound) {
    result_.complete = bound == Bound::none && graph_.stopped().empty();
    result_.cancelled = bound == Bound::cancelled;
    result_.outOfMemory = bound == Bound::memory;
    result_.outOfStates = bound == Bound::states;
    if (result_.complete) return;
    result_.bound = wordsOf(bound);
    if (result_.cancelled) return;
    if (result_.bound.empty()) result_.bound = graph_.stopped();
    result_.bound += "; the endings found by then are listed";
  }

  // The graph is known, and going through it was cut short.
  void leaveOutCounts() {
    describeBound(searching_.bound());
    result_.schedules.clear();
    result_.deadlocks.clear();
    for (ProgramEnding& ending : result_.endings) ending.schedules.clear();
  }

  // Nodes at which nothing can step, by what they leave. The list ends where it would be too long.
  void findEndings() {
    groups_.of.assign(graph_.nodes(), kNone);
    EndingNumbers numbers;
    for (std::uint32_t node = 0; node < graph_.expanded(); ++node) {
      if (!graph_.edges(node).empty()) continue;
      if (searching_.spent()) break;
      program::Ending ending = program::endingOf(graph_.machineAt(node));
      groups_.of[node] = numbers.of(ending);
      if (numbers.size() > result_.endings.size())
        result_.endings.push_back({.ending = std::move(ending), .schedules = {}, .example = {}, .simplest = {}});
    }
    result_.endingsOmitted = numbers.omitted();
    groups_.count = result_.endings.size();
  }

  // What the serial execution comes to, if that is known.
  void expect() {
    std::string path;
    // It goes by states that are not merged. Without a cycle that makes no difference.
    const auto end = graph_.isMerged() && !result_.complete ? std::nullopt : serialEnd(graph_, path, searching_);
    if (end) expect(program::endingOf(graph_.machineAt(*end)), path);
    else if (!result_.complete) expectByWalk(std::move(path));
    else expect(std::nullopt, path);
  }

  // As long as it does not have to go back.
  void expectByWalk(std::string path = {}) {
    auto ending = endOfSerialWalk(graph_.start(), encoder_, path, searching_.progress().cancel);
    expect(std::move(ending), path);
  }

  // Null where it ends in an error or a deadlock.
  void expect(std::optional<program::Ending> ending, const std::string& path) {
    name(path);
    if (ending && ending->errors.empty() && ending->deadlock.empty()) result_.expected = std::move(ending);
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

  void count() {
    const std::vector<Count> counts = pathCounts(graph_, *order_, groups_, searching_);
    if (!searching_.spent()) tell(counts);
  }

  // By ending.
  void tell(const std::vector<Count>& counts) {
    Count all = 0, deadlocked = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      result_.endings[i].schedules = counts[i].str();
      all += counts[i];
      if (!result_.endings[i].ending.deadlock.empty()) deadlocked += counts[i];
    }
    result_.schedules = all.str();
    result_.deadlocks = deadlocked.str();
  }

  void countAndExemplify() {
    std::vector<std::string> first;
    std::vector<std::optional<SimplestPath>> simplest;
    constexpr std::size_t kFew = 5'000;  // nodes, for which a second thread does not pay
    team_.forEach(2, graph_.nodes() > kFew, [&](std::size_t part, std::size_t) {
      if (part == 0) simplest = simplestPaths(graph_, groups_, searching_);
      else first = goThrough();
    });
    exemplify(std::move(first), std::move(simplest));
  }

  // By ending; those without a simplest path are left out.
  void exemplify(std::vector<std::string> first, std::vector<std::optional<SimplestPath>> simplest) {
    std::uint64_t letters = 0;
    std::vector<ProgramEnding> told;
    for (std::size_t i = 0; i < result_.endings.size(); ++i) {
      // An ending is not graded while it is not known how it comes about.
      if (!simplest[i]) {
        ++result_.endingsOmitted;
        continue;
      }
      ProgramEnding& ending = told.emplace_back(std::move(result_.endings[i]));
      ending.preemptions = simplest[i]->preemptions;
      if (i < first.size()) letters += first[i].size() + simplest[i]->schedule.size();
      if (i >= first.size() || letters >= kMaxExampleLetters) continue;
      ending.example = std::move(first[i]);
      ending.simplest = std::move(simplest[i]->schedule);
    }
    result_.endings = std::move(told);
  }

  // Counts schedules, or describes a cycle, and gives an example of each ending. Where executions can go on for ever, or have not all been
  // found, shorter examples come first.
  std::vector<std::string> goThrough() {
    if (!order_) order_ = topologicalOrder(graph_, searching_);
    if (result_.complete && !order_->cyclic) {
      std::vector<std::string> first = firstSchedules(graph_, *order_, groups_, searching_);
      count();
      return first;
    }
    const PathTree tree = shortestPaths(graph_, searching_);
    std::vector<std::string> first = shortestExamples(tree);
    // Whether there is a cycle is not known if the search for one ended early.
    if (result_.complete && !searching_.spent()) describeCycle(tree);
    return first;
  }

  std::vector<std::string> shortestExamples(const PathTree& tree) {
    std::vector<std::string> first(groups_.count);
    std::vector<bool> known(groups_.count, false);
    for (std::size_t place = 0; place < tree.size(); ++place) {
      const std::uint32_t node = tree.at(place);
      const std::uint32_t group = groups_.of[node];
      if (group == kNone || known[group]) continue;
      known[group] = true;
      first[group] = tree.schedule(graph_, node);
    }
    return first;
  }

  void describeCycle(const PathTree& tree) {
    result_.schedules = "unbounded";
    const bool deadlocks =
        std::ranges::any_of(result_.endings, [](const ProgramEnding& one) { return !one.ending.deadlock.empty(); });
    result_.deadlocks = deadlocks ? "unbounded" : "0";
    const auto cycle = findCycle(graph_, *order_, searching_);
    if (!cycle) return;
    Endless endless;
    endless.schedule = tree.schedule(graph_, cycle->entry);
    for (const ProgramGraph::Edge& edge : cycle->edges) endless.cycle += letterOfRank(static_cast<LetterRank>(edge.rank));
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

  const ProgramGraph::LikeStates like_;
  Budget budget_;  // of building the graph
  Budget searching_;  // of going through it
  Team team_;
  const std::uint64_t mostStates_;
  const bool levels_;
  ProgramGraph graph_;
  program::StateEncoder encoder_;
  ProgramExploration result_;
  NodeGroups groups_;  // by node: the number of its ending
  std::optional<TopologicalOrder> order_;  // none: not looked for yet
};

}  // namespace

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

const ProgramEnding* worstOf(const ProgramExploration& exploration) {
  const auto worst = std::ranges::max_element(exploration.endings, {}, &ProgramEnding::grade);
  if (worst == exploration.endings.end() || worst->grade < Grade::wrong) return nullptr;
  // Of what is cut short, nothing may be expected yet.
  return worst->grade == Grade::wrong && !exploration.complete && !exploration.expected ? nullptr : &*worst;
}

double shareOf(const ProgramEnding& one, const ProgramExploration& exploration) {
  const bool counted = isDecimal(one.schedules) && isDecimal(exploration.schedules);
  return counted ? ratioOf(one.schedules, exploration.schedules) : 0;
}

std::string_view nameOf(Grade grade) {
  static constexpr std::array<std::string_view, 5> kNames = {"expected", "another order", "wrong", "error", "deadlock"};
  return kNames[static_cast<std::size_t>(grade)];
}

ProgramExploration exploreProgram(std::shared_ptr<const program::Program> program, bool output, const ExploreOptions& options,
                                  ExploreProgress& progress, ProgramGraph::LikeStates like, ProgramSearch search) {
  return Explorer(std::move(program), output, options, progress, like).result(search);
}

}  // namespace interleave
