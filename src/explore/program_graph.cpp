#include "explore/program_graph.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace interleave {
namespace {

// Nodes that one part of the work expands, and below which a second thread does not pay.
constexpr std::uint32_t kNodesAPart = 256;

}  // namespace

// What a thread finds: the successors of the parts that it expanded, part by part, and their keys one after the other.
struct ProgramGraph::Worker {
  explicit Worker(const program::Machine& start) : machine(start), codec(start) {}

  program::Machine machine;
  program::StateCodec codec;
  std::vector<Successor> successors;
  std::vector<std::uint8_t> keys;
  struct Part {
    std::uint32_t index;
    std::size_t successors, keys;  // where they begin
  };
  std::vector<Part> parts;
  std::string stopped;
};

// With what going through it takes (graph_paths.h): about so much a node and an edge.
std::size_t ProgramGraph::bytes() const {
  constexpr std::size_t kANode = 64, kAnEdge = 20;
  return nodes() * kANode + edges_.size() * kAnEdge + states_.bytes() + first_.capacity() * sizeof(std::size_t) +
         edges_.capacity() * sizeof(Edge) + start_.program().constants->bytes();
}

void ProgramGraph::restore(std::uint32_t node, program::StateCodec& codec, program::Machine& machine) const {
  codec.decode(states_.key(node), machine);
}

void ProgramGraph::build(Budget& budget, Team& team, std::uint64_t mostStates) {
  if (!start_.stopped().empty()) {
    stopped_ = start_.stopped();
    return;
  }
  program::StateCodec codec(start_);
  const auto key = codec.encode(start_);
  states_.insert(key, StateStore::hashOf(key));
  std::vector<std::unique_ptr<Worker>> workers;
  for (int i = 0; i < team.threads(); ++i) workers.push_back(std::make_unique<Worker>(start_));
  budget.spend(1);
  // A level is taken in slices, so that what is found and not yet numbered stays small.
  constexpr std::uint32_t kSlice = 64 * kNodesAPart;
  while (expanded_ < states_.size() && stopped_.empty() && !budget.spent()) {
    const std::uint32_t from = expanded_;
    const auto to = static_cast<std::uint32_t>(std::min<std::size_t>(states_.size(), from + kSlice));
    const std::size_t parts = (to - from + kNodesAPart - 1) / kNodesAPart;
    team.forEach(parts, parts > 1, [&](std::size_t part, std::size_t thread) {
      Worker& worker = *workers[thread];
      worker.parts.push_back({static_cast<std::uint32_t>(part), worker.successors.size(), worker.keys.size()});
      const auto begin = static_cast<std::uint32_t>(from + part * kNodesAPart);
      for (std::uint32_t node = begin; node < std::min(to, begin + kNodesAPart) && worker.stopped.empty(); ++node)
        expand(node, worker);
    });
    const std::size_t before = states_.size();
    take(workers, from, to, mostStates);
    budget.spend(states_.size() - before);
    if (expanded_ != to) budget.hit(Bound::states);
    budget.hold(bytes());
    budget.look();
  }
  // Nodes that were found and not expanded have no edges.
  first_.resize(states_.size() + 1, edges_.size());
}

void ProgramGraph::expand(std::uint32_t node, Worker& worker) const {
  program::Machine& machine = worker.machine;
  const auto key = states_.key(node);
  worker.codec.decode(key, machine);
  const std::size_t agents = machine.agents();
  std::uint32_t able = 0;
  for (program::AgentId agent = 0; agent < agents; ++agent) able |= machine.canStep(agent) ? 1u << rankOf(agent) : 0u;
  for (bool fresh = true; able != 0; fresh = false) {
    const auto rank = static_cast<LetterRank>(std::countr_zero(able));
    able &= able - 1;
    if (!fresh) worker.codec.decode(key, machine);
    machine.step(agentOfRank(rank));
    if (!machine.stopped().empty()) {
      if (worker.stopped.empty()) worker.stopped = machine.stopped();
      continue;
    }
    const auto next = worker.codec.encode(machine);
    if (next.empty()) {
      worker.stopped = "more than " + std::to_string(program::kMaxObjects) + " objects";
      continue;
    }
    if (std::ranges::equal(next, key)) continue;
    worker.successors.push_back({node, rank, static_cast<std::uint32_t>(next.size()), StateStore::hashOf(next)});
    worker.keys.insert(worker.keys.end(), next.begin(), next.end());
  }
}

// Numbers what the workers have found, in the order of the nodes from which it was reached.
void ProgramGraph::take(std::vector<std::unique_ptr<Worker>>& workers, std::uint32_t from, std::uint32_t to,
                        std::uint64_t mostStates) {
  std::vector<std::pair<Worker*, const Worker::Part*>> parts((to - from + kNodesAPart - 1) / kNodesAPart);
  for (auto& worker : workers) {
    for (const Worker::Part& part : worker->parts) parts[part.index] = {worker.get(), &part};
    if (stopped_.empty()) stopped_ = worker->stopped;
  }
  expanded_ = to;
  for (std::size_t index = 0; index < parts.size(); ++index) {
    const auto [worker, part] = parts[index];
    std::size_t at = part->successors;
    const std::uint8_t* key = worker->keys.data() + part->keys;
    const auto begin = static_cast<std::uint32_t>(from + index * kNodesAPart);
    for (std::uint32_t node = begin; node < std::min(to, begin + kNodesAPart); ++node) {
      for (; at < worker->successors.size() && worker->successors[at].from == node; ++at) {
        const Successor& successor = worker->successors[at];
        const std::uint32_t number = states_.insert({key, successor.length}, successor.hash, mostStates);
        if (number != StateStore::kNone) edges_.push_back({number, successor.rank});
        else expanded_ = std::min(expanded_, node);
        key += successor.length;
      }
      first_.push_back(edges_.size());
    }
  }
  for (auto& worker : workers) {
    worker->successors.clear();
    worker->keys.clear();
    worker->parts.clear();
  }
}

}  // namespace interleave
