#include "explore/program_question.h"

#include <utility>
#include <vector>

#include "explore/graph_bounds.h"
#include "explore/graph_paths.h"

namespace interleave {
namespace {

constexpr std::uint32_t kNone = NodeGroups::kNone;

class Answering {
 public:
  Answering(std::shared_ptr<const program::Program> program, bool output, bool atEnd, const ExploreOptions& options,
            ExploreProgress& progress)
      : atEnd_(atEnd),
        building_(forBuilding(options), progress),
        searching_(options, progress),
        team_(options.threads),
        mostStates_(options.maxStates),
        graph_(std::move(program), output) {}

  QuestionAnswer answer(ProgramGraph::LikeStates like) {
    build(like);
    ask();
    // States that are told apart by what is asked are not one. What cut the search short would do so again, but earlier.
    if (graph_.isMerged() && graph_.questionTellsLike() && !searching_.spent()) {
      build(ProgramGraph::LikeStates::apart);
      ask();
    }
    graph_.forgetSteps();
    answer_.states = graph_.nodes();
    describe();
    if (graph_.nodes() == 0) return std::move(answer_);
    if (answer_.matching > 0) find();
    if (answer_.complete) count();
    if (searching_.spent()) describe();
    return std::move(answer_);
  }

 private:
  void build(ProgramGraph::LikeStates like) {
    graph_.build(building_, team_, mostStates_, like);
    order_ = topologicalOrder(graph_, searching_);
    if (!graph_.isMerged() || !order_.cyclic || building_.bound() != Bound::none) return;
    graph_.build(building_, team_, mostStates_, ProgramGraph::LikeStates::apart);
    order_ = topologicalOrder(graph_, searching_);
  }

  bool isTerminal(std::uint32_t node) const { return node < graph_.expanded() && graph_.edges(node).empty(); }

  void ask() {
    constexpr std::uint32_t kPerLook = 1u << 12;
    using Reply = ProgramGraph::Reply;
    answer_.asked = answer_.matching = 0;
    std::uint64_t nothing = 0;
    std::uint32_t first = kNone;
    const auto nodes = static_cast<std::uint32_t>(graph_.nodes());
    matching_.of.assign(nodes, kNone);
    matching_.count = 1;
    for (std::uint32_t node = 0; node < nodes; ++node) {
      if (node % kPerLook == 0) searching_.look();
      if (searching_.spent()) break;
      if (atEnd_ && !isTerminal(node)) continue;
      const Reply reply = graph_.ask(node);
      ++answer_.asked;
      if (reply == Reply::nothing && nothing++ == 0) first = node;
      if (reply != Reply::yes) continue;
      matching_.of[node] = 0;
      ++answer_.matching;
    }
    answer_.failure = answer_.asked > 0 && nothing == answer_.asked ? graph_.whyNothing(first) : "";
  }

  void describe() {
    const Bound bound = building_.bound() != Bound::none ? building_.bound() : searching_.bound();
    answer_.complete = bound == Bound::none && graph_.stopped().empty();
    answer_.cancelled = bound == Bound::cancelled;
    answer_.outOfMemory = bound == Bound::memory;
    answer_.bound = answer_.complete || bound != Bound::none ? wordsOf(bound) : graph_.stopped();
  }

  void find() {
    std::optional<SimplestPath> simplest = std::move(simplestPaths(graph_, matching_, searching_).front());
    if (!simplest) return;
    answer_.preemptions = simplest->preemptions;
    answer_.schedule = std::move(simplest->schedule);
  }

  // All schedules.
  void count() {
    if (order_.cyclic) {
      answer_.schedules = "unbounded";
      return;
    }
    NodeGroups ends{std::vector<std::uint32_t>(graph_.nodes(), kNone), 1};
    for (std::uint32_t node = 0; node < graph_.nodes(); ++node) {
      if (isTerminal(node)) ends.of[node] = 0;
    }
    const std::vector<Count> counts = pathCounts(graph_, order_, ends, searching_);
    if (!searching_.spent()) answer_.schedules = counts.front().str();
  }

  const bool atEnd_;
  Budget building_, searching_;
  Team team_;
  const std::uint64_t mostStates_;
  ProgramGraph graph_;
  TopologicalOrder order_;
  NodeGroups matching_;
  QuestionAnswer answer_;
};

}  // namespace

QuestionAnswer answerQuestion(std::shared_ptr<const program::Program> program, bool output, bool atEnd,
                              const ExploreOptions& options, ExploreProgress& progress, ProgramGraph::LikeStates like) {
  return Answering(std::move(program), output, atEnd, options, progress).answer(like);
}

}  // namespace interleave
