#include "explore/program_graph.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace interleave {
namespace {

// Nodes that one part of the work expands, and below how many a second thread does not pay.
constexpr std::uint32_t kNodesAPart = 256, kPaysFrom = 2'048;
// Of a cache of steps: more than that is forgotten.
constexpr std::size_t kMostCacheBytes = 64u << 20;
// Of a successor whose number is not known yet.
constexpr std::uint32_t kNew = StateStore::kNone;

// Successors that are looked up together.
constexpr std::size_t kBatch = 64;

using program::PartMachine;

}  // namespace

// What a thread finds: the successors of the parts that it expanded, part by part.
struct ProgramGraph::Worker {
  Worker(const program::Machine& base, program::PartTable& table) : machine(base, table), like(base, machine, table) {}

  PartMachine machine;
  StepCache cache;
  LikeThreads like;
  std::vector<std::uint32_t> renamingNumbers;  // by number in `like`: that in the graph

  std::vector<std::uint64_t> words;    // of successors that are not resolved yet
  std::vector<std::uint64_t> hashes;   // of these
  std::vector<Edge> edges;             // target: kNew for one that no node has yet
  std::vector<std::uint32_t> renamings;  // by edge, as `like` has them; empty where states are not merged
  std::size_t resolved = 0;            // so many edges are
  std::vector<std::uint8_t> counts;    // by node: its edges
  std::vector<std::uint64_t> newWords, newHashes;  // of successors that no node has yet
  struct Part {
    std::uint32_t index;
    std::size_t edges, nodes, found;  // where they begin
  };
  std::vector<Part> parts;
  bool lacksRoom = false;  // a number has no room in the layout
  std::string stopped;

  void clear() {
    hashes.clear();
    edges.clear();
    renamings.clear();
    resolved = 0;
    counts.clear();
    newWords.clear();
    newHashes.clear();
    parts.clear();
    lacksRoom = false;
  }
};

ProgramGraph::ProgramGraph(std::shared_ptr<const program::Program> program, bool output)
    : start_(std::move(program), output), base_(start_), states_(layout_.words()), next_(layout_.words()) {
  base_.joinTogether();
}
ProgramGraph::~ProgramGraph() = default;

// With what going through it takes (graph_paths.h): about so much a node and an edge.
std::size_t ProgramGraph::bytes() const {
  constexpr std::size_t kANode = 48, kAnEdge = 12;
  std::size_t caches = 0;
  for (const auto& worker : workers_) caches += worker->cache.bytes() + worker->machine.bytes();
  const std::size_t goingThrough = found_ == &next_ ? 0 : nodes() * kANode + edges_.size() * kAnEdge;
  return goingThrough + stateBytes() + caches + first_.capacity() * sizeof(std::uint32_t) + edges_.capacity() * sizeof(Edge) +
         edgeRenamings_.capacity() * sizeof(std::uint32_t) + start_.program().constants->bytes();
}

program::Machine& ProgramGraph::machineAt(std::uint32_t node) {
  const std::uint64_t* const state = states_.state(node);
  program::Machine& machine =
      workers_.front()->machine.whole([&](StateLayout::Position position) { return layout_.get(state, position); });
  machine.joinOneByOne();
  return machine;
}

ProgramGraph::Reply ProgramGraph::ask(std::uint32_t node) {
  using Effect = PartMachine::Effect;
  const auto replyOf = [](Effect effect) {
    return effect == Effect::step ? Reply::yes : effect == Effect::none ? Reply::no : Reply::nothing;
  };
  const std::uint64_t* const state = states_.state(node);
  Worker& worker = *workers_.front();
  constexpr program::AgentId kTree = 0;  // of the cache: no agent asks
  const StepCache::Known* const known = answers_.find(kTree, state);
  if (known && !known->needsAll) return replyOf(known->effect);
  const PartMachine::Step& asked =
      worker.machine.ask([&](StateLayout::Position position) { return layout_.get(state, position); });
  if (!known) answers_.learn(kTree, asked, layout_);
  const auto tells = [&worker](const PartMachine::Part& part) { return worker.like.moves(part.position); };
  questionTellsLike_ = questionTellsLike_ || asked.needsAll || std::ranges::any_of(asked.reads, tells);
  return replyOf(asked.effect);
}

std::string ProgramGraph::whyNothing(std::uint32_t node) {
  const std::uint64_t* const state = states_.state(node);
  return workers_.front()->machine.ask([&](StateLayout::Position position) { return layout_.get(state, position); }).stopped;
}

// One a thread. What the first one has learned need not be learned by the others.
void ProgramGraph::needWorkers(std::size_t count) {
  while (workers_.size() < count) {
    Worker& worker = *workers_.emplace_back(std::make_unique<Worker>(base_, parts_));
    if (worker.like.any()) worker.like.arrange(layout_);
    worker.cache = workers_.front()->cache;
  }
}

void ProgramGraph::begin(Budget& budget, LikeStates like) {
  needWorkers(1);
  isMerged_ = like == LikeStates::asOne && workers_.front()->like.any();
  // Their memory goes.
  first_ = std::vector<std::uint32_t>{0};
  edges_ = std::vector<Edge>{};
  edgeRenamings_ = std::vector<std::uint32_t>{};
  expanded_ = 0;
  answers_ = {};
  questionTellsLike_ = false;
  goesUp_ = true;
  hasLoop_ = false;
  findStopsAnew();
  stopped_ = start_.stopped();
  budget.beginAttempt(std::numeric_limits<std::uint64_t>::max());
  if (layout_.parts() == 0) tryOut(budget);
  states_ = StateStore(layout_.words());
  next_ = StateStore(layout_.words());
  const std::vector<std::uint64_t> first(layout_.words(), 0);
  states_.insert(first.data(), StateStore::hashOf(first.data(), first.size()), mostStates_, first.size());
  budget.spend(1);
}

// `next` becomes the successor, if there is one. Inline, as most of what it takes is the call.
template <typename Words>
[[gnu::always_inline]] inline ProgramGraph::Successor ProgramGraph::find(program::AgentId agent, const std::uint64_t* state,
                                                                         std::uint64_t* next, Worker& worker, Words words) const {
  const StepCache::Known* const known = worker.cache.find(agent, state);
  if (!known || known->needsAll) {
    if (!stepAnew(agent, state, known, next, worker)) return Successor::lacksRoom;
    return std::equal(state, state + words, next) ? Successor::none : Successor::found;
  }
  if (!known->fits) return Successor::lacksRoom;
  const std::span<const StepCache::Change> changes = worker.cache.changes(*known);
  if (changes.empty()) return Successor::none;
  std::copy_n(state, static_cast<std::size_t>(words), next);
  std::uint64_t difference = 0;
  for (const StepCache::Change& change : changes) {
    const std::uint64_t before = state[change.word];
    const std::uint64_t after = (before & change.keep) | change.add;
    next[change.word] = after;
    difference |= after ^ before;
  }
  return difference == 0 ? Successor::none : Successor::found;
}

void ProgramGraph::listAgents() {
  const std::size_t agents = workers_.front()->machine.agentsKnown();
  ranks_.clear();
  for (std::size_t agent = 0; agent < agents; ++agent) ranks_.push_back(rankOf(static_cast<program::AgentId>(agent)));
  std::ranges::sort(ranks_);
}

// Takes a few hundred steps of two executions, with so much room that most parts of states and numbers of these are found before states
// are kept: one in which agents take turns, and one in which an agent goes on as long as it can.
void ProgramGraph::tryOut(Budget& budget) {
  constexpr std::size_t kParts = 256, kSteps = 256;
  constexpr std::uint32_t kWidth = 8;
  Worker& worker = *workers_.front();
  layout_ = StateLayout::uniform(kParts, kWidth);
  for (const bool takeTurns : {false, true}) {
    std::vector<std::uint64_t> state(layout_.words(), 0), next(layout_.words());
    Successor last = Successor::found;
    std::size_t turn = 0;
    for (std::size_t step = 0; step < kSteps && last == Successor::found && worker.stopped.empty() && !budget.spent(); ++step) {
      listAgents();
      last = Successor::none;
      for (std::size_t tried = 0; tried < ranks_.size() && last == Successor::none; ++tried) {
        turn = (turn + (takeTurns || tried > 0 ? 1 : 0)) % ranks_.size();
        last = find(agentOfRank(ranks_[turn]), state.data(), next.data(), worker, state.size());
      }
      state.swap(next);
    }
  }
  // Where an execution is stopped is to be found by the search.
  if (!worker.stopped.empty()) worker.cache.clear();
  worker.stopped.clear();
  layout_ = {};
  makeRoom();
}

void ProgramGraph::build(Budget& budget, Team& team, std::uint64_t mostStates, LikeStates like) {
  if (!start_.stopped().empty()) {
    stopped_ = start_.stopped();
    return;
  }
  mostStates_ = mostStates;
  found_ = &states_;
  begin(budget, like);
  while (!expandAll(budget, team, 0)) begin(budget, LikeStates::apart);
}

void ProgramGraph::beginLevels(Budget& budget, LikeStates like) {
  mostStates_ = StateStore::kMostStates;
  found_ = &next_;
  begin(budget, like);
}

bool ProgramGraph::expandLevel(Budget& budget, Team& team, std::size_t beside) {
  first_ = {0};
  edges_.clear();
  edgeRenamings_.clear();
  expanded_ = 0;
  return expandAll(budget, team, beside);
}

void ProgramGraph::enterNextLevel() {
  std::swap(states_, next_);
  next_.clear(states_.size());
}

// Expands all states, those that are found on the way, too, where they are among them. False: states are not to be merged.
bool ProgramGraph::expandAll(Budget& budget, Team& team, std::size_t beside) {
  // A level is taken in slices, so that what is found and not yet numbered stays in a processor's caches.
  constexpr std::uint32_t kSlice = 16 * kNodesAPart;
  while (expanded_ < states_.size() && stopped_.empty() && !budget.spent()) {
    const std::uint32_t from = expanded_;
    const std::uint32_t to = std::min(states_.size(), from + kSlice);
    const std::uint32_t before = found_->size();
    expandSlice(from, to, team, budget);
    if (budget.spent()) break;
    if (std::ranges::any_of(workers_, [](const auto& worker) { return worker->lacksRoom; })) {
      found_->shrink(before);
      makeRoom();
      findStopsAnew();
      if (!mayMerge(from)) return false;
      continue;
    }
    forgetIfNamed();
    take(from, to);
    budget.spend(found_->size() - before);
    if (!mayMerge(from)) return false;
    if (expanded_ != to && stopped_.empty()) budget.hit(Bound::states);
    budget.hold(bytes() + beside);
    budget.look();
  }
  // Nodes that were found and not expanded have no edges.
  first_.resize(states_.size() + 1, static_cast<std::uint32_t>(edges_.size()));
  for (auto& worker : workers_) worker->clear();
  return true;
}

void ProgramGraph::forgetSteps() {
  for (auto& worker : workers_) worker->cache = {};
}

// Steps that ended the program are to be found again.
void ProgramGraph::findStopsAnew() {
  if (std::ranges::all_of(workers_, [](const auto& worker) { return worker->stopped.empty(); })) return;
  for (auto& worker : workers_) {
    worker->cache.clear();
    worker->stopped.clear();
  }
}

// Whether states may still be merged, if they are. `from`: nodes from there on have not been looked at.
bool ProgramGraph::mayMerge(std::uint32_t from) {
  if (!isMerged_) return true;
  if (std::ranges::any_of(workers_, [](const auto& worker) { return worker->like.givesUp(); })) return false;
  // Endings in which an agent waits for ever tell which.
  LikeThreads& like = workers_.front()->like;
  for (std::uint32_t node = from; node < expanded_; ++node) {
    if (first_[node] == first_[node + 1] && like.isUnfinished(states_.state(node))) return false;
  }
  return true;
}

// To a state that may be known. False: the layout has no room for the one that stands for it.
template <typename Words>
[[gnu::always_inline]] inline bool ProgramGraph::addEdge(LetterRank rank, std::uint64_t* next, Worker& worker,
                                                         Words words) const {
  if (isMerged_) {
    if (worker.like.rename(next) == LikeThreads::Result::lacksRoom) return false;
    worker.renamings.push_back(worker.like.renaming());
  }
  worker.hashes.push_back(StateStore::hashOf(next, words));
  found_->prefetch(worker.hashes.back());
  worker.edges.push_back({kNew, rank});
  return true;
}

template <typename Words>
void ProgramGraph::expand(std::uint32_t node, Worker& worker, Words words) const {
  const std::uint64_t* const state = states_.state(node);
  const std::size_t before = worker.edges.size();
  std::uint64_t* next = worker.words.data() + worker.hashes.size() * words;
  for (const LetterRank rank : ranks_) {
    const Successor successor = find(agentOfRank(rank), state, next, worker, words);
    if (successor == Successor::none) continue;
    // The slice is expanded anew if a number has no room; until its end further steps are learned.
    if (successor == Successor::found && addEdge(rank, next, worker, words)) next += words;
    else worker.lacksRoom = true;
  }
  worker.counts.push_back(static_cast<std::uint8_t>(worker.edges.size() - before));
}

// Lets the machine take a step; `next` becomes the successor. False: the layout has no room for that.
bool ProgramGraph::stepAnew(program::AgentId agent, const std::uint64_t* state, const StepCache::Known* known,
                            std::uint64_t* next, Worker& worker) const {
  const auto& step = worker.machine.step(agent, [&](StateLayout::Position position) { return layout_.get(state, position); });
  if (!known) {
    if (worker.cache.bytes() > kMostCacheBytes) worker.cache.clear();
    worker.cache.learn(agent, step, layout_);
  }
  if (step.effect == PartMachine::Effect::stopped) worker.stopped = step.stopped;
  std::copy_n(state, layout_.words(), next);
  for (const PartMachine::Part& part : step.writes) {
    if (!layout_.fits(part)) return false;
    layout_.set(next, part);
  }
  return true;
}

// Looks which of the successors are known. `alone`: no other thread works on the slice, and they are numbered at once.
template <typename Words>
void ProgramGraph::resolve(Worker& worker, bool alone, Words words) {
  const std::uint64_t* state = worker.words.data();
  for (const std::uint64_t hash : worker.hashes) found_->prefetchState(hash);
  for (const std::uint64_t hash : worker.hashes) {
    Edge& edge = worker.edges[worker.resolved++];
    edge.target = alone ? found_->insert(state, hash, mostStates_, words) : found_->find(state, hash, words);
    if (edge.target == kNew) {
      worker.newWords.insert(worker.newWords.end(), state, state + words);
      worker.newHashes.push_back(hash);
    }
    state += words;
  }
  worker.hashes.clear();
}

void ProgramGraph::expandSlice(std::uint32_t from, std::uint32_t to, Team& team, Budget& budget) {
  const std::size_t parts = (to - from + kNodesAPart - 1) / kNodesAPart;
  const bool alone = to - from < kPaysFrom || team.threads() == 1;
  if (!alone) needWorkers(static_cast<std::size_t>(team.threads()));
  for (auto& worker : workers_) {
    worker->clear();
    worker->words.resize((kBatch + program::kMaxAgents) * layout_.words());
  }
  listAgents();
  team.forEach(parts, !alone, [&](std::size_t part, std::size_t thread) {
    Worker& worker = *workers_[thread];
    worker.parts.push_back(
        {static_cast<std::uint32_t>(part), worker.edges.size(), worker.counts.size(), worker.newHashes.size()});
    const auto begin = static_cast<std::uint32_t>(from + part * kNodesAPart);
    const std::uint32_t end = std::min(to, begin + kNodesAPart);
    withLength(layout_.words(), [&](auto words) {
      for (std::uint32_t node = begin; node < end && worker.stopped.empty() && !budget.spent(); ++node) {
        expand(node, worker, words);
        if (worker.hashes.size() >= kBatch) resolve(worker, alone, words);
      }
      resolve(worker, alone, words);
    });
  });
}

// Gives each part a field for the numbers that it has now.
void ProgramGraph::makeRoom() {
  std::vector<std::uint32_t> counts = parts_.counts();
  if (isMerged_) workers_.front()->like.level(counts);
  StateLayout larger = layout_.grown(counts);
  if (!layout_.isPartOf(larger)) {
    states_.convert(layout_, larger);
    next_.convert(layout_, larger);
  }
  ++layouts_;
  for (auto& worker : workers_) {
    worker->cache.arrange(larger);
    if (worker->like.any()) worker->like.arrange(larger);
  }
  layout_ = std::move(larger);
}

// A step that was learned while no number of a part named an object did not have to look what it overwrites there (PartMachine).
void ProgramGraph::forgetIfNamed() {
  const std::size_t before = std::exchange(partsThatName_, parts_.partsThatName());
  if (before == partsThatName_) return;
  for (auto& worker : workers_) worker->cache.clear();
}

// The number that a worker's renaming has in the graph.
std::uint32_t ProgramGraph::renamingOf(Worker& worker, std::uint32_t number) {
  const std::vector<Renaming>& renamings = worker.like.renamings();
  for (std::size_t i = worker.renamingNumbers.size(); i <= number; ++i) {
    const auto [at, isNew] = renamingNumbers_.try_emplace(renamings[i], static_cast<std::uint32_t>(renamings_.size()));
    if (isNew) renamings_.push_back(renamings[i]);
    worker.renamingNumbers.push_back(at->second);
  }
  return worker.renamingNumbers[number];
}

// Numbers what the workers have found, in the order of the nodes from which it was reached.
void ProgramGraph::take(std::uint32_t from, std::uint32_t to) {
  std::vector<std::pair<Worker*, const Worker::Part*>> parts((to - from + kNodesAPart - 1) / kNodesAPart);
  for (auto& worker : workers_) {
    for (const Worker::Part& part : worker->parts) parts[part.index] = {worker.get(), &part};
    if (stopped_.empty()) stopped_ = worker->stopped;
  }
  expanded_ = to;
  const std::size_t words = layout_.words();
  for (std::size_t index = 0; index < parts.size(); ++index) {
    Worker* const worker = parts[index].first;
    const Worker::Part* const part = parts[index].second;
    const Edge* edge = worker->edges.data() + part->edges;
    const std::uint32_t* renaming = isMerged_ ? worker->renamings.data() + part->edges : nullptr;
    std::size_t found = part->found;
    const auto begin = static_cast<std::uint32_t>(from + index * kNodesAPart);
    const std::uint32_t size = std::min(kNodesAPart, to - begin);
    const std::size_t nodes = std::min<std::size_t>(size, worker->counts.size() - part->nodes);
    std::size_t most = 0;
    for (std::size_t i = 0; i < nodes; ++i) most += worker->counts[part->nodes + i];
    const std::size_t before = edges_.size();
    edges_.resize(before + most);
    Edge* next = edges_.data() + before;
    for (std::size_t i = 0; i < nodes; ++i) {
      const auto node = static_cast<std::uint32_t>(begin + i);
      for (std::size_t count = worker->counts[part->nodes + i]; count > 0; --count, ++edge) {
        std::uint32_t number = edge->target;
        if (number == kNew) {
          constexpr std::size_t kAhead = 8;
          if (found + kAhead < worker->newHashes.size()) found_->prefetch(worker->newHashes[found + kAhead]);
          withLength(words, [&](auto length) {
            number = found_->insert(worker->newWords.data() + found * words, worker->newHashes[found], mostStates_, length);
          });
          ++found;
        }
        if (number == kNew) {
          expanded_ = std::min(expanded_, node);
        } else {
          *next++ = {number, edge->rank};
          if (renaming) edgeRenamings_.push_back(renamingOf(*worker, *renaming));
          if (number <= node) {
            goesUp_ = false;
            hasLoop_ = hasLoop_ || number == node;
          }
        }
        if (renaming) ++renaming;
      }
      first_.push_back(static_cast<std::uint32_t>(next - edges_.data()));
    }
    edges_.resize(static_cast<std::size_t>(next - edges_.data()));
    // A bound of the language ended the program before the others.
    for (std::size_t i = nodes; i < size; ++i) {
      expanded_ = std::min(expanded_, static_cast<std::uint32_t>(begin + i));
      first_.push_back(static_cast<std::uint32_t>(edges_.size()));
    }
  }
}

}  // namespace interleave
