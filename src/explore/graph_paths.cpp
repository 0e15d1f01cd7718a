#include "explore/graph_paths.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace interleave {
namespace {

using Edge = ProgramGraph::Edge;
constexpr std::uint32_t kNone = PathTree::kNone;

std::uint32_t nodeCount(const ProgramGraph& graph) { return static_cast<std::uint32_t>(graph.nodes()); }

std::uint32_t lettersOf(const ProgramGraph& graph, std::uint32_t node) {
  std::uint32_t letters = 0;
  for (const Edge& edge : graph.edges(node)) letters |= 1u << edge.rank;
  return letters;
}

}  // namespace

TopologicalOrder topologicalOrder(const ProgramGraph& graph) {
  std::vector<std::uint32_t> open(graph.nodes(), 0);
  for (std::uint32_t node = 0; node < nodeCount(graph); ++node) {
    for (const Edge& edge : graph.edges(node)) ++open[edge.target];
  }
  TopologicalOrder order;
  if (graph.nodes() != 0 && open[0] == 0) order.nodes.push_back(0);
  for (std::size_t i = 0; i < order.nodes.size(); ++i) {
    for (const Edge& edge : graph.edges(order.nodes[i])) {
      if (--open[edge.target] == 0) order.nodes.push_back(edge.target);
    }
  }
  order.cyclic = order.nodes.size() != graph.nodes();
  return order;
}

std::string PathTree::schedule(std::uint32_t node) const {
  std::string path;
  for (; parents[node] != kNone; node = parents[node]) path += letterOfRank(letters[node]);
  std::ranges::reverse(path);
  return path;
}

// In a graph without cycles the first visit to a node comes by the alphabetically first path to it: an earlier visit to a node on
// that path would have gone on to it.
PathTree firstPaths(const ProgramGraph& graph) {
  PathTree tree{std::vector<std::uint32_t>(graph.nodes(), kNone), std::vector<LetterRank>(graph.nodes(), 0), {}};
  std::vector<bool> visited(graph.nodes(), false);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> open{{0, 0}};
  visited[0] = true;
  tree.order.push_back(0);
  while (!open.empty()) {
    auto& [node, next] = open.back();
    const auto edges = graph.edges(node);
    if (next == edges.size()) {
      open.pop_back();
      continue;
    }
    const Edge edge = edges[next++];
    if (visited[edge.target]) continue;
    visited[edge.target] = true;
    tree.parents[edge.target] = node;
    tree.letters[edge.target] = edge.rank;
    tree.order.push_back(edge.target);
    open.emplace_back(edge.target, 0);
  }
  return tree;
}

PathTree shortestPaths(const ProgramGraph& graph) {
  PathTree tree{std::vector<std::uint32_t>(graph.nodes(), kNone), std::vector<LetterRank>(graph.nodes(), 0), {0}};
  std::vector<bool> visited(graph.nodes(), false);
  visited[0] = true;
  for (std::size_t i = 0; i < tree.order.size(); ++i) {
    for (const Edge& edge : graph.edges(tree.order[i])) {
      if (visited[edge.target]) continue;
      visited[edge.target] = true;
      tree.parents[edge.target] = tree.order[i];
      tree.letters[edge.target] = edge.rank;
      tree.order.push_back(edge.target);
    }
  }
  return tree;
}

std::optional<std::uint32_t> serialEnd(const ProgramGraph& graph, std::string& path) {
  std::vector<bool> visited(graph.nodes(), false);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> open{{0, 0}};
  visited[0] = true;
  while (!open.empty()) {
    auto& [node, next] = open.back();
    // Whether a node beyond the bound ends is not known.
    if (node >= graph.expanded()) return std::nullopt;
    const auto edges = graph.edges(node);
    if (edges.empty()) {
      path.clear();
      for (std::size_t i = 0; i + 1 < open.size(); ++i) path += letterOfRank(graph.edges(open[i].first)[open[i].second - 1].rank);
      return node;
    }
    if (next == edges.size()) {
      open.pop_back();
      continue;
    }
    const std::uint32_t target = edges[next++].target;
    if (visited[target]) continue;
    visited[target] = true;
    open.emplace_back(target, 0);
  }
  return std::nullopt;
}

// ---- The fewest preemptions ------------------------------------------------------------
//
// A step of another agent than the one before is a preemption where that one could have gone on: so what comes next depends on the node
// and on who stepped last. Such pairs are the nodes of another graph, whose edges cost a preemption or none, and a step each. First the
// least costs, preemptions before steps; then, along cheapest edges alone and level by level, the first letters.
namespace {

class Preemptions {
 public:
  explicit Preemptions(const ProgramGraph& graph)
      : graph_(graph), able_(graph.nodes()), lastLetters_(graph.nodes(), 0), first_(graph.nodes() + 1, 0) {
    for (std::uint32_t node = 0; node < nodeCount(graph); ++node) {
      able_[node] = lettersOf(graph, node);
      for (const Edge& edge : graph.edges(node)) lastLetters_[edge.target] |= 1u << edge.rank;
    }
    for (std::uint32_t node = 0; node < nodeCount(graph); ++node) {
      first_[node + 1] = first_[node] + static_cast<std::uint32_t>(std::popcount(lastLetters_[node])) + (node == 0 ? 1 : 0);
    }
    const std::size_t pairs = first_.back();
    costs_.assign(pairs, kUnknown);
    lengths_.assign(pairs, kUnknown);
    parents_.assign(pairs, kNone);
    nodes_.resize(pairs);
    for (std::uint32_t node = 0; node < nodeCount(graph); ++node) {
      for (std::uint32_t pair = first_[node]; pair < first_[node + 1]; ++pair) nodes_[pair] = node;
    }
    findCosts();
    findFirst();
  }

  std::vector<SimplestPath> best(std::span<const std::uint32_t> groups, std::size_t count) const {
    std::vector<std::uint32_t> chosen(count, kNone);
    // Pairs in the order of their levels, and alphabetically within each.
    for (const std::uint32_t pair : order_) {
      const std::uint32_t group = groups[nodes_[pair]];
      if (group == kNone) continue;
      std::uint32_t& known = chosen[group];
      if (known == kNone || costs_[pair] < costs_[known]) known = pair;
    }
    std::vector<SimplestPath> paths(count);
    for (std::size_t group = 0; group < count; ++group) {
      if (chosen[group] == kNone) continue;
      paths[group].preemptions = static_cast<int>(costs_[chosen[group]]);
      for (std::uint32_t pair = chosen[group]; pair != kStart; pair = parents_[pair])
        paths[group].schedule += letterOfRank(letterOf(pair));
      std::ranges::reverse(paths[group].schedule);
    }
    return paths;
  }

 private:
  static constexpr std::uint32_t kUnknown = 0xffff'ffff;
  static constexpr std::uint32_t kStart = 0;  // the root, before any step

  std::uint32_t pairOf(const Edge& edge) const {
    const std::uint32_t before = lastLetters_[edge.target] & ((1u << edge.rank) - 1);
    return first_[edge.target] + (edge.target == 0 ? 1 : 0) + static_cast<std::uint32_t>(std::popcount(before));
  }
  LetterRank letterOf(std::uint32_t pair) const {
    const std::uint32_t node = nodes_[pair];
    std::uint32_t letters = lastLetters_[node];
    for (std::uint32_t i = first_[node] + (node == 0 ? 1 : 0); i < pair; ++i) letters &= letters - 1;
    return static_cast<LetterRank>(std::countr_zero(letters));
  }
  std::uint32_t costOf(std::uint32_t pair, const Edge& edge, std::uint32_t able) const {
    if (pair == kStart) return 0;
    const LetterRank last = letterOf(pair);
    return edge.rank != last && (able >> last & 1) != 0 ? 1 : 0;
  }

  // By preemptions, and among as many by steps.
  void findCosts() {
    costs_[kStart] = lengths_[kStart] = 0;
    std::vector<std::uint32_t> now{kStart}, later;
    for (std::uint32_t cost = 0; !now.empty(); ++cost) {
      later.clear();
      findWith(cost, now, later);
      now.swap(later);
    }
  }

  // `start`: pairs that are first reached with so many preemptions, with their lengths so far.
  void findWith(std::uint32_t cost, const std::vector<std::uint32_t>& start, std::vector<std::uint32_t>& later) {
    std::vector<std::vector<std::uint32_t>> byLength;
    const auto add = [&](std::uint32_t pair, std::uint32_t length) {
      costs_[pair] = cost;
      lengths_[pair] = length;
      if (byLength.size() <= length) byLength.resize(length + 1);
      byLength[length].push_back(pair);
    };
    for (const std::uint32_t pair : start) {
      if (costs_[pair] == cost) add(pair, lengths_[pair]);
    }
    for (std::uint32_t length = 0; length < byLength.size(); ++length) {
      for (std::size_t i = 0; i < byLength[length].size(); ++i) {
        const std::uint32_t pair = byLength[length][i];
        if (lengths_[pair] == length) goOn(pair, cost, length, add, later);
      }
      byLength[length] = {};
    }
  }

  void goOn(std::uint32_t pair, std::uint32_t cost, std::uint32_t length, const auto& add, std::vector<std::uint32_t>& later) {
    const std::uint32_t able = able_[nodes_[pair]];
    for (const Edge& edge : graph_.edges(nodes_[pair])) {
      const std::uint32_t target = pairOf(edge);
      const std::uint32_t sum = cost + costOf(pair, edge, able);
      if (costs_[target] < sum || (costs_[target] == sum && lengths_[target] <= length + 1)) continue;
      if (sum == cost) {
        add(target, length + 1);
      } else {
        costs_[target] = sum;
        lengths_[target] = length + 1;
        later.push_back(target);
      }
    }
  }

  void findFirst() {
    std::vector<bool> reached(costs_.size(), false);
    std::vector<std::uint32_t> level{kStart}, next;
    reached[kStart] = true;
    while (!level.empty()) {
      order_.insert(order_.end(), level.begin(), level.end());
      next.clear();
      for (const std::uint32_t pair : level) {
        const std::uint32_t able = able_[nodes_[pair]];
        for (const Edge& edge : graph_.edges(nodes_[pair])) {
          const std::uint32_t target = pairOf(edge);
          const bool cheapest =
              costs_[target] == costs_[pair] + costOf(pair, edge, able) && lengths_[target] == lengths_[pair] + 1;
          if (!cheapest || reached[target]) continue;
          reached[target] = true;
          parents_[target] = pair;
          next.push_back(target);
        }
      }
      level.swap(next);
    }
  }

  const ProgramGraph& graph_;
  std::vector<std::uint32_t> able_;  // by node: who can step
  std::vector<std::uint32_t> lastLetters_;  // by node: with which letters it is reached
  std::vector<std::uint32_t> first_;  // by node: its first pair
  std::vector<std::uint32_t> nodes_;  // by pair
  std::vector<std::uint32_t> costs_, lengths_, parents_;
  std::vector<std::uint32_t> order_;
};

}  // namespace

std::vector<SimplestPath> simplestPaths(const ProgramGraph& graph, std::span<const std::uint32_t> groups, std::size_t count) {
  return Preemptions(graph).best(groups, count);
}

// ---- Cycles ---------------------------------------------------------------------------------
namespace {

// Strongly connected components (Tarjan, SIAM Journal on Computing 1(2), 1972), without recursion.
class Components {
 public:
  explicit Components(const ProgramGraph& graph)
      : graph_(graph), of_(graph.nodes(), kNone), index_(graph.nodes(), kNone), low_(graph.nodes(), 0) {
    visit(0);
  }
  const std::vector<std::uint32_t>& of() const { return of_; }
  std::uint32_t count() const { return count_; }

 private:
  void visit(std::uint32_t root) {
    enter(root);
    while (!open_.empty()) {
      const auto [node, next] = open_.back();
      const auto edges = graph_.edges(node);
      if (next < edges.size()) {
        ++open_.back().second;
        const std::uint32_t target = edges[next].target;
        if (index_[target] == kNone) enter(target);
        else if (of_[target] == kNone) low_[node] = std::min(low_[node], index_[target]);
        continue;
      }
      open_.pop_back();
      if (!open_.empty()) low_[open_.back().first] = std::min(low_[open_.back().first], low_[node]);
      if (low_[node] == index_[node]) close(node);
    }
  }
  void enter(std::uint32_t node) {
    index_[node] = low_[node] = next_++;
    stack_.push_back(node);
    open_.emplace_back(node, 0);
  }
  void close(std::uint32_t node) {
    std::uint32_t last;
    do {
      last = stack_.back();
      stack_.pop_back();
      of_[last] = count_;
    } while (last != node);
    ++count_;
  }

  const ProgramGraph& graph_;
  std::vector<std::uint32_t> of_, index_, low_, stack_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> open_;
  std::uint32_t next_ = 0, count_ = 0;
};

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

std::optional<Cycle> findCycle(const ProgramGraph& graph, const PathTree& shortest) {
  const Components components(graph);
  std::vector<Component> all(components.count());
  for (const std::uint32_t node : shortest.order) {
    Component& component = all[components.of()[node]];
    ++component.size;
    if (component.entry == kNone) component.entry = node;
    component.always &= lettersOf(graph, node);
    for (const Edge& edge : graph.edges(node)) {
      if (components.of()[edge.target] == components.of()[node]) component.steps |= 1u << edge.rank;
    }
  }
  // A fair one before the others; among equals the one that is reached first.
  const Component* best = nullptr;
  for (const std::uint32_t node : shortest.order) {
    const Component& component = all[components.of()[node]];
    if (component.size > 1 && (!best || (component.fair() && !best->fair()))) best = &component;
  }
  if (!best) return std::nullopt;
  return CycleFinder(graph, components.of()).find(best->entry, *best);
}

}  // namespace interleave
