#include "explore/graph_paths.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <optional>
#include <ranges>
#include <utility>

namespace interleave {
namespace {

using Edge = ProgramGraph::Edge;
constexpr std::uint32_t kNone = PathTree::kNone;

std::uint32_t nodeCount(const ProgramGraph& graph) { return static_cast<std::uint32_t>(graph.nodes()); }

// Whether a processor's caches do not hold what is known of nodes, and asking for it ahead pays.
bool isLarge(const ProgramGraph& graph) { return graph.edgeCount() > 200'000; }

// Looks at the budget once in many calls with ascending or descending numbers.
bool isSpent(Budget& budget, std::size_t number) {
  constexpr std::size_t kPerLook = 1u << 13;
  if (number % kPerLook != 0) return false;
  budget.look();
  return budget.spent();
}

std::uint32_t lettersOf(const ProgramGraph& graph, std::uint32_t node) {
  std::uint32_t letters = 0;
  for (const Edge& edge : graph.edges(node)) letters |= 1u << edge.rank;
  return letters;
}

// The letters of a node's edges on a way to it, which stands for a state that differs from the node's own by a renaming.
class Names {
 public:
  explicit Names(const ProgramGraph& graph) : graph_(&graph) {}

  LetterRank of(const Edge& edge) const {
    const auto rank = static_cast<LetterRank>(edge.rank);
    return graph_->isMerged() ? names_[rank] : rank;
  }
  // Goes along an edge.
  void go(std::size_t edge) {
    if (graph_->isMerged()) names_ = names_.afterInverseOf(graph_->renaming(edge));
  }
  // Of the edges of a node, in the order of their letters: the first whose letter is not less than `least`; or the end.
  std::size_t firstFrom(std::uint32_t node, std::uint32_t least) const {
    const std::size_t first = graph_->firstEdge(node), end = graph_->firstEdge(node + 1);
    std::size_t found = end;
    for (std::size_t edge = first; edge < end; ++edge) {
      const LetterRank letter = of(graph_->edge(edge));
      if (letter >= least && (found == end || letter < of(graph_->edge(found)))) found = edge;
      if (found != end && !graph_->isMerged()) break;
    }
    return found;
  }

 private:
  const ProgramGraph* graph_;
  Renaming names_;
};

// A way through the graph that is tried out, from the root.
class Way {
 public:
  explicit Way(const ProgramGraph& graph) : graph_(graph) { turns_.push_back({0, 0, 0, Names(graph)}); }

  bool empty() const { return turns_.empty(); }
  std::uint32_t node() const { return turns_.back().node; }
  // The next edge from its end, in the order of the letters; none: all have been tried.
  std::optional<std::size_t> next() {
    Turn& turn = turns_.back();
    const std::size_t first = graph_.firstEdge(turn.node), end = graph_.firstEdge(turn.node + 1);
    const std::size_t edge = graph_.isMerged() ? turn.names.firstFrom(turn.node, turn.tried) : first + turn.tried;
    if (edge == end) return std::nullopt;
    turn.tried = graph_.isMerged() ? turn.names.of(graph_.edge(edge)) + 1u : turn.tried + 1;
    return edge;
  }
  void go(std::size_t edge) {
    Turn turn = turns_.back();
    turn.letter = turn.names.of(graph_.edge(edge));
    turn.names.go(edge);
    turn.node = graph_.edge(edge).target;
    turn.tried = 0;
    turns_.push_back(turn);
  }
  void back() { turns_.pop_back(); }
  std::string schedule() const {
    std::string schedule;
    for (std::size_t i = 1; i < turns_.size(); ++i) schedule += letterOfRank(turns_[i].letter);
    return schedule;
  }

 private:
  struct Turn {
    std::uint32_t node = 0;
    std::uint32_t tried = 0;  // so many edges; of a merged graph, those whose letters are less
    LetterRank letter = 0;  // by which it was reached
    Names names;
  };
  const ProgramGraph& graph_;
  std::vector<Turn> turns_;
};

// Strongly connected components, without recursion. They are numbered in reverse topological order.
class Components {
 public:
  Components(const ProgramGraph& graph, Budget& budget)
      : graph_(graph), of_(graph.nodes(), kNone), index_(graph.nodes(), kNone), low_(graph.nodes(), 0) {
    enter(0);
    for (std::size_t i = 0; !open_.empty() && !isSpent(budget, i); ++i) visit();
  }
  std::vector<std::uint32_t> of() && { return std::move(of_); }
  std::uint32_t count() const { return count_; }

 private:
  void visit() {
    const auto [node, next] = open_.back();
    const auto edges = graph_.edges(node);
    if (next < edges.size()) {
      ++open_.back().second;
      const std::uint32_t target = edges[next].target;
      if (index_[target] == kNone) enter(target);
      else low_[node] = std::min(low_[node], index_[target]);
      return;
    }
    open_.pop_back();
    if (!open_.empty()) low_[open_.back().first] = std::min(low_[open_.back().first], low_[node]);
    if (low_[node] == index_[node]) close(node);
  }
  void enter(std::uint32_t node) {
    index_[node] = low_[node] = next_++;
    stack_.push_back(node);
    open_.emplace_back(node, 0);
    if (!isLarge_) return;
    for (const Edge& edge : graph_.edges(node)) __builtin_prefetch(&index_[edge.target]);
  }
  void close(std::uint32_t node) {
    std::uint32_t last;
    do {
      last = stack_.back();
      stack_.pop_back();
      of_[last] = count_;
      index_[last] = kClosed;
    } while (last != node);
    ++count_;
  }

  // Of a node whose component is known: more than any that is open has.
  static constexpr std::uint32_t kClosed = kNone - 1;

  const ProgramGraph& graph_;
  const bool isLarge_ = isLarge(graph_);
  std::vector<std::uint32_t> of_, index_, low_, stack_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> open_;
  std::uint32_t next_ = 0, count_ = 0;
};

}  // namespace

TopologicalOrder topologicalOrder(const ProgramGraph& graph, Budget& budget) {
  TopologicalOrder order;
  order.byNumber = graph.goesUp();
  if (order.byNumber) return order;
  Components components(graph, budget);
  order.componentCount = components.count();
  order.cyclic = order.componentCount != graph.nodes() || graph.hasLoop();
  std::vector<std::uint32_t> of = std::move(components).of();
  if (order.cyclic) {
    order.components = std::move(of);
    return order;
  }
  order.nodes.resize(graph.nodes());
  for (std::uint32_t node = 0; node < nodeCount(graph); ++node) order.nodes[graph.nodes() - 1 - of[node]] = node;
  return order;
}

std::string PathTree::schedule(const ProgramGraph& graph, std::uint32_t node) const {
  std::vector<std::size_t> path;
  for (; parents[node] != kNone; node = parents[node]) {
    std::size_t edge = graph.firstEdge(parents[node]);
    if (!graph.isMerged())
      while (graph.edge(edge).target != node) ++edge;
    else edge = edges[node];
    path.push_back(edge);
  }
  std::string schedule;
  Names names(graph);
  for (const std::size_t edge : std::views::reverse(path)) {
    schedule += letterOfRank(names.of(graph.edge(edge)));
    names.go(edge);
  }
  return schedule;
}

namespace {

// Breadth first, by the letters that edges have on the first of the shortest paths to their nodes. Of paths of equal length those are in
// the order in which their last but one nodes are visited, and among these in the order of the letters.
PathTree shortestPathsOfMerged(const ProgramGraph& graph, Budget& budget) {
  PathTree tree{std::vector<std::uint32_t>(graph.nodes(), kNone), {0}, std::vector<std::size_t>(graph.nodes(), 0)};
  std::vector<Names> names{Names(graph)};
  for (std::size_t i = 0; i < tree.order.size() && !isSpent(budget, i); ++i) {
    const std::uint32_t node = tree.order[i];
    const std::size_t end = graph.firstEdge(node + 1);
    for (std::size_t edge = names[i].firstFrom(node, 0); edge != end;
         edge = names[i].firstFrom(node, names[i].of(graph.edge(edge)) + 1u)) {
      const std::uint32_t target = graph.edge(edge).target;
      if (target == 0 || tree.parents[target] != kNone) continue;
      tree.parents[target] = node;
      tree.edges[target] = edge;
      tree.order.push_back(target);
      Names there = names[i];
      there.go(edge);
      names.push_back(there);
    }
  }
  return tree;
}

}  // namespace

// Nodes are numbered breadth first.
PathTree shortestPaths(const ProgramGraph& graph, Budget& budget) {
  if (graph.isMerged()) return shortestPathsOfMerged(graph, budget);
  PathTree tree{std::vector<std::uint32_t>(graph.nodes(), kNone), {}, {}};
  for (std::uint32_t node = 0; node < nodeCount(graph) && !isSpent(budget, node); ++node) {
    for (const Edge& edge : graph.edges(node)) {
      if (edge.target > node && tree.parents[edge.target] == kNone) tree.parents[edge.target] = node;
    }
  }
  return tree;
}

// ---- Without cycles --------------------------------------------------------------------------
namespace {

// Visits each node once, depth first, letters in order, until visit(way) is false.
template <typename Visit>
void searchDepthFirst(const ProgramGraph& graph, Budget& budget, const Visit& visit) {
  std::vector<bool> visited(graph.nodes(), false);
  Way way(graph);
  visited[0] = true;
  if (!visit(way)) return;
  for (std::size_t i = 0; !way.empty() && !isSpent(budget, i); ++i) {
    const auto edge = way.next();
    if (!edge) {
      way.back();
      continue;
    }
    const std::uint32_t target = graph.edge(*edge).target;
    if (visited[target]) continue;
    visited[target] = true;
    way.go(*edge);
    if (!visit(way)) return;
  }
}

// For many groups. The first visit to a node comes by the alphabetically first path to it: an earlier visit to a node on that path
// would have gone on to it.
std::vector<std::string> firstSchedulesBySearch(const ProgramGraph& graph, const NodeGroups& groups, Budget& budget) {
  std::vector<std::string> first(groups.count);
  std::vector<bool> known(groups.count, false);
  std::size_t missing = groups.count;
  searchDepthFirst(graph, budget, [&](const Way& way) {
    const std::uint32_t group = groups.of[way.node()];
    if (group != kNone && !known[group]) {
      known[group] = true;
      first[group] = way.schedule();
      --missing;
    }
    return missing != 0;
  });
  return first;
}

// Which of up to 64 groups can be reached from each node, and then the first letter by which each can.
void addFirstSchedules(const ProgramGraph& graph, const TopologicalOrder& order, const NodeGroups& groups, std::size_t from,
                       Budget& budget, std::vector<std::string>& first) {
  constexpr std::size_t kBits = 64;
  std::vector<std::uint64_t> reached(graph.nodes(), 0);
  for (std::size_t place = graph.nodes(); place-- > 0 && !isSpent(budget, place);) {
    const std::uint32_t node = order.at(place);
    const std::uint32_t group = groups.of[node];
    std::uint64_t bits = group != kNone && group >= from && group < from + kBits ? std::uint64_t{1} << (group - from) : 0;
    for (const Edge& edge : graph.edges(node)) bits |= reached[edge.target];
    reached[node] = bits;
  }
  for (std::size_t group = from; group < std::min(groups.count, from + kBits) && !isSpent(budget, 0); ++group) {
    std::string& path = first.emplace_back();
    Names names(graph);
    for (std::uint32_t node = 0; groups.of[node] != group;) {
      std::size_t edge = names.firstFrom(node, 0);
      while ((reached[graph.edge(edge).target] >> (group - from) & 1) == 0)
        edge = names.firstFrom(node, names.of(graph.edge(edge)) + 1u);
      path += letterOfRank(names.of(graph.edge(edge)));
      names.go(edge);
      node = graph.edge(edge).target;
    }
  }
}

// Numbers of so many digits, side by side.
template <std::size_t kLimbs>
std::vector<Count> pathCountsIn(const ProgramGraph& graph, const TopologicalOrder& order, const NodeGroups& groups,
                                Budget& budget) {
  using Number = std::array<std::uint64_t, kLimbs>;
  std::vector<Number> ways(graph.nodes(), Number{});
  ways[0][0] = 1;
  std::vector<Count> counts(groups.count);
  for (std::size_t place = 0; place < graph.nodes() && !isSpent(budget, place); ++place) {
    const std::uint32_t node = order.at(place);
    const Number from = ways[node];
    for (const Edge& edge : graph.edges(node)) {
      Number& to = ways[edge.target];
      std::uint64_t carry = 0;
      for (std::size_t i = 0; i < kLimbs; ++i) {
        const std::uint64_t sum = to[i] + from[i];
        const std::uint64_t all = sum + carry;
        carry = static_cast<std::uint64_t>(sum < from[i]) | static_cast<std::uint64_t>(all < sum);
        to[i] = all;
      }
    }
    if (groups.of[node] != kNone) counts[groups.of[node]] += limbs::toCount(from.data(), kLimbs);
  }
  return counts;
}

// Numbers of any size, each given back when it is used up.
std::vector<Count> largePathCounts(const ProgramGraph& graph, const TopologicalOrder& order, const NodeGroups& groups,
                                   Budget& budget) {
  std::vector<Count> ways(graph.nodes());
  ways[0] = 1;
  std::vector<Count> counts(groups.count);
  for (std::size_t place = 0; place < graph.nodes() && !isSpent(budget, place); ++place) {
    const std::uint32_t node = order.at(place);
    for (const Edge& edge : graph.edges(node)) ways[edge.target] += ways[node];
    if (groups.of[node] != kNone) counts[groups.of[node]] += ways[node];
    ways[node] = Count();
  }
  return counts;
}

// No node has more than 2 to that power paths: the product of the numbers of edges on the way.
double pathBits(const ProgramGraph& graph, const TopologicalOrder& order, Budget& budget) {
  std::array<float, program::kMaxAgents + 1> logarithms{};
  for (std::size_t i = 1; i < logarithms.size(); ++i) logarithms[i] = std::log2(static_cast<float>(i));
  std::vector<float> bits(graph.nodes(), 0);
  float most = 0;
  for (std::size_t place = 0; place < graph.nodes() && !isSpent(budget, place); ++place) {
    const std::uint32_t node = order.at(place);
    const auto edges = graph.edges(node);
    const float after = bits[node] + logarithms[edges.size()];
    for (const Edge& edge : edges) bits[edge.target] = std::max(bits[edge.target], after);
    most = std::max(most, after);
  }
  return static_cast<double>(most);
}

}  // namespace

std::vector<std::string> firstSchedules(const ProgramGraph& graph, const TopologicalOrder& order, const NodeGroups& groups,
                                        Budget& budget) {
  constexpr std::size_t kAtOnce = 64, kMany = 512;
  if (groups.count > kMany) return firstSchedulesBySearch(graph, groups, budget);
  std::vector<std::string> first;
  for (std::size_t from = 0; from < groups.count; from += kAtOnce) addFirstSchedules(graph, order, groups, from, budget, first);
  return first;
}

std::vector<Count> pathCounts(const ProgramGraph& graph, const TopologicalOrder& order, const NodeGroups& groups,
                              Budget& budget) {
  constexpr double kLimbBits = 64;
  // Floats are added up: a little more than their sum is enough.
  const auto limbs = static_cast<std::size_t>((pathBits(graph, order, budget) * 1.01 + 2) / kLimbBits) + 1;
  switch (limbs) {
    case 1: return pathCountsIn<1>(graph, order, groups, budget);
    case 2: return pathCountsIn<2>(graph, order, groups, budget);
    case 3: return pathCountsIn<3>(graph, order, groups, budget);
    case 4: return pathCountsIn<4>(graph, order, groups, budget);
    case 5:
    case 6: return pathCountsIn<6>(graph, order, groups, budget);
    default: return largePathCounts(graph, order, groups, budget);
  }
}

std::optional<std::uint32_t> serialEnd(const ProgramGraph& graph, std::string& path, Budget& budget) {
  std::optional<std::uint32_t> end;
  searchDepthFirst(graph, budget, [&](const Way& way) {
    const std::uint32_t node = way.node();
    // Whether a node beyond the bound ends is not known.
    if (node >= graph.expanded()) return false;
    if (!graph.edges(node).empty()) return true;
    path = way.schedule();
    end = node;
    return false;
  });
  return end;
}

// ---- The fewest preemptions ------------------------------------------------------------
//
// A step of another agent than the one before is a preemption where that one could have gone on: so what comes next depends on the node
// and on who stepped last. Such pairs are the nodes of another graph, whose edges cost a preemption or none, and a step each. First the
// least costs, preemptions before steps; then, along cheapest edges alone and depth first, the first letters.
namespace {

class Preemptions {
 public:
  Preemptions(const ProgramGraph& graph, const NodeGroups& groups, Budget& budget)
      : graph_(graph),
        groups_(groups),
        budget_(budget),
        pairs_(graph.nodes() + 1),
        left_(graph.nodes()),
        cheapest_(groups.count, kUnknown) {
    for (std::uint32_t node = 0; node < nodeCount(graph) && !isSpent(budget, node); ++node) {
      for (std::size_t edge = graph.firstEdge(node); edge < graph.firstEdge(node + 1); ++edge) {
        if (isLarge_ && edge + kAhead < graph.edgeCount()) __builtin_prefetch(&pairs_[graph.edge(edge + kAhead).target], 1);
        pairs_[graph.edge(edge).target].letters |= 1u << graph.arrival(edge);
      }
    }
    std::uint32_t count = 1;  // the root, before any step
    for (std::uint32_t node = 0; node < nodeCount(graph); ++node) {
      pairs_[node].first = count;
      count += static_cast<std::uint32_t>(std::popcount(pairs_[node].letters));
    }
    costs_.assign(count, kUnknown);
    findCosts();
    findFirst();
  }

  std::vector<std::optional<SimplestPath>> best() && { return std::move(paths_); }

 private:
  // Preemptions, and below them steps.
  using Cost = std::uint64_t;
  static constexpr int kLengthBits = 32;
  static constexpr Cost kPreemption = Cost{1} << kLengthBits;
  static constexpr Cost kUnknown = ~Cost{0};
  static constexpr std::uint32_t kStart = 0;  // the root, before any step
  static constexpr std::size_t kAhead = 16;  // so much earlier memory is asked for

  // A node, and who stepped last, as the node's own state has it; `pair` is their number.
  struct Place {
    std::uint32_t pair;
    std::uint32_t node;
    LetterRank letter;
  };
  struct Pairs {
    std::uint32_t first = 0;  // the number of the pair with the lowest letter
    std::uint32_t letters = 0;  // with which the node is reached
  };
  static constexpr LetterRank kNoLetter = 31;
  // From which of its places a node has been left.
  struct Left {
    bool all : 1 = false;  // from one that could not go on
    bool others : 1 = false;  // from one that could, by this letter
    bool both : 1 = false;  // and from another one
    LetterRank letter : 5 = 0;
  };

  Place placeBehind(std::size_t edge) const {
    const std::uint32_t node = graph_.edge(edge).target;
    const LetterRank letter = graph_.arrival(edge);
    const Pairs& of = pairs_[node];
    return {of.first + static_cast<std::uint32_t>(std::popcount(of.letters & ((1u << letter) - 1))), node, letter};
  }
  // What a step costs beside itself: a preemption, if who stepped last could go on.
  static Cost preemptionOf(const Edge& edge, LetterRank last, std::uint32_t able) {
    return edge.rank != last && (able >> last & 1) != 0 ? kPreemption : 0;
  }
  std::uint32_t ableAt(std::uint32_t node) const { return lettersOf(graph_, node); }
  std::uint32_t groupOf(std::uint32_t node) const { return groups_.of[node]; }

  // By preemptions, and among as many by steps, until each group is reached.
  void findCosts() {
    costs_[kStart] = 0;
    std::vector<Place> now{{kStart, 0, kNoLetter}}, later;
    for (Cost cost = 0; !now.empty() && missing_ != 0 && !budget_.spent(); cost += kPreemption) {
      later.clear();
      findWith(cost, now, later);
      now.swap(later);
    }
  }

  // Takes the edges of a place whose cost is known, and calls reach(place, whether that preempts) for each to which this is the cheapest
  // way so far. What another place of the node, which was left before and so costs no more, has reached as cheaply is left out: all edges
  // where it could not go on; where it could, all but its own. So an edge is taken a few times, not by each that can step last.
  void leave(const Place& place, Cost cost, const auto& reach) {
    Left& left = left_[place.node];
    if (left.all) return;
    const std::size_t end = graph_.firstEdge(place.node + 1);
    const bool couldGoOn = (ableAt(place.node) >> place.letter & 1) != 0;
    for (std::size_t edge = graph_.firstEdge(place.node); edge < end; ++edge) {
      const auto letter = static_cast<LetterRank>(graph_.edge(edge).rank);
      const bool preempts = couldGoOn && letter != place.letter;
      if (preempts && left.others && (left.both || letter != left.letter)) continue;
      const Cost sum = cost + 1 + (preempts ? kPreemption : 0);
      const Place next = placeBehind(edge);
      if (costs_[next.pair] <= sum) continue;
      costs_[next.pair] = sum;
      reach(next, preempts);
    }
    if (!couldGoOn) {
      left.all = true;
    } else if (!left.others) {
      left.others = true;
      left.letter = place.letter;
    } else if (left.letter != place.letter) {
      left.both = true;
    }
  }

  // Asks for the memory that leaving the places behind the given one will look at, step by step.
  void prepare(const std::vector<Place>& places, std::size_t at) const {
    const auto ahead = [&](std::size_t distance) { return at + distance < places.size() ? &places[at + distance] : nullptr; };
    if (const Place* const place = ahead(kAhead)) {
      __builtin_prefetch(&costs_[place->pair]);
      __builtin_prefetch(&left_[place->node]);
      graph_.prefetch(place->node);
    }
    if (const Place* const place = ahead(3 * kAhead / 4)) graph_.prefetchEdges(place->node);
    if (const Place* const place = ahead(kAhead / 2))
      for (const Edge& edge : graph_.edges(place->node)) __builtin_prefetch(&pairs_[edge.target]);
    if (const Place* const place = ahead(kAhead / 4)) prefetchBehind(place->node);
  }
  void prefetchBehind(std::uint32_t node) const {
    for (std::size_t edge = graph_.firstEdge(node); edge < graph_.firstEdge(node + 1); ++edge)
      __builtin_prefetch(&costs_[placeBehind(edge).pair]);
  }

  // `start`: places that are first reached with so many preemptions.
  void findWith(Cost cost, const std::vector<Place>& start, std::vector<Place>& later) {
    std::vector<std::vector<Place>> byLength;
    const auto add = [&](const Place& place, std::size_t length) {
      if (byLength.size() <= length) byLength.resize(length + 1);
      byLength[length].push_back(place);
    };
    for (std::size_t i = 0; i < start.size(); ++i) {
      if (i + kAhead < start.size()) __builtin_prefetch(&costs_[start[i + kAhead].pair]);
      const Place& place = start[i];
      const Cost known = costs_[place.pair];
      if (known >= cost && known < cost + kPreemption) add(place, static_cast<std::size_t>(known - cost));
    }
    for (std::size_t length = 0; length < byLength.size(); ++length) {
      for (std::size_t i = 0; i < byLength[length].size() && !isSpent(budget_, i); ++i) {
        if (isLarge_) prepare(byLength[length], i);
        const Place place = byLength[length][i];
        if (costs_[place.pair] != cost + length) continue;
        const std::uint32_t group = groupOf(place.node);
        if (group != kNone && cheapest_[group] == kUnknown) {
          cheapest_[group] = cost + length;
          --missing_;
        }
        leave(place, cost + length, [&](const Place& next, bool preempts) {
          if (preempts) later.push_back(next);
          else add(next, length + 1);
        });
      }
      byLength[length] = {};
    }
  }

  // Depth first along cheapest edges alone, letters in order: the first visit to a pair comes by the first of its cheapest paths, which
  // are all as long.
  void findFirst() {
    paths_.resize(groups_.count);
    std::vector<bool> visited(costs_.size(), false);
    Way way(graph_);
    std::vector<Place> places;  // on the way
    const auto enter = [&](const Place& place) {
      visited[place.pair] = true;
      places.push_back(place);
      if (isLarge_) prefetchBehind(place.node);
      const std::uint32_t group = groupOf(place.node);
      if (group == kNone || paths_[group] || costs_[place.pair] != cheapest_[group]) return;
      paths_[group] = {static_cast<int>(costs_[place.pair] >> kLengthBits), way.schedule()};
      --missing_;
    };
    missing_ = static_cast<std::size_t>(std::ranges::count_if(cheapest_, [](Cost cost) { return cost != kUnknown; }));
    enter({kStart, 0, kNoLetter});
    for (std::size_t i = 0; missing_ != 0 && !way.empty() && !isSpent(budget_, i); ++i) {
      const auto edge = way.next();
      if (!edge) {
        way.back();
        places.pop_back();
        continue;
      }
      const Place place = places.back(), next = placeBehind(*edge);
      if (visited[next.pair]) continue;
      if (costs_[next.pair] != costs_[place.pair] + 1 + preemptionOf(graph_.edge(*edge), place.letter, ableAt(place.node)))
        continue;
      way.go(*edge);
      enter(next);
    }
  }

  const ProgramGraph& graph_;
  const bool isLarge_ = isLarge(graph_);
  const NodeGroups& groups_;
  Budget& budget_;
  std::vector<Pairs> pairs_;  // by node
  std::vector<Left> left_;  // by node
  std::vector<Cost> costs_;  // by pair
  std::vector<Cost> cheapest_;  // by group
  std::size_t missing_ = groups_.count;  // groups
  std::vector<std::optional<SimplestPath>> paths_;  // by group
};

}  // namespace

std::vector<std::optional<SimplestPath>> simplestPaths(const ProgramGraph& graph, const NodeGroups& groups, Budget& budget) {
  if (groups.count == 0) return {};
  return Preemptions(graph, groups, budget).best();
}

// ---- Cycles ---------------------------------------------------------------------------------
namespace {

// What is known of one component.
struct Component {
  std::uint32_t size = 0;
  std::uint32_t steps = 0;  // letters of the edges inside
  std::uint32_t always = ~0u;  // letters that every node has
  std::uint32_t entry = kNone;  // the node of it that comes first

  // A cycle through all of it is fair; if that is not, none in it is.
  bool fair() const { return (always & ~steps) == 0; }
};

class CycleFinder {
 public:
  CycleFinder(const ProgramGraph& graph, const std::vector<std::uint32_t>& component) : graph_(graph), component_(component) {}

  // From `entry` and back to it.
  Cycle find(std::uint32_t entry, const Component& all) {
    cycle_ = {};
    cycle_.entry = entry;
    walkTo(entry, entry, [&](std::uint32_t node) { return node == entry; });
    judge();
    if (all.fair() && !cycle_.fair) walkEverywhere(entry, all);
    return std::move(cycle_);
  }

 private:
  // Goes the shortest way, one step at least, inside the component, to a node that is wanted; the node.
  std::uint32_t walkTo(std::uint32_t from, std::uint32_t, const auto& wanted) {
    std::vector<std::pair<std::uint32_t, Edge>> reached;  // whence, and by which edge
    std::vector<std::uint32_t> open{from};
    std::vector<std::pair<std::uint32_t, std::size_t>> known;
    std::vector<bool> seen(graph_.nodes(), false);
    std::vector<std::size_t> cameBy(1, 0);
    for (std::size_t i = 0; i < open.size(); ++i) {
      for (const Edge& edge : graph_.edges(open[i])) {
        if (component_[edge.target] != component_[from] || seen[edge.target]) continue;
        seen[edge.target] = true;
        reached.emplace_back(static_cast<std::uint32_t>(i), edge);
        open.push_back(edge.target);
        if (!wanted(edge.target)) continue;
        std::vector<Edge> path;
        for (std::size_t at = open.size() - 1; at != 0; at = reached[at - 1].first) path.push_back(reached[at - 1].second);
        cycle_.edges.insert(cycle_.edges.end(), path.rbegin(), path.rend());
        return edge.target;
      }
    }
    return from;
  }

  // Takes a step of everyone that steps inside, and goes to a node at which those that never do have none.
  void walkEverywhere(std::uint32_t entry, const Component& all) {
    cycle_.edges.clear();
    std::uint32_t at = entry;
    for (std::uint32_t letters = all.steps; letters != 0; letters &= letters - 1) {
      const auto rank = static_cast<LetterRank>(std::countr_zero(letters));
      const auto inside = [&](std::uint32_t node) {
        const auto edges = graph_.edges(node);
        return std::ranges::find_if(
            edges, [&](const Edge& edge) { return edge.rank == rank && component_[edge.target] == component_[entry]; });
      };
      if (inside(at) == graph_.edges(at).end())
        at = walkTo(at, at, [&](std::uint32_t node) { return inside(node) != graph_.edges(node).end(); });
      const Edge edge = *inside(at);
      cycle_.edges.push_back(edge);
      at = edge.target;
    }
    for (std::uint32_t letters = ~all.steps; letters != 0; letters &= letters - 1) {
      const std::uint32_t bit = letters & ~(letters - 1);
      const auto without = [&](std::uint32_t node) { return (lettersOf(graph_, node) & bit) == 0; };
      if (!without(at) && !without(entry)) at = walkTo(at, at, without);
    }
    if (at != entry) walkTo(at, at, [&](std::uint32_t node) { return node == entry; });
    judge();
  }

  void judge() {
    std::uint32_t steps = 0, always = ~0u, some = 0;
    std::uint32_t at = cycle_.entry;
    for (const Edge& edge : cycle_.edges) {
      steps |= 1u << edge.rank;
      always &= lettersOf(graph_, at);
      some |= lettersOf(graph_, at);
      at = edge.target;
    }
    cycle_.steps = steps;
    cycle_.never = some & ~steps;
    cycle_.fair = (always & ~steps) == 0;
  }

  const ProgramGraph& graph_;
  const std::vector<std::uint32_t>& component_;
  Cycle cycle_;
};

}  // namespace

// Nodes are numbered breadth first.
std::optional<Cycle> findCycle(const ProgramGraph& graph, const TopologicalOrder& order, Budget& budget) {
  if (budget.spent()) return std::nullopt;
  const std::vector<std::uint32_t>& of = order.components;
  std::vector<Component> all(order.componentCount);
  for (std::uint32_t node = 0; node < nodeCount(graph) && !isSpent(budget, node); ++node) {
    Component& component = all[of[node]];
    ++component.size;
    if (component.entry == kNone) component.entry = node;
    component.always &= lettersOf(graph, node);
    for (const Edge& edge : graph.edges(node)) {
      if (of[edge.target] == of[node]) component.steps |= 1u << edge.rank;
    }
  }
  // A fair one before the others; among equals the one that is reached first.
  const Component* best = nullptr;
  for (std::uint32_t node = 0; node < nodeCount(graph) && !isSpent(budget, node); ++node) {
    const Component& component = all[of[node]];
    if (component.size > 1 && (!best || (component.fair() && !best->fair()))) best = &component;
  }
  if (!best || budget.spent()) return std::nullopt;
  return CycleFinder(graph, of).find(best->entry, *best);
}

}  // namespace interleave
