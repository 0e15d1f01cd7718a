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

// Strongly connected components, without recursion, with one number a node: while it is open, of those that are, the lowest known to be
// reached from it; afterwards the number of its component. These go down from the last one, in reverse topological order, and so are larger
// than numbers of open nodes (D. J. Pearce, Information Processing Letters 116(1), 2016).
class Components {
 public:
  Components(const ProgramGraph& graph, Budget& budget)
      : graph_(graph), numbers_(graph.nodes(), kNone), closing_(nodeCount(graph)) {
    enter(0);
    for (std::size_t i = 0; !open_.empty() && !isSpent(budget, i); ++i) visit();
  }
  bool complete() const { return open_.empty(); }
  std::vector<std::uint32_t> numbers() && { return std::move(numbers_); }
  std::vector<TopologicalOrder::Knot> knots() && { return std::move(knots_); }
  std::vector<std::uint32_t> knotted() && { return std::move(knotted_); }

 private:
  struct Open {
    std::uint32_t node, number;
    std::uint32_t lowest;  // that is reached
    std::size_t next, end;  // of its edges
  };

  void visit() {
    Open& last = open_.back();
    while (last.next < last.end) {
      const std::uint32_t target = graph_.edge(last.next++).target;
      const std::uint32_t number = numbers_[target];
      if (number == kNone) return enter(target);
      last.lowest = std::min(last.lowest, number);
    }
    const Open done = last;
    open_.pop_back();
    if (done.lowest == done.number) {
      close(done);
    } else {
      numbers_[done.node] = done.lowest;
      waiting_.push_back(done.node);
      open_.back().lowest = std::min(open_.back().lowest, done.lowest);
    }
  }
  void enter(std::uint32_t node) {
    numbers_[node] = entered_;
    const std::size_t first = graph_.firstEdge(node), end = graph_.firstEdge(node + 1);
    open_.push_back({node, entered_++, numbers_[node], first, end});
    if (!isLarge_) return;
    for (std::size_t edge = first; edge < end; ++edge) __builtin_prefetch(&numbers_[graph_.edge(edge).target]);
  }
  // The node and those behind it that wait for it are a component.
  void close(const Open& root) {
    const std::uint32_t number = numbers_[root.node] = --closing_;
    --entered_;
    if (waiting_.empty() || numbers_[waiting_.back()] < root.number) return;
    const std::size_t first = knotted_.size();
    knotted_.push_back(root.node);
    for (; !waiting_.empty() && numbers_[waiting_.back()] >= root.number; waiting_.pop_back(), --entered_) {
      knotted_.push_back(waiting_.back());
      numbers_[waiting_.back()] = number;
    }
    const auto entry = std::min_element(knotted_.begin() + static_cast<std::ptrdiff_t>(first), knotted_.end());
    knots_.push_back({*entry, first, knotted_.size()});
  }

  const ProgramGraph& graph_;
  const bool isLarge_ = isLarge(graph_);
  std::vector<std::uint32_t> numbers_;  // by node
  std::vector<Open> open_;
  std::vector<std::uint32_t> waiting_;  // nodes that reach one that is open
  std::uint32_t entered_ = 0, closing_;
  std::vector<TopologicalOrder::Knot> knots_;
  std::vector<std::uint32_t> knotted_;
};

}  // namespace

TopologicalOrder topologicalOrder(const ProgramGraph& graph, Budget& budget) {
  TopologicalOrder order;
  order.byNumber = graph.goesUp();
  if (order.byNumber) return order;
  Components components(graph, budget);
  order.knots = std::move(components).knots();
  order.cyclic = !order.knots.empty() || graph.hasLoop() || !components.complete();
  std::vector<std::uint32_t> numbers = std::move(components).numbers();
  if (order.cyclic) {
    order.components = std::move(numbers);
    order.knotted = std::move(components).knotted();
    return order;
  }
  order.nodes.resize(graph.nodes());
  for (std::uint32_t node = 0; node < nodeCount(graph); ++node) order.nodes[numbers[node]] = node;
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
// and on who stepped last, if that one can go on. Such places are the nodes of another graph, whose edges cost a preemption or none, and a
// step each. First the least costs, preemptions before steps; then, along cheapest edges alone and depth first, the first letters.
namespace {

class Preemptions {
 public:
  Preemptions(const ProgramGraph& graph, const NodeGroups& groups, Budget& budget)
      : graph_(graph),
        groups_(groups),
        budget_(budget),
        nodes_(graph.nodes()),
        left_(graph.nodes()),
        layers_(graph.edgeCount() + graph.nodes(), kUnknown),
        cheapest_(groups.count, kUnknown),
        paths_(groups.count) {
    for (std::uint32_t node = 0; node < nodeCount(graph) && !isSpent(budget, node); ++node)
      nodes_[node] = {static_cast<std::uint32_t>(graph.firstEdge(node)), lettersOf(graph, node), groups.of[node] != kNone};
    findCosts();
    findFirst();
  }

  std::vector<std::optional<SimplestPath>> best() && { return std::move(paths_); }

 private:
  // Preemptions, and below them steps.
  using Cost = std::uint64_t;
  static constexpr int kLengthBits = 32;
  static constexpr Cost kPreemption = Cost{1} << kLengthBits;
  // Of a place: the number of its layer, and marks.
  static constexpr std::uint32_t kIsVisited = 1u << 31, kIsOnWay = 1u << 30, kLayer = kIsOnWay - 1;
  static constexpr std::uint32_t kUnknown = kLayer;
  static constexpr std::size_t kAhead = 16;  // so much earlier memory is asked for

  // Where who stepped last can go on, its next edge has the place's number; where not, all agents are alike, and the number is the node's,
  // behind those of the edges.
  struct Place {
    std::uint32_t number;
    std::uint32_t node;
  };
  struct Node {
    std::uint32_t first = 0;  // edge
    std::uint32_t able : 31 = 0;  // who has a step, a bit a rank
    bool isWanted : 1 = false;  // it is in a group
  };
  // From which of its places a node has been left.
  enum Left : std::uint8_t { kNot, kByOne, kByAll };
  // A place that is to be left by a preemption, and how many steps lead to it.
  struct Preempted {
    Place place;
    std::uint32_t length;
  };

  Place placeAt(std::uint32_t node) const { return {static_cast<std::uint32_t>(graph_.edgeCount()) + node, node}; }
  bool canGoOn(const Place& place) const { return place.number < graph_.edgeCount(); }
  Place placeBehind(std::size_t edge) const {
    const std::uint32_t target = graph_.edge(edge).target;
    const std::uint32_t bit = 1u << graph_.arrival(edge);
    const Node& node = nodes_[target];
    if ((node.able & bit) == 0) return placeAt(target);
    return {node.first + static_cast<std::uint32_t>(std::popcount(node.able & (bit - 1))), target};
  }
  // Calls use(edge) for each edge of a node.
  void forEachEdge(std::uint32_t number, const auto& use) const {
    const Node& node = nodes_[number];
    const std::uint32_t end = node.first + static_cast<std::uint32_t>(std::popcount(node.able));
    for (std::uint32_t edge = node.first; edge < end; ++edge) use(edge);
  }

  void forEachPlace(std::uint32_t node, const auto& use) const {
    use(placeAt(node));
    forEachEdge(node, [&](std::uint32_t edge) { use(Place{edge, node}); });
  }

  // By preemptions, and among as many by steps, until each group is reached. Places of one cost are a layer.
  void findCosts() {
    costs_ = {0};
    layers_[placeAt(0).number] = 0;
    reached_ = {placeAt(0)};
    countIfWanted(reached_.front());
    std::vector<Preempted> before, now;
    for (Cost preemptions = 0; missing_ != 0 && !budget_.spent(); preemptions += kPreemption) {
      findWith(preemptions, before, now);
      if (now.empty()) return;
      before.swap(now);
      now.clear();
    }
  }

  // Finds the places that are first reached with so many preemptions: from `before`, the places that one less leads to, by lengths. `now`
  // becomes those among them that preemptions are to leave.
  void findWith(Cost preemptions, const std::vector<Preempted>& before, std::vector<Preempted>& now) {
    std::vector<Place> places;
    std::uint32_t length = 0;
    for (std::size_t at = 0; missing_ != 0 && (!reached_.empty() || at < before.size()) && !budget_.spent(); ++length) {
      if (reached_.empty()) length = before[at].length;
      places.swap(reached_);
      reached_.clear();
      for (std::size_t i = 0; i < places.size() && !isSpent(budget_, i); ++i) {
        prepare(places, i);
        leave(places[i], length, now);
      }
      for (; at < before.size() && before[at].length == length; ++at) {
        if (at + kAhead < before.size()) __builtin_prefetch(&nodes_[before[at + kAhead].place.node]);
        preempt(before[at].place);
      }
      look();
      if (!reached_.empty()) costs_.push_back(preemptions + length + 1);
    }
  }

  // Asks for the memory that leaving the places behind the given one will look at.
  void prepare(const std::vector<Place>& places, std::size_t at) const {
    if (at + kAhead >= places.size()) return;
    const Place& place = places[at + kAhead];
    if (canGoOn(place)) __builtin_prefetch(&graph_.edge(place.number));
    else __builtin_prefetch(&nodes_[place.node]);
  }

  // Steps without a preemption. Other places of a node need not be left by one: who has left it first goes on without.
  void leave(const Place& place, std::uint32_t length, std::vector<Preempted>& preempted) {
    Left& left = left_[place.node];
    if (left == kByAll) return;
    if (canGoOn(place)) {
      if (left == kNot) preempted.push_back({place, length});
      left = kByOne;
      take(place.number);
      return;
    }
    left = kByAll;
    forEachEdge(place.node, [this](std::uint32_t edge) { take(edge); });
  }
  // The others, if they do not cost less by now.
  void preempt(const Place& place) {
    if (left_[place.node] == kByAll) return;
    left_[place.node] = kByAll;
    forEachEdge(place.node, [&](std::uint32_t edge) {
      if (edge != place.number) take(edge);
    });
  }

  // Edges are looked at together, so that the memory for many is asked for at once.
  void take(std::uint32_t edge) {
    __builtin_prefetch(&nodes_[graph_.edge(edge).target]);
    edges_[taken_++] = edge;
    if (taken_ == edges_.size()) look();
  }
  void look() {
    std::array<Place, kBatch> places;
    for (std::size_t i = 0; i < taken_; ++i) {
      places[i] = placeBehind(edges_[i]);
      __builtin_prefetch(&layers_[places[i].number], 1);
    }
    for (std::size_t i = 0; i < taken_; ++i) {
      std::uint32_t& layer = layers_[places[i].number];
      if (layer != kUnknown) continue;
      layer = static_cast<std::uint32_t>(costs_.size());
      reached_.push_back(places[i]);
      countIfWanted(places[i]);
    }
    taken_ = 0;
  }
  void countIfWanted(const Place& place) {
    if (!nodes_[place.node].isWanted) return;
    const std::uint32_t group = groups_.of[place.node];
    if (cheapest_[group] != kUnknown) return;
    cheapest_[group] = layers_[place.number];
    --missing_;
  }

  // Depth first along cheapest edges alone, letters in order: the first visit to a place comes by the first of its cheapest paths, which
  // are all as long. Once many have led nowhere, only places are visited from which such a path leads on to a group.
  void findFirst() {
    const std::size_t patience = 1 + graph_.nodes() / 16;
    Way way(graph_);
    std::vector<Place> places;  // on the way
    const auto enter = [&](const Place& place) {
      layers_[place.number] |= kIsVisited;
      places.push_back(place);
      if (!isCheapestOfGroup(place) || paths_[groups_.of[place.node]]) return;
      paths_[groups_.of[place.node]] = {static_cast<int>(costOf(place) >> kLengthBits), way.schedule()};
      --missing_;
    };
    missing_ = static_cast<std::size_t>(std::ranges::count_if(cheapest_, [](std::uint32_t layer) { return layer != kUnknown; }));
    enter(placeAt(0));
    for (std::size_t tried = 1; missing_ != 0 && !way.empty() && !isSpent(budget_, tried); ++tried) {
      if (tried == patience) markWays();
      const auto edge = way.next();
      if (!edge) {
        way.back();
        places.pop_back();
        continue;
      }
      const Place next = placeBehind(*edge);
      const std::uint32_t layer = layers_[next.number];
      if ((layer & kIsVisited) != 0 || (tried >= patience && (layer & kIsOnWay) == 0)) continue;
      if (!isCheapest(places.back(), *edge, next)) continue;
      way.go(*edge);
      enter(next);
    }
  }
  Cost costOf(const Place& place) const { return costs_[layers_[place.number] & kLayer]; }
  bool isKnown(const Place& place) const { return layers_[place.number] != kUnknown; }
  // Whether the edge from one known place to another one is on a cheapest path to that.
  bool isCheapest(const Place& from, std::size_t edge, const Place& to) const {
    if (!isKnown(to)) return false;
    const bool preempts = canGoOn(from) && edge != from.number;
    return costOf(to) == costOf(from) + 1 + (preempts ? kPreemption : 0);
  }
  bool isCheapestOfGroup(const Place& place) const {
    return nodes_[place.node].isWanted && (layers_[place.number] & kLayer) == cheapest_[groups_.of[place.node]];
  }

  // Marks the places on all cheapest paths to groups, from there backwards.
  void markWays() {
    std::vector<std::uint32_t> last(graph_.nodes(), kNone), before(graph_.edgeCount());  // the edges to a node
    for (std::uint32_t edge = 0; edge < before.size(); ++edge) before[edge] = std::exchange(last[graph_.edge(edge).target], edge);
    std::vector<Place> open;
    const auto mark = [&](const Place& place) {
      if ((layers_[place.number] & kIsOnWay) != 0) return;
      layers_[place.number] |= kIsOnWay;
      open.push_back(place);
    };
    const auto markIfCheapestOfGroup = [&](const Place& place) {
      if (isKnown(place) && isCheapestOfGroup(place)) mark(place);
    };
    for (std::uint32_t node = 0; node < nodeCount(graph_); ++node) {
      if (nodes_[node].isWanted) forEachPlace(node, markIfCheapestOfGroup);
    }
    for (std::size_t i = 0; !open.empty() && !isSpent(budget_, i); ++i) {
      const Place place = open.back();
      open.pop_back();
      for (std::uint32_t edge = last[place.node]; edge != kNone; edge = before[edge]) {
        if (placeBehind(edge).number != place.number) continue;
        forEachPlace(nodeBefore(edge), [&](const Place& from) {
          if (isKnown(from) && isCheapest(from, edge, place)) mark(from);
        });
      }
    }
  }
  std::uint32_t nodeBefore(std::uint32_t edge) const {
    const auto behind = std::ranges::upper_bound(nodes_, edge, {}, &Node::first);
    return static_cast<std::uint32_t>(behind - nodes_.begin()) - 1;
  }

  static constexpr std::size_t kBatch = 64;

  const ProgramGraph& graph_;
  const NodeGroups& groups_;
  Budget& budget_;
  std::vector<Node> nodes_;
  std::vector<Left> left_;  // by node
  std::vector<std::uint32_t> layers_;  // by place, with marks
  std::vector<Cost> costs_;  // by layer
  std::vector<std::uint32_t> cheapest_;  // by group: the layer in which it is reached
  std::vector<Place> reached_;  // of the next layer
  std::array<std::uint32_t, kBatch> edges_{};
  std::size_t taken_ = 0;
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

// Who steps in a component.
struct Component {
  std::uint32_t steps = 0;  // letters of the edges inside
  std::uint32_t always = ~0u;  // letters that every node has

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

Component componentOf(const ProgramGraph& graph, const TopologicalOrder& order, const TopologicalOrder::Knot& knot) {
  Component component;
  for (std::size_t i = knot.first; i < knot.end; ++i) {
    const std::uint32_t node = order.knotted[i];
    std::uint32_t letters = 0;
    for (const Edge& edge : graph.edges(node)) {
      letters |= 1u << edge.rank;
      if (order.components[edge.target] == order.components[node]) component.steps |= 1u << edge.rank;
    }
    component.always &= letters;
  }
  return component;
}

}  // namespace

// Nodes are numbered breadth first.
std::optional<Cycle> findCycle(const ProgramGraph& graph, const TopologicalOrder& order, Budget& budget) {
  constexpr std::size_t kNodesPerLook = 1u << 13;
  if (budget.spent()) return std::nullopt;
  // A fair one before the others; among equals the one that is reached first. The last ones that were closed are near the root.
  const TopologicalOrder::Knot* best = nullptr;
  Component all;
  std::size_t looked = 0;  // nodes
  for (const TopologicalOrder::Knot& knot : std::views::reverse(order.knots)) {
    const bool isFirst = !best || knot.entry < best->entry;
    if (!isFirst && all.fair()) continue;
    const Component component = componentOf(graph, order, knot);
    if (!best || (component.fair() && !all.fair()) || (isFirst && component.fair() == all.fair())) {
      best = &knot;
      all = component;
    }
    if (looked / kNodesPerLook != (looked + knot.end - knot.first) / kNodesPerLook) budget.look();
    looked += knot.end - knot.first;
    if (budget.spent()) return std::nullopt;
  }
  if (!best) return std::nullopt;
  return CycleFinder(graph, order.components).find(best->entry, all);
}

}  // namespace interleave
